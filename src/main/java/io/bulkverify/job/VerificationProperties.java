package io.bulkverify.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import io.bulkverify.member.SelectionRule;
import io.bulkverify.store.EncryptionKeys;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How members are verified: the {@code verification.*} settings of the contract. Whatever
 * is wrong is found by {@link #problems()}, all of it together, before a run starts.
 *
 * @param zone what "today" is, for runs without {@code --date}; null is the system's.
 * Wrong, and a run after midnight carries yesterday's date.
 * @param includeTransactions whether a verify also gathers transactions. On without need,
 * and verifications take longer and cost more.
 * @param numbersFirst whether account numbers that MX has already make the verify
 * unnecessary. On, and old numbers are exported without a new check; off, and every
 * member is paid for.
 * @param freshFor members verified more recently are exported without a call. Too long,
 * and closed accounts are exported; too short, and members are paid for again.
 * @param maxVerifyCalls a list that would need more is refused, one verify for each of
 * its members that has no fresh numbers; null is no limit. Too low, and a grown list is
 * not verified at all; without it, a wrong list is paid for.
 * @param poll how a running verification is read
 * @param conflict how a member that is busy at MX is waited for
 * @param error how long one member may answer with errors
 * @param numbers how account numbers that are not there yet are waited for
 * @param outage how long MX or the database may be away
 * @param accountSelection {@code report}, {@code only}, {@code first} or
 * {@code match:REGEX}. Anything but report lets the program choose an account for a
 * person.
 * @param retryFailed how often a FAILED or DEGRADED verdict is verified again. Each time
 * is billed.
 * @param maxVerifying members under way at MX at once; null derives it from the limits.
 * Too low, and the night is too short; too high, and polls come late.
 * @param lease how one run at a time is kept
 * @param failAbove the percentage of the list's rows, exceptions and rejected ones, above
 * which a run exits with 3; null never does
 * @param progressEvery how often a run without a terminal says how far it is. Too short,
 * and the log hides what matters.
 * @param source where {@code --input-query} reads; null is the program's own database
 * @param encryptionKey encrypts account numbers at rest: one key or several, see
 * {@link EncryptionKeys}; null leaves them readable in the database. Lost, and so are the
 * numbers of the runs that it encrypted.
 * @param encryptionKeyFile a file that holds that key or keys
 */
@ConfigurationProperties("verification")
public record VerificationProperties(@Nullable ZoneId zone, @DefaultValue("false") boolean includeTransactions,
		@DefaultValue("false") boolean numbersFirst, @DefaultValue("0s") Duration freshFor,
		@Nullable Long maxVerifyCalls, @DefaultValue Poll poll, @DefaultValue Conflict conflict,
		@DefaultValue MemberErrors error, @DefaultValue Numbers numbers, @DefaultValue Outage outage,
		@DefaultValue("report") String accountSelection, @DefaultValue("0") int retryFailed,
		@Nullable Integer maxVerifying, @DefaultValue Lease lease, @Nullable Double failAbove,
		@DefaultValue("30s") Duration progressEvery, @Nullable Source source, @Nullable String encryptionKey,
		@Nullable String encryptionKeyFile) {

	private static final Duration RECOMMENDED_INTERVAL = Duration.ofSeconds(3);

	/**
	 * How a running verification is read.
	 *
	 * @param initialDelay from the verify to the first read, at least: what the run has
	 * learnt of a bank may add up to the longest interval. Too short wastes a read on
	 * every member; too long delays every member.
	 * @param interval the least time between two answered reads of one member. MX
	 * recommends 3 s at least; longer delays verdicts.
	 * @param maxInterval the most time between two reads. Too long, and slow members are
	 * noticed late; too short, and they eat the read limit.
	 * @param giveUpAfter when a verification becomes a POLL_TIMEOUT. Too short throws
	 * away verifications that were paid for; too long keeps a run alive for one slow
	 * bank.
	 */
	public record Poll(@DefaultValue("5s") Duration initialDelay, @DefaultValue("3s") Duration interval,
			@DefaultValue("30s") Duration maxInterval, @DefaultValue("15m") Duration giveUpAfter) {
	}

	/**
	 * How a member that another job owns is waited for.
	 *
	 * @param initialDelay after the first 409. Too short asks in vain.
	 * @param maxDelay what the delay grows to. Too long, and free members wait.
	 * @param giveUpAfter when it becomes a CONFLICT_TIMEOUT. Too short gives up on MX's
	 * nightly background jobs.
	 */
	public record Conflict(@DefaultValue("15s") Duration initialDelay, @DefaultValue("5m") Duration maxDelay,
			@DefaultValue("2h") Duration giveUpAfter) {
	}

	/**
	 * Errors of one member.
	 *
	 * @param giveUpAfter how long they may go on while others succeed. Too short reports
	 * members for a hiccup.
	 */
	public record MemberErrors(@DefaultValue("15m") Duration giveUpAfter) {
	}

	/**
	 * Account numbers of a member whose verification succeeded.
	 *
	 * @param giveUpAfter how long they are asked for again while there are none. Too
	 * short gives up on numbers that MX is still working on; too long keeps a run alive
	 * for members that have none.
	 */
	public record Numbers(@DefaultValue("2m") Duration giveUpAfter) {
	}

	/**
	 * MX or the database away.
	 *
	 * @param giveUpAfter how long without a good answer until the run stops as resumable.
	 * Too short needs an operator for every maintenance window; too long hides an outage.
	 */
	public record Outage(@DefaultValue("15m") Duration giveUpAfter) {
	}

	/**
	 * One run at a time.
	 *
	 * @param takeOverAfter how long a heartbeat stands still until its holder counts as
	 * dead. Too short takes a living but slow holder for dead, which then stops; too long
	 * delays the start after a crash.
	 */
	public record Lease(@DefaultValue("20s") Duration takeOverAfter) {
	}

	/**
	 * A second database, for {@code --input-query}.
	 *
	 * @param url its JDBC address
	 * @param username who reads
	 * @param password never shown
	 */
	public record Source(@Nullable String url, @Nullable String username, @Nullable String password) {
		@Override
		public String toString() {
			return "Source[url=" + url + ", username=" + username + "]";
		}
	}

	/** Today's zone. */
	public ZoneId zoneOrSystem() {
		return this.zone == null ? ZoneId.systemDefault() : this.zone;
	}

	/**
	 * How an account is chosen where the list names none.
	 * @throws IllegalArgumentException with a sentence for the operator if the setting is
	 * not understood
	 */
	public SelectionRule selectionRule() {
		if (this.accountSelection.startsWith("match:")) {
			try {
				return new SelectionRule.Match(Pattern.compile(this.accountSelection.substring("match:".length())));
			}
			catch (PatternSyntaxException ex) {
				throw new IllegalArgumentException(
						"verification.account-selection: the expression after match: is not valid: "
								+ ex.getDescription(),
						ex);
			}
		}
		return switch (this.accountSelection) {
			case "report" -> new SelectionRule.ReportIt();
			case "only" -> new SelectionRule.Only();
			case "first" -> new SelectionRule.First();
			default -> throw new IllegalArgumentException("verification.account-selection is '" + this.accountSelection
					+ "': use report, only, first or match:REGEX");
		};
	}

	/**
	 * What encrypts account numbers at rest; empty where nothing does.
	 * @throws IllegalArgumentException with a sentence for the operator if there is no
	 * such key
	 */
	public Optional<EncryptionKeys> encryptionKeys() {
		if (this.encryptionKey != null && this.encryptionKeyFile != null) {
			throw new IllegalArgumentException(
					"set verification.encryption-key or verification.encryption-key-file, not both");
		}
		if (this.encryptionKey != null) {
			return Optional.of(keys("verification.encryption-key", this.encryptionKey));
		}
		return Optional.ofNullable(this.encryptionKeyFile)
			.map((file) -> keys("verification.encryption-key-file", content(file)));
	}

	private static EncryptionKeys keys(String setting, String text) {
		try {
			return EncryptionKeys.parse(text);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(setting + ": " + ex.getMessage(), ex);
		}
	}

	private static String content(String file) {
		try {
			return Files.readString(Path.of(file));
		}
		catch (IOException | InvalidPathException ex) {
			throw new IllegalArgumentException(
					"verification.encryption-key-file: %s cannot be read (%s); name a file with the key, readable by this user"
						.formatted(file, ex.getClass().getSimpleName()),
					ex);
		}
	}

	/** What is wrong, one sentence for the operator each; empty when all is well. */
	public List<String> problems() {
		List<String> problems = new ArrayList<>();
		positive(problems, "verification.poll.interval", this.poll.interval());
		positive(problems, "verification.poll.give-up-after", this.poll.giveUpAfter());
		notNegative(problems, "verification.poll.initial-delay", this.poll.initialDelay());
		if (this.poll.giveUpAfter().compareTo(this.poll.initialDelay()) <= 0) {
			problems.add("verification.poll.give-up-after (" + this.poll.giveUpAfter()
					+ ") must be longer than verification.poll.initial-delay (" + this.poll.initialDelay() + ")");
		}
		if (this.poll.maxInterval().compareTo(this.poll.interval()) < 0) {
			problems.add("verification.poll.max-interval (" + this.poll.maxInterval()
					+ ") must not be shorter than verification.poll.interval (" + this.poll.interval() + ")");
		}
		positive(problems, "verification.conflict.initial-delay", this.conflict.initialDelay());
		positive(problems, "verification.conflict.give-up-after", this.conflict.giveUpAfter());
		if (this.conflict.maxDelay().compareTo(this.conflict.initialDelay()) < 0) {
			problems.add("verification.conflict.max-delay (" + this.conflict.maxDelay()
					+ ") must not be shorter than verification.conflict.initial-delay (" + this.conflict.initialDelay()
					+ ")");
		}
		positive(problems, "verification.error.give-up-after", this.error.giveUpAfter());
		notNegative(problems, "verification.numbers.give-up-after", this.numbers.giveUpAfter());
		positive(problems, "verification.outage.give-up-after", this.outage.giveUpAfter());
		positive(problems, "verification.progress-every", this.progressEvery);
		notNegative(problems, "verification.fresh-for", this.freshFor);
		if (this.lease.takeOverAfter().compareTo(Duration.ofSeconds(1)) < 0) {
			problems.add("verification.lease.take-over-after must be at least 1s");
		}
		if (this.retryFailed < 0 || this.retryFailed > 10) {
			problems.add("verification.retry-failed must be from 0 to 10: every retry is billed");
		}
		if (this.maxVerifying != null && this.maxVerifying < 1) {
			problems.add("verification.max-verifying must be at least 1, or left out");
		}
		if (this.maxVerifyCalls != null && this.maxVerifyCalls < 0) {
			problems.add("verification.max-verify-calls must not be negative");
		}
		if (this.failAbove != null && !(this.failAbove >= 0 && this.failAbove <= 100)) {
			problems.add("verification.fail-above is a percentage from 0 to 100");
		}
		understood(problems, this::encryptionKeys);
		understood(problems, this::selectionRule);
		problems.addAll(sourceProblems());
		return problems;
	}

	private static void understood(List<String> problems, Runnable setting) {
		try {
			setting.run();
		}
		catch (IllegalArgumentException ex) {
			problems.add(String.valueOf(ex.getMessage()));
		}
	}

	private List<String> sourceProblems() {
		if (this.source == null) {
			return List.of();
		}
		if (this.source.url() == null) {
			return List
				.of("verification.source.url is missing, though verification.source.username or .password is set");
		}
		return Address.problems("verification.source.url", this.source.url());
	}

	/** What is allowed but probably not meant. */
	public List<String> warnings() {
		List<String> warnings = new ArrayList<>();
		if (this.poll.interval().compareTo(RECOMMENDED_INTERVAL) < 0) {
			warnings.add("verification.poll.interval is " + this.poll.interval() + "; MX recommends 3s at least");
		}
		if (this.encryptionKeyFile != null && othersMayRead(Path.of(this.encryptionKeyFile))) {
			warnings.add(
					"verification.encryption-key-file can be read by other users; chmod 600 " + this.encryptionKeyFile);
		}
		return warnings;
	}

	private static boolean othersMayRead(Path file) {
		try {
			Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
			return permissions.contains(PosixFilePermission.GROUP_READ)
					|| permissions.contains(PosixFilePermission.OTHERS_READ);
		}
		catch (IOException | UnsupportedOperationException ex) {
			return false;
		}
	}

	private static void positive(List<String> problems, String name, Duration value) {
		if (value.isNegative() || value.isZero()) {
			problems.add(name + " must be longer than 0");
		}
	}

	private static void notNegative(List<String> problems, String name, Duration value) {
		if (value.isNegative()) {
			problems.add(name + " must not be negative");
		}
	}

	/** Shows no secret. */
	@Override
	public String toString() {
		return "VerificationProperties[poll=" + this.poll + ", conflict=" + this.conflict + ", error=" + this.error
				+ ", outage=" + this.outage + ", accountSelection=" + this.accountSelection + ", retryFailed="
				+ this.retryFailed + ", lease=" + this.lease + "]";
	}
}
