#!/usr/bin/env bash
# Verifies the member list of the night, keeps order among its files, and tells somebody when it did not go well.
# Meant for cron or systemd; safe to start by hand. It exits as the program did (see the README's runbook).
#
# Everything it needs to know stands in a settings file that only its owner can read:
#   nightly.sh [SETTINGS]            default: /etc/bulk-member-verification/settings.env
# See settings.env.example beside this script.
set -Eeuo pipefail
umask 077

readonly settings=${1:-${BMV_SETTINGS:-/etc/bulk-member-verification/settings.env}}

say() { printf '%s %s\n' "$(date '+%Y-%m-%dT%H:%M:%S%z')" "$*" >&2; }

refuse() {
    say "nightly: $*"
    exit 2
}

# The file holds keys: whoever else can read it could spend money.
read_settings() {
    [[ -f $settings ]] || refuse "there is no settings file $settings; copy settings.env.example there and fill it in"
    local mode
    mode=$(stat -c '%a' "$settings")
    [[ $mode == 600 || $mode == 400 ]] || refuse "$settings holds secrets but has mode $mode; run: chmod 600 $settings"
    [[ -O $settings || $(id -u) -eq 0 ]] || refuse "$settings belongs to somebody else"
    set -o allexport
    # shellcheck source=/dev/null
    source "$settings"
    set +o allexport
}

java_major() { "$1" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1; }

# JAVA_HOME first, then the path, then the machine's usual places.
find_java() {
    local candidate major
    for candidate in "${JAVA_HOME:-/nonexistent}/bin/java" "$(command -v java || true)" \
        /usr/lib/jvm/*/bin/java /opt/*/bin/java /usr/java/*/bin/java; do
        [[ -x $candidate ]] || continue
        major=$(java_major "$candidate")
        if [[ $major =~ ^[0-9]+$ ]] && ((major >= 21)); then
            printf '%s\n' "$candidate"
            return
        fi
    done
    return 1
}

meaning() {
    case $1 in
        0) echo "finished, everything accounted for" ;;
        1) echo "FAILED; nothing that was done is lost, and the same command goes on from there" ;;
        2) echo "REFUSED: settings, list or output folder are wrong" ;;
        3) echo "finished, but with more exceptions than allowed" ;;
        4) echo "NOT STARTED: another process works on the database" ;;
        5) echo "stopped by an operator; the same command goes on with it" ;;
        130 | 143) echo "ended by a signal; the same command goes on with it" ;;
        *) echo "ended unexpectedly with exit code $1" ;;
    esac
}

# The summary has totals only: no member and no account number leaves this machine.
tell() {
    local code=$1 subject
    subject="Bulk member verification on $(hostname): $(meaning "$code")"
    if [[ -n ${BMV_MAIL_TO:-} ]]; then
        mail -s "$subject" "$BMV_MAIL_TO" <"$report" || say "nightly: the mail could not be sent"
    fi
    if [[ -n ${BMV_WEBHOOK:-} ]]; then
        { printf '%s\n\n' "$subject" && cat "$report"; } |
            curl --fail --silent --show-error --max-time 30 --header 'Content-Type: text/plain; charset=utf-8' \
                --data-binary @- "$BMV_WEBHOOK" >/dev/null || say "nightly: the webhook could not be reached"
    fi
}

# What the night wrote last is always found at the same place.
link_latest() {
    local written
    written=$(sed -n 's|^Wrote \(.*\)/summary\.json$|\1|p' "$report" | tail -n 1)
    if [[ -n $written && -d $written ]]; then
        ln -sfn "$(realpath "$written")" out/latest
    fi
}

# Only folders that this program named, and never the latest.
forget_old() {
    local days=${BMV_KEEP_DAYS:-400} latest folder
    latest=$(readlink -f out/latest 2>/dev/null || true)
    while IFS= read -r -d '' folder; do
        [[ $(realpath "$folder") == "$latest" ]] || rm -rf -- "$folder"
    done < <(find out -mindepth 1 -maxdepth 1 -type d -name '20[0-9][0-9]-[0-9][0-9]-[0-9][0-9]*' \
        -mtime "+$days" -print0 2>/dev/null)
    find log -maxdepth 1 -type f -name 'nightly-*.log*' -mtime "+$days" -delete 2>/dev/null || true
}

verify_once() {
    local code=0
    "$java" ${BMV_JAVA_OPTIONS:+"${java_options[@]}"} -jar "$BMV_JAR" run "${list[@]}" "${more[@]}" \
        >"$report" 2>"$errors" &
    child=$!
    wait "$child" || code=$?
    while kill -0 "$child" 2>/dev/null; do
        # A signal has ended the wait, not the program: it ends in order.
        code=0
        wait "$child" || code=$?
    done
    child=
    cat "$errors" "$report" >>"$log"
    # What went wrong is the first thing that somebody wants to read.
    if ((code != 0)) && [[ -s $errors ]]; then
        { tail -n 5 "$errors" && printf '\n' && cat "$report"; } >"$report.told" && mv "$report.told" "$report"
    fi
    return "$code"
}

read_settings
: "${BMV_HOME:?nightly: BMV_HOME is missing in $settings}"
: "${BMV_JAR:?nightly: BMV_JAR is missing in $settings}"
cd "$BMV_HOME"
mkdir -p log out

java=$(find_java) || refuse "no Java 21 or newer found; install one or set JAVA_HOME in $settings"
read -r -a java_options <<<"${BMV_JAVA_OPTIONS:-}"
read -r -a more <<<"${BMV_RUN_OPTIONS:-}"
if [[ -n ${BMV_INPUT_QUERY:-} ]]; then
    list=(--input-query "$BMV_INPUT_QUERY")
else
    list=(--input "${BMV_INPUT:?nightly: BMV_INPUT or BMV_INPUT_QUERY is missing in $settings}")
fi

log=log/nightly-$(date +%F).log
readonly log
report=$(mktemp)
errors=$(mktemp)
child=
trap 'rm -f "$report" "$report.told" "$errors"' EXIT
trap '[[ -z $child ]] || kill -TERM "$child"' TERM INT

# The lease in the database guards the money; this spares a second start the wait for it.
exec 9>log/nightly.lock
if ! flock --nonblock 9; then
    say "nightly: another nightly.sh is at work in $BMV_HOME"
    exit 4
fi

code=0
for ((attempt = 0; attempt <= ${BMV_RETRIES:-2}; attempt++)); do
    code=0
    verify_once || code=$?
    # A failure is resumable, and often over after a while; everything else needs a person, or nothing.
    ((code == 1)) || break
    if ((attempt < ${BMV_RETRIES:-2})); then
        say "nightly: $(meaning 1); trying again in ${BMV_RETRY_SECONDS:-300} s"
        sleep "${BMV_RETRY_SECONDS:-300}"
    fi
done

say "nightly: $(meaning "$code")"
link_latest
forget_old
((code == 0)) || tell "$code"
exit "$code"
