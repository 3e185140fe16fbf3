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
		if (earlier != null && earlier.verdictOwed() && progress.attempt().postedAt() == null) {
			@Nullable Outcome inherited = inherit(earlier, progress, state, moment);
			if (inherited != null) {
				return inherited;
			}
		}
		progress = progress.with(Baseline.of(state, moment.now()));
		if (state.status() == ConnectionStatus.Known.CHALLENGED && !verifiedEven(member, state.status())) {
			return challenged(member, progress, state, moment);
		}
		if (state.running()) {
			// A verify now is answered 202 or 409 and costs nothing. Not so if the job
			// ends
			// before it arrives, in a status that forbids it: so it is asked once, right
			// after the first read, and from then on only when idle.
			boolean mayAsk = progress.conflicts().count() == 0 && member.progress().baseline() == null
					&& allowsVerify(member, state.status());
			return mayAsk ? mayVerify(member, progress, moment) : pacing.conflict(progress, moment);
		}
		return switch (state.status().disposition()) {
			case Disposition.Success ignored -> mayVerify(member, progress, moment);
			case Disposition.InProgress ignored -> mayVerify(member, progress, moment);
			case Disposition.MayHeal ignored -> mayVerify(member, progress, moment);
			case Disposition.Challenge ignored -> mayVerify(member, progress, moment);
			case Disposition.Ended(var reason) ->
				allowsVerify(member, state.status()) ? mayVerify(member, progress, moment)
						: new Outcome.Report(reason, unknownWord(state.status()), progress);
		};
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
					progress.with(Sighting.wanting(Call.READ_ACCOUNT_NUMBERS)).due(moment.now()));
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
		List<AccountNumber> usable = numbers.stream().filter(AccountNumber::usable).toList();
		if (!usable.isEmpty()) {
			return new Outcome.Verified(usable, progress.in(Stage.VERIFIED, moment.now()));
		}
		return ready(progress.withErrors(Trouble.NONE), moment);
	}

	private Outcome challenged(Member member, Progress progress, MemberState state, Moment moment) {
		@Nullable Earlier earlier = member.earlier();
		if (earlier == null || !earlier.selection() || earlier.joined() || !sameJob(earlier, state)) {
			return new Outcome.Report(Reason.CHALLENGED, described(state.challenges()), progress);
		}
		return state.challenges() == null
				? new Outcome.WaitUntil(Wait.POLL,
						progress.with(Sighting.wanting(Call.LIST_CHALLENGES)).due(moment.now()))
				: decide(member, progress, state.challenges(), moment);
	}

	private static @Nullable String described(@Nullable List<Challenge> challenges) {
		return challenges == null || challenges.isEmpty() ? null : AccountSelection.describe(challenges);
	}

	private static boolean sameJob(Earlier earlier, MemberState state) {
		return earlier.aggregatedAt() == null || earlier.aggregatedAt().equals(state.aggregatedAt());
	}

	/**
	 * The challenges of an account selection that an earlier run of ours left: answered
	 * without a verify.
	 */
	Outcome challenges(Member member, List<Challenge> challenges, Moment moment) {
		return decide(member, member.progress(), challenges, moment);
	}

	private Outcome decide(Member member, Progress progress, List<Challenge> challenges, Moment moment) {
		Progress inheriting = progress.with(progress.attempt().inheriting(true, null, moment));
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
			Attempt attempt = earlier.joined() ? progress.attempt().joining(shown, earlier.jobGuid(), moment)
					: progress.attempt().inheriting(shown, earlier.jobGuid(), moment);
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
			case Answer.Conflict<Taken> ignored -> pacing.conflict(requesting, moment);
			case Answer.Refused<Taken>(var refusal, var text) -> new Outcome.Report(refusal.reason(), text, requesting);
			case Answer.Throttled<Taken>(var retryAfter) ->
				pacing.throttled(requesting.in(Stage.READY, moment.now()), retryAfter, moment);
			case Answer.Unclear<Taken> ignored -> new Outcome.WaitUntil(Wait.SETTLING,
					requesting.with(attempt.postedBy(moment.now()))
						.withErrors(requesting.errors().again(moment))
						.due(pacing.nextRead(moment)));
			case Answer.NotSent<Taken> notSent ->
				pacing.notSent(requesting.with(attempt.notPosted()).in(Stage.READY, moment.now()), notSent, moment);
			case Answer.ForEverybody<Taken>(var what) ->
				new Outcome.Halt(what, requesting.with(attempt.notPosted()).in(Stage.READY, moment.now()));
		};
	}

	private static Attempt joined(Progress requesting, Taken taken, Moment moment) {
		@Nullable Baseline baseline = requesting.baseline();
		return requesting.attempt().joining(baseline != null && baseline.running(), job(requesting, taken), moment);
	}

	/** The job that MX named, unless it was there before: then it proves nothing. */
	private static @Nullable String job(Progress requesting, Taken taken) {
		@Nullable Baseline baseline = requesting.baseline();
		return baseline != null && taken.jobGuid() != null && taken.jobGuid().equals(baseline.jobGuid()) ? null
				: taken.jobGuid();
	}

	private Outcome underWay(Progress progress, Moment moment) {
		Progress next = progress.withConflicts(Trouble.NONE).withErrors(Trouble.NONE);
		return new Outcome.Advance(next.in(Stage.VERIFYING, pacing.firstPoll(next, moment)));
	}

}
