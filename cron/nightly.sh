#!/usr/bin/env bash
# Verifies the member list of the night, keeps order among its files, and tells somebody whenever it does not end with 0.
# Meant for cron or systemd; safe to start by hand. It exits as the program did (see the README's runbook), and prints
# nothing where all is well.
#
# Everything it needs to know stands in a settings file that only its owner can read:
#   nightly.sh [SETTINGS]            default: /etc/bulk-member-verification/settings.env
#   nightly.sh --check [SETTINGS]    looks whether tonight would go well, and who would be told; verifies nobody
# See settings.env.example beside this script.
#
# shellcheck disable=SC2317  # what a trap calls is reachable
set -Eeuo pipefail
umask 077

checking=
if [[ ${1:-} == --check ]]; then
    checking=yes
    shift
fi
readonly checking
readonly settings=${1:-${BMV_SETTINGS:-/etc/bulk-member-verification/settings.env}}

log=/dev/null
report=
said=
why=
child=
signalled=
reading_settings=
java=
list=()
java_options=()
more=()

note() { printf '%s nightly: %s\n' "$(date '+%Y-%m-%dT%H:%M:%S%z')" "$*" >>"$log"; }

# Cron mails whatever is printed.
complain() {
    note "$*"
    printf 'nightly: %s\n' "$*" >&2
}

refuse() {
    why=$*
    exit 2
}

meaning() {
    case $1 in
        0) echo "finished, everything accounted for" ;;
        1) echo "FAILED; nothing that was done is lost" ;;
        2) echo "REFUSED" ;;
        3) echo "finished, but with more exceptions than allowed" ;;
        4) echo "NOT STARTED: another process is at work" ;;
        5) echo "stopped by an operator; the same command goes on with it" ;;
        129 | 130 | 143) echo "ended by a signal; the same command goes on with it" ;;
        137) echo "KILLED; nothing that was done is lost, and the same command goes on with it" ;;
        *) echo "ended unexpectedly with exit code $1" ;;
    esac
}

# One setting, without running the file: of a file that is not to be trusted we still want to know whom to tell.
peek() {
    sed -n "s/^[[:space:]]*$1=//p" "$settings" 2>/dev/null | tail -n 1 |
        sed -e "s/^'\(.*\)'[[:space:]]*$/\1/" -e 's/^"\(.*\)"[[:space:]]*$/\1/'
}

know_whom_to_tell() {
    BMV_MAIL_TO=${BMV_MAIL_TO:-$(peek BMV_MAIL_TO)}
    BMV_WEBHOOK=${BMV_WEBHOOK:-$(peek BMV_WEBHOOK)}
    local home=${BMV_HOME:-$(peek BMV_HOME)}
    if [[ $log == /dev/null && -d $home && -w $home ]] && mkdir -p "$home/log"; then
        log=$home/log/nightly-$(date +%F).log
    fi
}

