package io.bulkverify.member;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A running verification until its verdict, told apart from every older one
 * (src/docs/mx.md §3.1).
 */
final class Polling {

	private static final int VERDICTS_BELIEVED = 2;

	private static final int LEAST_LOOKS = 2;

	/**
	 * Nobody is given up who was hardly looked at, because MX let few reads through: not
	 * before half of the reads that the slowest pace allows in the time, up to this.
	 */
	private static final int MOST_LOOKS = 10;

	private static final String EXPIRED_UNSEEN = "MX asked something, and nobody looked before the question expired";

	private final PolicySettings settings;

	private final Pacing pacing;

	private final Selecting selecting;

	Polling(PolicySettings settings, Pacing pacing, Selecting selecting) {
		this.settings = settings;
		this.pacing = pacing;
		this.selecting = selecting;
	}

	/**
	 * The confirming read is of the member: it alone has the job and the member's error
	 * (src/docs/mx.md §1.3).
	 */
	Call nextCall(Progress verifying) {
		Sighting sighting = verifying.sighting();
		if (sighting.wants(Call.LIST_CHALLENGES)) {
			return Call.LIST_CHALLENGES;
		}
		return sighting.count() > 0 ? Call.READ_MEMBER : Call.READ_STATUS;
	}

	Outcome read(Member member, MemberState state, Moment moment) {
		Progress progress = member.progress().saw(state, moment.now());
		progress = progress.with(progress.attempt().polled(progress.begunBy(state)));
		boolean started = progress.attempt().started();
		if (state.status() == ConnectionStatus.Known.CHALLENGED && started) {
			return challenged(member, progress, state, moment);
		}
		boolean over = !state.running() && believed(progress, state, moment);
		if (member.progress().sighting().count() == 0) {
			boolean runs = !over || state.status().disposition() instanceof Disposition.InProgress;
			pacing.learn(member.progress(), !runs, moment);
		}
		return over ? idle(member, progress, state, moment) : keepPolling(progress.with(Sighting.NONE), moment);
	}

	private boolean believed(Progress progress, MemberState state, Moment moment) {
		if (progress.attempt().started()) {
			return true;
		}
		boolean graceOver = waited(progress, moment).compareTo(pacing.grace()) >= 0;
		@Nullable Baseline baseline = progress.baseline();
		boolean otherStatus = baseline == null || !state.status().equals(baseline.status());
		return graceOver && (otherStatus || state.status() == ConnectionStatus.Known.CONNECTED);
	}

	/** No job works on the member, and what it shows belongs to our verification. */
	private Outcome idle(Member member, Progress before, MemberState state, Moment moment) {
		boolean started = before.attempt().started();
		boolean newError = isNew(before.baseline(), state.error());
		MemberState.@Nullable MemberError error = started || newError ? state.error() : null;
		Progress progress = before.with(before.sighting().of(shown(state.status(), error), moment));
		boolean atOnce = started && newError;
		boolean sure = atOnce || progress.sighting().count() >= VERDICTS_BELIEVED;
		return switch (state.status().disposition()) {
			case Disposition.Success ignored when error != null ->
				sure ? memberError(progress, error) : keepPolling(progress, moment);
			case Disposition.Success ignored ->
				sure ? new Outcome.Advance(progress.in(Stage.CONNECTED, moment.now())) : keepPolling(progress, moment);
			case Disposition.InProgress ignored when error != null && atOnce -> memberError(progress, error);
			case Disposition.InProgress ignored -> keepPolling(progress.with(Sighting.NONE), moment);
			case Disposition.Challenge ignored ->
				sure ? new Outcome.Report(Reason.CHALLENGED, null, progress) : keepPolling(progress, moment);
			case Disposition.MayHeal(var reason) ->
				sure ? failed(progress, reason, error, moment) : keepPolling(progress, moment);
			case Disposition.Ended ignored when !sure -> keepPolling(progress, moment);
			case Disposition.Ended ignored when expiredUnseen(member, progress, state) ->
				new Outcome.Report(Reason.API_ERROR, EXPIRED_UNSEEN, progress);
			case Disposition.Ended(var reason) -> new Outcome.Report(reason, detail(state, error, progress), progress);
		};
	}

	/**
	 * An error that stood there before the verify may be the old one: it counts like a
	 * status, when two reads show it.
	 */
	private static boolean isNew(@Nullable Baseline baseline, MemberState.@Nullable MemberError error) {
		return error != null && (baseline == null || !baseline.had(error));
	}

	private static String shown(ConnectionStatus status, MemberState.@Nullable MemberError error) {
		String word = String.valueOf(status.word());
		return error == null ? word : word + ", error " + error.code();
	}

