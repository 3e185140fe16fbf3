package io.bulkverify.member;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One member, a hand-held clock and whatever MX says: the policy's life in a test. */
final class Story {

	static final Instant MIDNIGHT = Instant.parse("2026-11-20T00:00:00Z");

	static final Instant LAST_NIGHT = Instant.parse("2026-11-19T00:00:05Z");

	static final Instant TONIGHT = Instant.parse("2026-11-20T00:00:01Z");

	static final List<Challenge> SECURITY_QUESTION = List
		.of(new Challenge("CRD-mfa", "TEXT", "Name of your first pet?", "pet", null, List.of()));

	static final PolicySettings SETTINGS = settings(new SelectionRule.ReportIt(), 0, Set.of(), false);

	final VerificationPolicy policy;

	Member member;

	Instant now = MIDNIGHT;

	Duration patience = Duration.ZERO;

	Outcome last = new Outcome.WaitUntil(Wait.POLL, Progress.listed(MIDNIGHT));

	Story() {
		this(SETTINGS);
	}

	Story(PolicySettings settings) {
		this(settings, null, null);
	}

	Story(PolicySettings settings, @Nullable String label, @Nullable Earlier earlier) {
		this.policy = new VerificationPolicy(settings, new Random(7));
		this.member = new Member(1, 0, new ListedMember(2, "USR-1", "MBR-1", label, null, Set.of(), null),
				Progress.listed(MIDNIGHT), earlier);
	}

	static PolicySettings settings(SelectionRule selection, int retryFailed, Set<ConnectionStatus> verifyEven,
			boolean numbersFirst) {
		return settings(new PolicySettings.Poll(Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofSeconds(30),
				Duration.ofMinutes(15)), selection, retryFailed, verifyEven, numbersFirst);
	}

	/** Nobody chooses an account, and polls are made so. */
	static PolicySettings polling(Duration interval, Duration maxInterval, Duration giveUpAfter) {
		return settings(new PolicySettings.Poll(interval, interval, maxInterval, giveUpAfter),
				new SelectionRule.ReportIt(), 0, Set.of(), false);
	}

	private static PolicySettings settings(PolicySettings.Poll poll, SelectionRule selection, int retryFailed,
			Set<ConnectionStatus> verifyEven, boolean numbersFirst) {
		return new PolicySettings(poll,
				new PolicySettings.Conflict(Duration.ofSeconds(15), Duration.ofMinutes(5), Duration.ofHours(2)),
				Duration.ofMinutes(15), Duration.ofMinutes(2), Duration.ofSeconds(30), selection, retryFailed,
				verifyEven, numbersFirst);
	}

	static MemberState state(String status, boolean running, Instant aggregatedAt) {
		return state(status, running, aggregatedAt, null);
	}

	static MemberState state(String status, boolean running, Instant aggregatedAt,
			@Nullable List<Challenge> challenges) {
		return new MemberState(word(status), running, aggregatedAt, null, "mxbank", null, challenges);
	}

	/** The status of this word; "null" where MX sends null. */
	static ConnectionStatus word(String status) {
		return ConnectionStatus.of("null".equals(status) ? null : status);
	}

	static MemberState idle(String status) {
		return state(status, false, LAST_NIGHT);
	}

	static MemberState running(String status) {
		return state(status, true, LAST_NIGHT);
	}

	/** Idle, and another job than last night's has begun. */
	static MemberState ended(String status) {
		return state(status, false, TONIGHT);
	}

	static MemberState ended(String status, MemberState.MemberError error) {
		return new MemberState(word(status), false, TONIGHT, null, "mxbank", error, null);
	}

	/** The same member, whose user MX wants to log in again. */
	static MemberState wantsLogin(MemberState state) {
		return new MemberState(state.status(), state.running(), state.aggregatedAt(), null, "mxbank", null,
				state.challenges(), true, null, null, Guids.AS_LISTED);
	}

	/** The same member, of whose account numbers the read tells whether they are done. */
	static MemberState numbersProcessed(MemberState state, boolean processed) {
		return new MemberState(state.status(), state.running(), state.aggregatedAt(), null, "mxbank", null,
				state.challenges(), false, processed, null, Guids.AS_LISTED);
	}

	Moment moment() {
		return new Moment(now, patience);
	}

	Story later(Duration time) {
		now = now.plus(time);
		patience = patience.plus(time);
		return this;
	}

