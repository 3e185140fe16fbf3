package io.bulkverify.member;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls that change something at MX and whose answer is not known: reads show what became
 * of them before anything is sent again. A verify that may have been taken is never paid
 * for twice (src/docs/decisions.md, no 5).
 */
final class Settlement {

	private static final String UNMOVED = "idle and unmoved";

	private final Pacing pacing;

	Settlement(Pacing pacing) {
		this.pacing = pacing;
	}

	/** A read of a member whose verify had no clear answer. */
	Outcome verifyRead(Progress requesting, MemberState state, Moment moment) {
		Progress progress = requesting.saw(state, moment.now());
		@Nullable Baseline baseline = progress.baseline();
		if (state.running() || baseline == null || baseline.movedBy(state)) {
			Progress started = progress.with(progress.attempt().concluded(moment))
				.withConflicts(Trouble.NONE)
				.withWriteErrors(Trouble.NONE);
			return new Outcome.Advance(started.in(Stage.VERIFYING, pacing.nextRead(moment)));
		}
		Sighting sighting = progress.sighting().of(UNMOVED, moment);
		boolean late = !moment.now().isBefore(pacing.settledFrom(progress.attempt().postedAt(), moment));
		if (sighting.count() >= 2 && late) {
			return pacing.endless(progress.writeErrors(), moment)
					? new Outcome.Report(Reason.API_ERROR,
							Pacing.writesFailed(progress) + "; reads between them show that none started", progress)
					: new Outcome.Advance(progress.in(Stage.PENDING, pacing.nextRead(moment)));
		}
		return new Outcome.WaitUntil(Wait.SETTLING, progress.with(sighting)
			.due(Pacing.later(pacing.nextRead(moment), pacing.settledFrom(progress.attempt().postedAt(), moment))));
	}

	boolean answerIsSent(Progress answering) {
		@Nullable Selection selection = answering.selection();
		return selection != null && selection.postedAt() != null;
	}

	/** The intent to send the answer of an account selection. */
	Progress answering(Progress progress, Instant now) {
		return progress.in(Stage.ANSWERING, now).with(selection(progress).posting(now));
	}

	/** What the answer to a resume means. */
	Outcome resumed(Progress answering, Answer<Taken> answer, Moment moment) {
		Selection selection = selection(answering);
		return switch (answer) {
			case Answer.Good<Taken> ignored -> pollOn(answering, moment);
			case Answer.Joined<Taken> ignored -> pollOn(answering, moment);
			case Answer.Conflict<Taken> ignored -> pollOn(answering, moment);
			case Answer.Refused<Taken>(var refusal, var text) when refusal.condemnsInstitution() ->
				new Outcome.Report(refusal.reason(), text, answering);
			case Answer.Refused<Taken>(var refusal, var ignored) -> new Outcome.WaitUntil(Wait.SETTLING,
					answering.with(selection.refusedBy(moment.now(), refusal))
						.withWriteErrors(answering.writeErrors().again(moment))
						.due(pacing.nextRead(moment)));
			case Answer.Throttled<Taken>(var retryAfter) ->
				pacing.throttled(answering.with(selection.notPosted()), retryAfter, moment);
			case Answer.Unclear<Taken>(var what, var retryAfter) -> new Outcome.WaitUntil(Wait.SETTLING,
					answering.with(selection.postedBy(moment.now()))
						.withWriteErrors(answering.writeErrors().again(moment))
						.due(Pacing.later(pacing.nextRead(moment), pacing.afterRest(retryAfter, moment))));
			case Answer.NotSent<Taken> notSent ->
				pacing.writeNotSent(answering.with(selection.notPosted()), notSent, moment);
			case Answer.ForEverybody<Taken>(var what) -> new Outcome.Halt(what, answering.with(selection.notPosted()));
		};
	}

	/**
	 * A read of a member whose answer to an account selection may or may not have
	 * arrived.
	 */
	Outcome answerRead(Progress answering, MemberState state, Moment moment) {
		Progress progress = answering.saw(state, moment.now());
		Selection selection = selection(progress);
		if (state.status() != ConnectionStatus.Known.CHALLENGED || !asksStill(selection, state.challenges())) {
			return pollOn(progress, moment);
		}
		if (moment.now().isBefore(pacing.settledFrom(selection.postedAt(), moment))) {
			return new Outcome.WaitUntil(Wait.SETTLING, progress
				.due(Pacing.later(pacing.nextRead(moment), pacing.settledFrom(selection.postedAt(), moment))));
		}
		return selection.refused() != null && selection.exhausted()
				? unanswerable(progress, selection, selection.refused(), moment)
				: sendAgain(progress, selection, moment);
	}

	/** Whatever kept the answer away is borne for a while. */
	private Outcome sendAgain(Progress progress, Selection selection, Moment moment) {
		Progress again = progress.with(selection.again());
		return pacing.endless(progress.writeErrors(), moment)
				? new Outcome.Report(Reason.API_ERROR,
						Pacing.writesFailed(progress) + "; reads between them show that MX asks still", again)
				: new Outcome.WaitUntil(Wait.SETTLING, again.due(moment.now()));
	}

	/** MX refused the answer as often as it is worth sending, and asks still. */
	private Outcome unanswerable(Progress progress, Selection selection, Refusal refusal, Moment moment) {
		// Whoever doubts the refusal has the answer sent once more.
		Progress again = progress.with(selection.again());
		String text = "MX refuses the chosen account: " + refusal;
		return switch (refusal) {
			// The answer itself is wrong: whoever lists the options reports them.
			case BAD_REQUEST -> pollOn(progress, moment);
			case NOT_ENABLED, NOT_ALLOWED, OTHER, INSTITUTION_NOT_SUPPORTED, INSTITUTION_UNAVAILABLE ->
				new Outcome.Report(refusal.reason(), text, again);
			// MX knows the member: it was read well between them.
			case NOT_FOUND -> new Outcome.Report(Reason.REFUSED, text, again);
		};
	}

	private static boolean asksStill(Selection selection, @Nullable List<Challenge> challenges) {
		return challenges == null
				|| challenges.stream().anyMatch(challenge -> challenge.guid().equals(selection.challengeGuid()));
	}

	private Outcome pollOn(Progress answering, Moment moment) {
		return new Outcome.Advance(
				answering.withWriteErrors(Trouble.NONE).in(Stage.VERIFYING, pacing.nextRead(moment)));
	}

	private static Selection selection(Progress answering) {
		if (answering.selection() == null) {
			throw new IllegalStateException("a member without a chosen account has nothing to answer");
		}
		return answering.selection();
	}

}