	/**
	 * Whoever would have answered an account selection was not there to see the question:
	 * this program was down.
	 */
	private boolean expiredUnseen(Member member, Progress progress, MemberState state) {
		return state.status() == ConnectionStatus.Known.EXPIRED && progress.attempt().started()
				&& selecting.wouldAnswer(member, progress);
	}

	private static Outcome memberError(Progress progress, MemberState.MemberError error) {
		return new Outcome.Report(error.ofTheInstitution() ? Reason.INSTITUTION_UNAVAILABLE : Reason.MEMBER_ERROR,
				describe(error), progress);
	}

	private static String describe(MemberState.MemberError error) {
		return error.message() == null ? error.code() : error.code() + ": " + error.message();
	}

	private static @Nullable String detail(MemberState state, MemberState.@Nullable MemberError error,
			Progress progress) {
		if (state.status() instanceof ConnectionStatus.Unknown(var word)) {
			return word;
		}
		if (error != null) {
			return describe(error);
		}
		return progress.attempt().started() ? null : "the status could not be tied to our verification";
	}

	private Outcome failed(Progress progress, Reason reason, MemberState.@Nullable MemberError error, Moment moment) {
		Attempt attempt = progress.attempt();
		if (!attempt.joined() && attempt.accepted() > 0 && attempt.accepted() <= settings.retryFailed()) {
			Progress again = progress.with((@Nullable Selection) null);
			return new Outcome.Advance(again.in(Stage.PENDING, pacing.nextRead(moment)));
		}
		return new Outcome.Report(reason, error == null ? null : describe(error), progress);
	}

	private Outcome keepPolling(Progress progress, Moment moment) {
		boolean over = waited(progress, moment).compareTo(patience(progress)) >= 0
				&& progress.attempt().polls() >= looks() && !toBeConfirmed(progress.sighting(), moment);
		return over ? new Outcome.Report(Reason.POLL_TIMEOUT,
				"no end after %d reads".formatted(progress.attempt().polls()), progress)
				: new Outcome.WaitUntil(Wait.POLL, progress.due(pacing.nextPoll(progress, moment)));
	}

	private static Duration waited(Progress progress, Moment moment) {
		return moment.patience().minus(progress.attempt().since());
	}

	/** What is believed after the grace only is not given up before. */
	private Duration patience(Progress progress) {
		Duration giveUp = settings.poll().giveUpAfter();
		boolean shorter = giveUp.compareTo(pacing.grace()) < 0;
		return shorter && !progress.attempt().started() ? pacing.grace() : giveUp;
	}

	private long looks() {
		PolicySettings.Poll poll = settings.poll();
		return Math.clamp(poll.giveUpAfter().dividedBy(poll.maxInterval().multipliedBy(2)), LEAST_LOOKS, MOST_LOOKS);
	}

	/**
	 * A verdict that was paid for and seen once is not thrown away for want of a second
	 * look, however late the first came; unless verdicts go on to change with each look.
	 */
	private boolean toBeConfirmed(Sighting sighting, Moment moment) {
		Trouble row = sighting.row();
		return sighting.count() > 0 && !(row.count() >= MOST_LOOKS && row.lasted(pacing.grace(), moment));
	}

	private Outcome challenged(Member member, Progress progress, MemberState state, Moment moment) {
		@Nullable Baseline baseline = progress.baseline();
		// While the job runs, a status that was there before the verify may still be the
		// old one.
		boolean perhapsOld = state.running() && baseline != null && state.status().equals(baseline.status());
		if (asksNothing(state) && perhapsOld) {
			return keepPolling(progress.with(Sighting.NONE), moment);
		}
		boolean asksNothing = (state.challenges() != null)
				? state.challenges().isEmpty() && progress.sighting().isAskedNothing()
				: progress.sighting().isAskedNothingForSure();
		if (asksNothing && progress.selection() == null) {
			return new Outcome.Report(Reason.CHALLENGED, "MX does not say what it asks", progress);
		}
		if (state.challenges() == null) {
			return new Outcome.WaitUntil(Wait.POLL,
					progress.with(progress.sighting().wanting(Call.LIST_CHALLENGES)).due(moment.now()));
		}
		return patiently(selecting.decide(member, progress, state.challenges(), moment), moment);
	}

	private static boolean asksNothing(MemberState state) {
		return state.challenges() == null || state.challenges().isEmpty();
	}

	/** The member's challenges, where the read before could not show them. */
	Outcome challenges(Member member, Progress progress, List<Challenge> challenges, Moment moment) {
		return patiently(selecting.decide(member, progress, challenges, moment), moment);
	}

	/** Waiting for a question to go away ends like every other waiting. */
	private Outcome patiently(Outcome outcome, Moment moment) {
		return outcome instanceof Outcome.WaitUntil(var ignored, var progress) ? keepPolling(progress, moment)
				: outcome;
	}

}
