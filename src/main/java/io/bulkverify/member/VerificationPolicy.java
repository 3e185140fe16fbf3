package io.bulkverify.member;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Decides everything about a member: which call it needs next, and what follows from the
 * answer.
 *
 * <p>
 * One principle holds in every branch. A reason that is {@link Category#TERMINAL} or
 * {@link Category#NEEDS_END_USER} needs evidence that this member, and nobody else, is
 * meant: its own status in good reads, or a refusal that came again after a good read.
 * Whatever could be our own trouble or MX's is an error that is borne for a while and
 * then reported as {@link Category#RETRY_LATER}, such as {@link Reason#API_ERROR}. What
 * concerns everybody stops the run, which can be gone on with, and reports nobody.
 *
 * <p>
 * Whoever wants to know why a member ended as it did reads this class and the four beside
 * it, one for each part of a member's way: {@link BeforeVerify}, {@link Settlement},
 * {@link Polling} and {@link Collecting}.
 *
 * <p>
 * Remembers nothing of a member; only how long verifications last is learnt, to ask when
 * an answer is likely. Safe for use by many threads if the jitter is.
 */
public final class VerificationPolicy {

	/** A member that yields no numbers may have been taken for started wrongly. */
	private static final String LOST = "the answer to the verify was lost: it may not have started";

	private static final String NEVER_SEEN = "an earlier run sent the verify and never saw it run";

	private final Pacing pacing;

	private final BeforeVerify beforeVerify;

	private final Settlement settlement;

	private final Polling polling;

	private final Collecting collecting;

	/**
	 * @param settings the run's
	 * @param jitter spreads waiting members; seeded in tests
	 */
	public VerificationPolicy(PolicySettings settings, RandomGenerator jitter) {
		this.pacing = new Pacing(settings, jitter);
		Selecting selecting = new Selecting(settings, pacing);
		this.beforeVerify = new BeforeVerify(settings, pacing, selecting);
		this.settlement = new Settlement(pacing);
		this.polling = new Polling(settings, pacing, selecting);
		this.collecting = new Collecting(settings, pacing);
	}

	/**
	 * The call that a member of the work table needs, now that it is due. Terminal
	 * members need none.
	 */
	public Call nextCall(Member member, Instant now) {
		Progress progress = member.progress();
		return switch (member.stage()) {
			case PENDING -> beforeVerify.nextCall(progress);
			case READY -> mayStillVerify(member, now) ? Call.VERIFY : Call.READ_MEMBER;
			case REQUESTING -> Call.READ_MEMBER;
			case VERIFYING -> polling.nextCall(progress);
			case ANSWERING -> settlement.answerIsSent(progress) ? Call.READ_STATUS : Call.RESUME;
			case CONNECTED -> Call.READ_ACCOUNT_NUMBERS;
			case VERIFIED, REPORTED ->
				throw new IllegalStateException("a member that is " + member.stage() + " needs no call");
		};
	}

	/**
	 * Whether the reading that a verify rests on is young enough to pay on. A verify that
	 * waited too long for its turn is not sent: the member is read again.
	 */
	public boolean mayStillVerify(Member member, Instant now) {
		return pacing.fresh(member.progress().baseline(), now);
	}

	/**
	 * What is committed before a call that changes something at MX is sent.
	 * @throws IllegalArgumentException for a call that only reads
	 */
	public Progress intent(Member member, Call call, Instant now) {
		Progress progress = member.progress();
		return switch (call) {
			case VERIFY -> progress.in(Stage.REQUESTING, now).with(progress.attempt().posting(now));
			case RESUME -> settlement.answering(progress, now);
			case READ_MEMBER, READ_STATUS, LIST_CHALLENGES, READ_ACCOUNT_NUMBERS ->
				throw new IllegalArgumentException(call + " changes nothing at MX");
		};
	}

	/** After a read of the member or of its status. */
	public Outcome afterRead(Member member, Answer<MemberState> answer, Moment moment) {
		return afterReading(member, answer, moment, state -> afterGoodRead(member, state, moment));
	}

	/** After the member's challenges were listed. */
	public Outcome afterChallenges(Member member, Answer<List<Challenge>> answer, Moment moment) {
		Progress heard = member.progress().heard();
		return afterReading(member, answer, moment,
				challenges -> member.stage() == Stage.PENDING
						? beforeVerify.challenges(member, heard, challenges, moment)
						: polling.challenges(member, heard, challenges, moment));
	}

	/** After the member's account numbers were read, all pages of them. */
	public Outcome afterAccountNumbers(Member member, Answer<List<AccountNumber>> answer, Moment moment) {
		Progress heard = member.progress().heard();
		if (member.stage() == Stage.PENDING) {
			// The member was read well just now: no numbers to be had saves no verify,
			// and says no more.
			Answer<List<AccountNumber>> known = answer instanceof Answer.Refused<List<AccountNumber>>
					? new Answer.Good<>(List.of()) : answer;
			return afterReading(member, known, moment, numbers -> beforeVerify.numbers(heard, numbers, moment));
		}
		return afterReading(member, answer, moment, numbers -> collecting.read(heard, numbers, moment));
	}

	private <T> Outcome afterReading(Member member, Answer<T> answer, Moment moment, Function<T, Outcome> good) {
		Outcome outcome = judged(member, answer, moment, good);
		if (outcome instanceof Outcome.Report(var reason, var detail, var progress) && progress.attempt().lost()) {
			String doubt = progress.attempt().inherited() ? NEVER_SEEN : LOST;
			return new Outcome.Report(reason, detail == null ? doubt : detail + "; " + doubt, progress);
		}
		return outcome;
	}

	/** What any read that went wrong means; a good answer is for the caller to judge. */
	private <T> Outcome judged(Member member, Answer<T> answer, Moment moment, Function<T, Outcome> good) {
		Progress progress = member.progress();
		return switch (answer) {
			case Answer.Good<T>(var value) -> good.apply(value);
			case Answer.Joined<T>(var value) -> good.apply(value);
			case Answer.Conflict<T> ignored -> pacing.readError(progress, "409 to a read", moment);
			case Answer.Refused<T>(var refusal, var text) -> pacing.refused(progress, refusal, text, moment);
			case Answer.Throttled<T>(var retryAfter) -> pacing.throttled(progress, retryAfter, moment);
			case Answer.Unclear<T>(var what, var retryAfter) ->
				pacing.readError(progress, what, pacing.afterRest(retryAfter, moment), moment);
			case Answer.NotSent<T> notSent -> pacing.readNotSent(progress, notSent, moment);
			case Answer.ForEverybody<T>(var what) -> new Outcome.Halt(what, progress);
		};
	}

	private Outcome afterGoodRead(Member member, MemberState state, Moment moment) {
		return switch (member.stage()) {
			case PENDING, READY -> beforeVerify.read(member, state, moment);
			case REQUESTING -> settlement.verifyRead(member.progress(), state, moment);
			case ANSWERING -> settlement.answerRead(member.progress(), state, moment);
			case VERIFYING -> polling.read(member, state, moment);
			case CONNECTED, VERIFIED, REPORTED ->
				throw new IllegalStateException("a member that is " + member.stage() + " is not read");
		};
	}

	/**
	 * After the verify that the member's row, already REQUESTING, announced.
	 * @param moment when the answer came, or failed to come
	 */
	public Outcome afterVerify(Member member, Answer<Taken> answer, Moment moment) {
		return beforeVerify.verified(member.progress(), answer, moment);
	}

	/**
	 * Instead of a verify that MX is known to refuse for the member's institution:
	 * nothing was sent.
	 */
	public Outcome refusedUnasked(Member member, Refusal refusal) {
		Progress progress = member.progress();
		Progress unsent = member.stage() == Stage.REQUESTING ? progress.with(progress.attempt().notPosted()) : progress;
		return new Outcome.Report(refusal.reason(), "MX refuses verification for this bank; no call was made", unsent);
	}

	/**
	 * Its bank's own record says that a verify would be for nothing: nothing was sent.
	 */
	public Outcome excludedByItsBank(Progress progress) {
		return new Outcome.Report(Reason.INSTITUTION_NOT_SUPPORTED,
				"MX's record of this bank says that it cannot verify accounts there; no call was made", progress);
	}

	/**
	 * While the member's institution is away: it waits, and is read anew before it is
	 * verified.
	 * @param progress as it would end
	 */
	public Outcome waitsForInstitution(Progress progress, Instant due) {
		return new Outcome.WaitUntil(Wait.INSTITUTION,
				progress.in(Stage.PENDING, Pacing.later(due, pacing.readableFrom(progress))));
	}

	/**
	 * After the answer to an account selection that the member's row, already ANSWERING,
	 * announced.
	 */
	public Outcome afterResume(Member member, Answer<Taken> answer, Moment moment) {
		return settlement.resumed(member.progress(), answer, moment);
	}

}
