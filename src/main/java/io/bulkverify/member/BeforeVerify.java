package io.bulkverify.member;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From the list to a verify that MX has taken: whether the member may be verified at all,
 * and what the answer to the verify means (src/docs/mx.md §2, §3).
 */
final class BeforeVerify {

	private final PolicySettings settings;

	private final Pacing pacing;

	private final Selecting selecting;

	BeforeVerify(PolicySettings settings, Pacing pacing, Selecting selecting) {
		this.settings = settings;
		this.pacing = pacing;
		this.selecting = selecting;
	}

	Call nextCall(Progress pending) {
		Sighting sighting = pending.sighting();
		if (sighting.wants(Call.READ_ACCOUNT_NUMBERS)) {
			return Call.READ_ACCOUNT_NUMBERS;
		}
		return sighting.wants(Call.LIST_CHALLENGES) ? Call.LIST_CHALLENGES : Call.READ_MEMBER;
	}

	/** The read before the verify: the baseline, and the decision whether to pay. */
	Outcome read(Member member, MemberState state, Moment moment) {
		// A baseline that grew old in READY is judged like the first: every way is open
		// again.
		Progress progress = member.progress()
			.in(Stage.PENDING, moment.now())
			.with(Sighting.NONE)
			.saw(state, moment.now());
		@Nullable Earlier earlier = member.earlier();
		if (earlier != null && earlier.verdictOwed() && progress.attempt().postedAt() == null
				&& !expiredBySelection(member, state.status())) {
			@Nullable Outcome inherited = inherit(earlier, progress, state, moment);
			if (inherited != null) {
				return inherited;
			}
		}
		progress = progress.with(Baseline.of(state, moment.now()));
		if (state.status() == ConnectionStatus.Known.CHALLENGED && !verifiedEven(member, state.status())) {
			return challenged(member, progress, state, moment);
		}
		return state.running() ? running(member, progress, state, moment) : idle(member, progress, state, moment);
	}

	/**
	 * A verify now is answered 202 or 409 and costs nothing. Not so if the job ends
	 * before it arrives, in a status that forbids it: so it is asked once, right after
	 * the first read, and from then on only when idle.
	 */
	private Outcome running(Member member, Progress progress, MemberState state, Moment moment) {
		boolean mayAsk = progress.conflicts().count() == 0 && member.progress().baseline() == null
				&& allowsVerify(member, state.status()) && !state.needsUpdatedCredentials();
		return mayAsk ? mayVerify(member, progress, moment) : pacing.conflict(progress, moment);
	}

	private Outcome idle(Member member, Progress progress, MemberState state, Moment moment) {
		if (state.status().disposition() instanceof Disposition.Ended(var reason)
				&& !allowsVerify(member, state.status())) {
			return new Outcome.Report(reason, unknownWord(state.status()), progress);
		}
		// MX would not contact the bank for it, and yet the verify would be paid for.
		return state.needsUpdatedCredentials() ? new Outcome.Report(Reason.UPDATED_CREDENTIALS_NEEDED, null, progress)
				: mayVerify(member, progress, moment);
	}

	private boolean allowsVerify(Member member, ConnectionStatus status) {
		return !(status.disposition() instanceof Disposition.Ended) || verifiedEven(member, status)
				|| expiredBySelection(member, status);
	}

	private boolean verifiedEven(Member member, ConnectionStatus status) {
		Set<ConnectionStatus> byList = member.listed().verifyEven();
		return byList.contains(status) || settings.verifyEven().contains(status);
	}

	/**
	 * A selection of a job of ours that nobody answered in time does not block once there
	 * is an answer.
	 */
	private boolean expiredBySelection(Member member, ConnectionStatus status) {
		@Nullable Earlier earlier = member.earlier();
		return status == ConnectionStatus.Known.EXPIRED && earlier != null && earlier.selection() && !earlier.joined()
				&& selecting.canAnswer(member);
	}

	private Outcome mayVerify(Member member, Progress progress, Moment moment) {
		// Whoever is READY has been looked up already.
		if (settings.numbersFirst() && member.stage() == Stage.PENDING && progress.attempt().sent() == 0) {
			return new Outcome.WaitUntil(Wait.POLL,
					progress.with(Sighting.NONE.wanting(Call.READ_ACCOUNT_NUMBERS)).due(moment.now()));
		}
		return ready(progress, moment);
	}

	private Outcome ready(Progress progress, Moment moment) {
		@Nullable Baseline baseline = progress.baseline();
		Instant due = (baseline == null) ? moment.now() : pacing.readyFrom(baseline, moment);
		return new Outcome.Advance(progress.in(Stage.READY, due));
	}

	/**
	 * With {@code numbers-first}: numbers that MX has already make the verify
	 * unnecessary.
	 */
	Outcome numbers(Progress progress, List<AccountNumber> numbers, Moment moment) {
		UsableNumbers usable = UsableNumbers.of(numbers);
		return usable.none() ? ready(progress, moment) : usable.verified(progress, moment);
	}

	private Outcome challenged(Member member, Progress progress, MemberState state, Moment moment) {
		return state.challenges() == null
				? new Outcome.WaitUntil(Wait.POLL,
						progress.with(Sighting.NONE.wanting(Call.LIST_CHALLENGES)).due(moment.now()))
				: challenges(member, progress, state.challenges(), moment);
	}

	/** What MX asks of a member that no verify of this run was sent for. */
	Outcome challenges(Member member, Progress progress, List<Challenge> challenges, Moment moment) {
		return leftByUs(member, progress) ? decide(member, progress, challenges, moment)
				: new Outcome.Report(AccountSelection.in(challenges)
					.map(selection -> Reason.ACCOUNT_SELECTION_NEEDED)
					.orElse(Reason.CHALLENGED), Selecting.forTheCustomer(challenges), progress);
	}