# Its address may hold a secret, which does not belong on a command line.
fetch() {
    local address=$1
    shift
    address=${address//\\/\\\\}
    printf 'url = "%s"\n' "${address//\"/\\\"}" | curl --config - --fail --silent --show-error --max-time 30 "$@" >/dev/null
}

# The summary has totals only: no member and no account number leaves this machine.
body() {
    printf '%s\n\n' "$1"
    [[ $log == /dev/null ]] || printf 'Log: %s\n\n' "$log"
    [[ ! -s $said ]] || { tail -n 10 "$said" && echo; }
    [[ ! -s $report ]] || cat "$report"
}

tell() {
    local headline text
    headline="Bulk member verification on $(uname -n): $(meaning "$1")${why:+: $why}"
    text=$(mktemp)
    body "$headline" >"$text"
    if [[ -n $BMV_MAIL_TO ]]; then
        mail -s "${headline:0:200}" "$BMV_MAIL_TO" <"$text" || complain "the mail to $BMV_MAIL_TO could not be sent"
    fi
    if [[ -n $BMV_WEBHOOK ]]; then
        fetch "$BMV_WEBHOOK" --header 'Content-Type: text/plain; charset=utf-8' --data-binary "@$text" ||
            complain "the webhook could not be reached"
    fi
    rm -f "$text"
}

# Every end passes here, whatever brought it about.
at_the_end() {
    local code=$?
    trap - EXIT ERR
    trap '' TERM INT HUP
    set +e
    [[ -z $reading_settings ]] || code=2
    if [[ -n $checking ]]; then
        [[ -z $why ]] || printf '%s\n' "$why" >&2
    elif ((code == 0)); then
        note "$(meaning 0)"
        if [[ -n ${BMV_PING_URL:-} ]]; then
            fetch "$BMV_PING_URL" --retry 3 || complain "BMV_PING_URL could not be reached"
        fi
    else
        know_whom_to_tell
        complain "$(meaning "$code")${why:+: $why}"
        [[ $log != /dev/null ]] || logger -t bulk-member-verification -p user.err "$(meaning "$code")${why:+: $why}" 2>/dev/null
        tell "$code"
    fi
    rm -f "$report" "$said"
    exit "$code"
}

trap at_the_end EXIT
trap 'why=${why:-nightly.sh broke off in line $LINENO ($BASH_COMMAND)}' ERR
trap 'signalled=yes; [[ -z $child ]] || kill -TERM "$child" 2>/dev/null || true' TERM INT HUP

# The file holds keys: whoever else can read it could spend money.
read_settings() {
    [[ -f $settings ]] || refuse "there is no settings file $settings; copy settings.env.example there and fill it in"
    local mode
    mode=$(stat -c '%a' "$settings")
    [[ $mode == 600 || $mode == 400 ]] || refuse "$settings holds secrets but has mode $mode; run: chmod 600 $settings"
    [[ -O $settings || $(id -u) -eq 0 ]] || refuse "$settings belongs to somebody else"
    reading_settings=yes
    why="$settings is no list of NAME=value lines; a value with blanks stands in single quotes"
    set -o allexport
    # shellcheck source=/dev/null
    source "$settings"
    set +o allexport
    reading_settings=
    why=
    [[ -n ${BMV_HOME:-} ]] || refuse "BMV_HOME is missing in $settings"
    [[ -n ${BMV_JAR:-} ]] || refuse "BMV_JAR is missing in $settings"
    [[ -n ${BMV_INPUT:-}${BMV_INPUT_QUERY:-} ]] || refuse "BMV_INPUT or BMV_INPUT_QUERY is missing in $settings"
    local number
    for number in BMV_RETRIES BMV_RETRY_SECONDS BMV_LONGEST_SECONDS BMV_KEEP_DAYS; do
        [[ ${!number:-0} =~ ^[0-9]{1,9}$ ]] || refuse "$number in $settings must be a whole number"
    done
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
            java=$candidate
            # It warns of what libraries do, which is no news for an operator.
            ((major < 23)) || java_options+=(--sun-misc-unsafe-memory-access=allow)
            return
        fi
    done
    refuse "no Java 21 or newer found; install one or set JAVA_HOME in $settings"
}

prepare() {
    mkdir -p "$BMV_HOME/log" "$BMV_HOME/out" || refuse "BMV_HOME ($BMV_HOME) cannot be made or written"
    cd "$BMV_HOME"
    find_java
    [[ -r $BMV_JAR ]] || refuse "there is no program at BMV_JAR ($BMV_JAR)"
    local -a options
    read -r -a options <<<"${BMV_JAVA_OPTIONS:-}"
    java_options+=(${options[@]+"${options[@]}"})
    read -r -a more <<<"${BMV_RUN_OPTIONS:-}"
    if [[ -n ${BMV_INPUT_QUERY:-} ]]; then
        list=(--input-query "$BMV_INPUT_QUERY")
    else
        list=(--input "$BMV_INPUT")
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

# A signal to this script ends the wait, not the child: it ends in order.
await_child() {
    local code=0
    wait "$child" || code=$?
    while kill -0 "$child" 2>/dev/null; do
        code=0
        wait "$child" || code=$?
    done
    child=
    return "$code"
}

# A program that hangs is asked to end in order, and is killed where it does not.
verify_once() {
    local code=0 from left=$((longest - SECONDS))
    # 0 would be no limit at all.
    ((left > 0)) || left=1
    from=$(stat -c '%s' "$log")
    timeout --preserve-status --kill-after="$killed_after" "$left" \
        "$java" "${java_options[@]}" -jar "$BMV_JAR" run "${list[@]}" ${more[@]+"${more[@]}"} >"$report" 2>>"$log" &
    child=$!
    await_child || code=$?
    tail -c "+$((from + 1))" "$log" >"$said"
    cat "$report" >>"$log"
    if ((SECONDS >= longest)); then
        why="it was not done after $longest s (BMV_LONGEST_SECONDS)"
    elif ((code == 3)); then
        why=$(grep -m 1 . "$report" || true)
    elif ((code != 0)); then
        why=$(grep . "$said" | tail -n 1 || true)
    fi
    return "$code"
}

pause() {
    sleep "$1" &
    child=$!
    await_child || true
}

verify() {
    local code attempt retries=${BMV_RETRIES:-2}
    for ((attempt = 0; ; attempt++)); do
        code=0
        verify_once || code=$?
        # A failure is resumable, and often over after a while; everything else needs a person, or nothing.
        if ((code != 1 || attempt >= retries || SECONDS + ${BMV_RETRY_SECONDS:-300} >= longest)); then
            return "$code"
        fi
        note "$(meaning 1): $why; trying again in ${BMV_RETRY_SECONDS:-300} s"
        pause "${BMV_RETRY_SECONDS:-300}"
        if [[ -n $signalled ]]; then
            why="ended while it waited to try again; before that: $why"
            return 143
        fi
        why=
    done
}

check() {
    local told=() good="ping BMV_PING_URL"
    [[ -n ${BMV_PING_URL:-} ]] || good="say nothing; with BMV_PING_URL a night that never began would be noticed"
    [[ -z ${BMV_MAIL_TO:-} ]] || told+=("by mail to $BMV_MAIL_TO")
    [[ -z ${BMV_WEBHOOK:-} ]] || told+=("through BMV_WEBHOOK")
    [[ -z ${BMV_MAIL_TO:-} ]] || command -v mail >/dev/null || refuse "BMV_MAIL_TO is set, but there is no mail command"
    [[ -z ${BMV_WEBHOOK:-}${BMV_PING_URL:-} ]] || command -v curl >/dev/null ||
        refuse "BMV_WEBHOOK or BMV_PING_URL is set, but there is no curl command"
    printf '%-11s%s\n' Settings "$settings" Java "$java" Program "$BMV_JAR" Log "$BMV_HOME/log" \
        'Bad nights' "are told ${told[*]:-to NOBODY: set BMV_MAIL_TO or BMV_WEBHOOK}" \
        'Good ones' "$good"
    "$java" "${java_options[@]}" -jar "$BMV_JAR" check "${list[@]}"
}

read_settings
readonly longest=$((${BMV_LONGEST_SECONDS:-82800} > 0 ? ${BMV_LONGEST_SECONDS:-82800} : 999999999))
# Calls under way end within mx.read-timeout, and writing takes a moment.
readonly killed_after=${BMV_KILLED_AFTER_SECONDS:-300}
prepare
if [[ -n $checking ]]; then
    code=0
    check || code=$?
    exit "$code"
fi

log=$BMV_HOME/log/nightly-$(date +%F).log
report=$(mktemp)
said=$(mktemp)

# The lease in the database guards the money; this spares a second start the wait for it.
exec 9>log/nightly.lock
if ! flock --nonblock 9; then
    why="another nightly.sh is at work in $BMV_HOME"
    exit 4
fi

note "begins with the list ${list[1]}"
code=0
verify || code=$?
link_latest
forget_old
exit "$code"