	Story whenDue() {
		Duration time = Duration.between(now, member.progress().dueAt());
		return time.isNegative() ? this : later(time);
	}

	/** Time passes in which the program is down or MX is away. */
	Story whilePatienceStandsStill(Duration time) {
		now = now.plus(time);
		return this;
	}

	Call nextCall() {
		return policy.nextCall(member, now);
	}

	Story reads(MemberState state) {
		return read(new Answer.Good<>(state));
	}

	Story read(Answer<MemberState> answer) {
		return follow(policy.afterRead(member, answer, moment()));
	}

	Story lists(Answer<List<Challenge>> answer) {
		return follow(policy.afterChallenges(member, answer, moment()));
	}

	Story lists(List<Challenge> challenges) {
		return lists(new Answer.Good<>(challenges));
	}

	Story numbers(Answer<List<AccountNumber>> answer) {
		return follow(policy.afterAccountNumbers(member, answer, moment()));
	}

	Story numbers(String... numbers) {
		return numbers(new Answer.Good<>(List.of(numbers)
			.stream()
			.map(number -> new AccountNumber("ACT-1", number, "068899990", null, null, true, false))
			.toList()));
	}

	Story intends(Call call) {
		member = member.stored(policy.intent(member, call, now));
		return this;
	}

	Story verifyAnswered(Answer<Taken> answer) {
		return follow(policy.afterVerify(member, answer, moment()));
	}

	Story resumeAnswered(Answer<Taken> answer) {
		return follow(policy.afterResume(member, answer, moment()));
	}

	/** Verified: MX said 200, and the first poll is due. */
	Story verified(String statusBefore) {
		return verified(idle(statusBefore), new Answer.Good<>(Taken.WITHOUT_A_WORD));
	}

	Story verified(MemberState before, Answer<Taken> answer) {
		member = member.stored(new Progress(Stage.READY, now, null, Baseline.of(before, now), Attempt.NONE,
				Sighting.NONE, Trouble.NONE, Trouble.NONE, Trouble.NONE, null));
		return intends(Call.VERIFY).verifyAnswered(answer).whenDue();
	}

	/** In this stage, with all that belongs to it; PENDING: nothing was ever read. */
	Story at(Stage stage) {
		Baseline baseline = Baseline.of(idle("FAILED"), now);
		Attempt sent = Attempt.NONE.posting(now);
		Selection selection = stage == Stage.ANSWERING ? new Selection("CRD-1", "account-1", 1, now, null) : null;
		Attempt attempt = switch (stage) {
			case PENDING, READY -> Attempt.NONE;
			case REQUESTING -> sent;
			case VERIFYING, ANSWERING, CONNECTED, VERIFIED, REPORTED -> sent.taken(null, moment()).polled(true);
		};
		Seen seen = stage == Stage.PENDING ? null
				: new Seen(baseline.status(), now, baseline.aggregatedAt(), "mxbank", null, Guids.AS_LISTED, false);
		member = member.stored(new Progress(stage, now, seen, stage == Stage.PENDING ? null : baseline, attempt,
				Sighting.NONE, Trouble.NONE, Trouble.NONE, Trouble.NONE, selection));
		return this;
	}

	private Story follow(Outcome outcome) {
		last = outcome;
		member = member.stored(outcome.progress());
		return this;
	}

	/** The last outcome in one word. */
	String outcome() {
		return switch (last) {
			case Outcome.WaitUntil(var why, var ignored) -> switch (why) {
				case POLL -> "poll";
				case CONFLICT -> "busy";
				case ERROR -> "error";
				case THROTTLED -> "slower";
				case SETTLING -> "settle";
				case INSTITUTION -> "bank";
				case NOT_SENT -> "unsent";
			};
			case Outcome.Advance(var progress) -> switch (progress.stage()) {
				case PENDING -> "again";
				case READY -> "verify";
				case REQUESTING -> "settle";
				case VERIFYING -> "poll";
				case ANSWERING -> "answer";
				case CONNECTED -> "numbers";
				case VERIFIED, REPORTED -> throw new AssertionError(progress);
			};
			case Outcome.Report(var reason, var ignored, var progress) -> reason.name();
			case Outcome.Verified ignored -> "VERIFIED";
			case Outcome.Halt ignored -> "HALT";
		};
	}

	@Nullable String detail() {
		return ((Outcome.Report) last).detail();
	}

}