	/** Whether the question is an account selection that an earlier run of ours left. */
	private static boolean leftByUs(Member member, Progress progress) {
		@Nullable Earlier earlier = member.earlier();
		if (earlier == null || !earlier.selection() || earlier.joined()) {
			return false;
		}
		@Nullable Seen seen = progress.seen();
		return earlier.aggregatedAt() == null || (seen != null && seen.aggregatedAt() != null
				&& JobTime.same(earlier.aggregatedAt(), seen.aggregatedAt()));
	}

	/** Answered without a verify. */
	private Outcome decide(Member member, Progress progress, List<Challenge> challenges, Moment moment) {
		Progress inheriting = progress.with(progress.attempt().inheriting(true, false, null, moment));
		Outcome decided = selecting.decide(member, inheriting, challenges, moment);
		// CHALLENGED, but nothing is asked: somebody else has just answered, or the
		// status is stale.
		return decided instanceof Outcome.WaitUntil ? pacing.conflict(progress.with(Sighting.NONE), moment) : decided;
	}

	/**
	 * An earlier run of ours sent a verify whose verdict is still to come, or has come
	 * unread.
	 */
	private @Nullable Outcome inherit(Earlier earlier, Progress progress, MemberState state, Moment moment) {
		if (earlier.baseline() == null) {
			return null;
		}
		Progress inheriting = progress.with(earlier.baseline());
		boolean shown = state.running() || earlier.baseline().movedBy(state);
		boolean taken = earlier.stage() == Stage.VERIFYING || earlier.stage() == Stage.ANSWERING
				|| earlier.stage() == Stage.CONNECTED;
		if (shown || taken) {
			Attempt attempt = earlier.joined()
					? progress.attempt().joining(shown, !earlier.seenRunning(), earlier.jobGuid(), moment)
					: progress.attempt().inheriting(shown, !earlier.seenRunning(), earlier.jobGuid(), moment);
			return new Outcome.Advance(inheriting.with(attempt).in(Stage.VERIFYING, pacing.nextRead(moment)));
		}
		if (earlier.stage() == Stage.REQUESTING) {
			Attempt attempt = progress.attempt().postedBy(moment.now());
			return new Outcome.Advance(inheriting.with(attempt).in(Stage.REQUESTING, pacing.nextRead(moment)));
		}
		return null;
	}

	private static @Nullable String unknownWord(ConnectionStatus status) {
		return status instanceof ConnectionStatus.Unknown(var word) ? word : null;
	}

	/** What the answer to the verify means. */
	Outcome verified(Progress requesting, Answer<Taken> answer, Moment moment) {
		Attempt attempt = requesting.attempt();
		return switch (answer) {
			case Answer.Good<Taken>(var taken) ->
				underWay(requesting.with(attempt.taken(job(requesting, taken), moment)), moment);
			case Answer.Joined<Taken>(var taken) ->
				underWay(requesting.with(joined(requesting, taken, moment)), moment);
			case Answer.Conflict<Taken> ignored ->
				pacing.conflict(requesting.with(attempt.refusedBy(null)).withWriteErrors(Trouble.NONE), moment);
			case Answer.Refused<Taken>(var refusal, var text) -> refused(requesting, refusal, text, moment);
			case Answer.Throttled<Taken>(var retryAfter) ->
				pacing.throttled(requesting.in(Stage.READY, moment.now()), retryAfter, moment);
			case Answer.Unclear<Taken>(var what, var retryAfter) -> new Outcome.WaitUntil(Wait.SETTLING,
					requesting.with(attempt.postedBy(moment.now()))
						.withWriteErrors(requesting.writeErrors().again(moment))
						.due(Pacing.later(pacing.nextRead(moment), pacing.afterRest(retryAfter, moment))));
			case Answer.NotSent<Taken> notSent -> pacing
				.writeNotSent(requesting.with(attempt.notPosted()).in(Stage.READY, moment.now()), notSent, moment);
			case Answer.ForEverybody<Taken>(var what) ->
				new Outcome.Halt(what, requesting.with(attempt.notPosted()).in(Stage.READY, moment.now()));
		};
	}

	/**
	 * A bank that MX cannot verify says so in its own words. Any other refusal is
	 * believed when it comes again after another good read of the member.
	 */
	private Outcome refused(Progress requesting, Refusal refusal, String text, Moment moment) {
		Attempt attempt = requesting.attempt();
		if (refusal.condemnsInstitution() || refusal == attempt.refused()) {
			return new Outcome.Report(refusal.reason(), text, requesting);
		}
		Progress again = requesting.with(attempt.refusedBy(refusal)).in(Stage.PENDING, moment.now());
		return pacing.writeError(again, text, moment);
	}

	private static Attempt joined(Progress requesting, Taken taken, Moment moment) {
		@Nullable Baseline baseline = requesting.baseline();
		return requesting.attempt()
			.joining(baseline != null && baseline.running(), false, job(requesting, taken), moment);
	}

	/** The job that MX named, unless it was there before: then it proves nothing. */
	private static @Nullable String job(Progress requesting, Taken taken) {
		@Nullable Baseline baseline = requesting.baseline();
		return baseline != null && taken.jobGuid() != null && taken.jobGuid().equals(baseline.jobGuid()) ? null
				: taken.jobGuid();
	}

	private Outcome underWay(Progress progress, Moment moment) {
		Progress next = progress.withConflicts(Trouble.NONE).withWriteErrors(Trouble.NONE);
		return new Outcome.Advance(next.in(Stage.VERIFYING, pacing.firstPoll(next, moment)));
	}

}
