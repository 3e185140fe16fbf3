package io.bulkverify.member;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How long a member waits, whatever for, and when waiting has been long enough. */
final class Pacing {

	/** A decision to pay rests on no reading older than this. */
	static final Duration BASELINE_LASTS = Duration.ofSeconds(10);

	private static final Duration JUMPS_THE_QUEUE = Duration.ofMinutes(1);

	private static final Duration FIRST_ERROR_DELAY = Duration.ofSeconds(1);

	private static final Duration LONGEST_ERROR_DELAY = Duration.ofSeconds(30);

	/**
	 * Where nothing is known, an end is seen late by at most a third of what the
	 * verification took.
	 */
	private static final int LATE_BY_AT_MOST = 3;

	/**
	 * Some look early all the same: else nobody would find out that banks are quick
	 * again.
	 */
	private static final int EARLY_ONE_OF = 16;

	private static final int REFUSALS_BELIEVED = 2;

	/** MX shows a job some seconds late, however often it is asked. */
	private static final Duration LEAST_GRACE = Duration.ofSeconds(30);

	private static final int GRACE_INTERVALS = 10;

	/**
	 * A few errors with a long wait for a turn between them are not endless: there must
	 * be as many as the time would have held, up to this.
	 */
	private static final int MOST_ERRORS_BELIEVED = 8;

	private static final int LEAST_ERRORS_BELIEVED = 3;

	private final PolicySettings settings;

	private final RandomGenerator jitter;

	private final Backoff conflicts;

	private final Backoff errors;

	private final int errorsBelieved;

	private final Lifetimes lifetimes;

	Pacing(PolicySettings settings, RandomGenerator jitter) {
		this.settings = settings;
		this.lifetimes = new Lifetimes(jitter);
		this.jitter = jitter;
		this.conflicts = new Backoff(settings.conflict().initialDelay(), settings.conflict().maxDelay());
		this.errors = new Backoff(FIRST_ERROR_DELAY, LONGEST_ERROR_DELAY);
		this.errorsBelieved = Math.clamp(this.errors.triesIn(settings.errorGiveUpAfter()), LEAST_ERRORS_BELIEVED,
				MOST_ERRORS_BELIEVED);
	}

	/**
	 * Whether a baseline may still be paid on. One that shows a job under way is old
	 * sooner: the job may end in a status that forbids a verify. None is old before it
	 * may be read again. One from the future is none: the clock was set back, and nobody
	 * knows how old it is.
	 */
	boolean fresh(@Nullable Baseline baseline, Instant now) {
		if (baseline == null) {
			return false;
		}
		Duration interval = settings.poll().interval();
		boolean shorter = baseline.running() && interval.compareTo(BASELINE_LASTS) < 0;
		return !now.isBefore(baseline.readAt())
				&& now.isBefore(baseline.readAt().plus(shorter ? interval : BASELINE_LASTS));
	}

	/** When a READY member is due: whose job may end at any moment goes first. */
	Instant readyFrom(Baseline baseline, Moment moment) {
		return baseline.running() ? moment.now().minus(JUMPS_THE_QUEUE) : moment.now();
	}

	/** No sooner than the interval after the latest read that MX answered. */
	Instant readableFrom(Progress progress) {
		@Nullable Seen seen = progress.seen();
		return seen == null ? Instant.MIN : seen.at().plus(settings.poll().interval());
	}

	/** No sooner than the interval after a read that MX answered just now. */
	Instant nextRead(Moment moment) {
		return moment.now().plus(settings.poll().interval());
	}

	/**
	 * When a verification that was just taken is likely over: as soon as MX allows to
	 * ask, or when two of three that the run has seen were over.
	 */
	Instant firstPoll(Progress progress, Moment moment) {
		Duration first = settings.poll().initialDelay();
		Duration delay = lifetimes.likelyEnd(institution(progress), Duration.ZERO)
			.map(end -> shorter(end, first.plus(settings.poll().maxInterval())))
			.filter(end -> end.compareTo(first) > 0)
			.orElse(first);
		return later(moment.now().plus(jitter.nextInt(EARLY_ONE_OF) == 0 ? first : delay), nextRead(moment));
	}

	/**
	 * Each poll comes when two of three that still ran at this age will be over; where
	 * that is not known, polls are close at first and grow apart. A verdict seen once is
	 * confirmed without waiting longer.
	 */
	Instant nextPoll(Progress progress, Moment moment) {
		if (progress.sighting().count() > 0) {
			return nextRead(moment);
		}
		Duration age = age(progress, moment);
		Duration delay = lifetimes.likelyEnd(institution(progress), age)
			.map(end -> end.minus(age))
			.orElseGet(() -> age.dividedBy(LATE_BY_AT_MOST));
		return later(moment.now().plus(shorter(delay, settings.poll().maxInterval())), nextRead(moment));
	}

	/**
	 * A read showed whether the verification was over.
	 * @param before as the member stood before that read
	 */
	void learn(Progress before, boolean over, Moment moment) {
		if (before.attempt().joined() || before.attempt().sent() == 0) {
			// It began before we knew of it.
			return;
		}
		@Nullable Seen seen = before.seen();
		Duration age = age(before, moment);
		Duration sinceLastRead = before.attempt().polls() == 0 || seen == null ? age
				: shorter(age, Duration.between(seen.at(), moment.now()));
		lifetimes.looked(institution(before), age.minus(sinceLastRead), age, over);
	}

	private static Duration age(Progress progress, Moment moment) {
		Duration age = moment.patience().minus(progress.attempt().since());
		return age.isNegative() ? Duration.ZERO : age;
	}

	private static @Nullable String institution(Progress progress) {
		@Nullable Seen seen = progress.seen();
		return seen == null ? null : seen.institutionCode();
	}

	private static Duration shorter(Duration one, Duration other) {
		return one.compareTo(other) < 0 ? one : other;
	}

	/**
	 * The member is busy with another job: it waits longer each time, and not for ever.
	 */
	Outcome conflict(Progress progress, Moment moment) {
		Trouble conflicts = progress.conflicts().again(moment);
		Progress next = progress.withConflicts(conflicts);
		if (conflicts.lasted(settings.conflict().giveUpAfter(), moment)) {
			return new Outcome.Report(Reason.CONFLICT_TIMEOUT,
					"busy with another job at MX %d times in a row".formatted(conflicts.count()), next);
		}
		Instant due = later(moment.now().plus(this.conflicts.delay(conflicts.count(), jitter)), nextRead(moment));
		return new Outcome.WaitUntil(Wait.CONFLICT, next.in(Stage.PENDING, due));
	}

	/**
	 * A read that says nothing: made again, until errors have gone on for too long.
	 */
	Outcome readError(Progress progress, String what, Moment moment) {
		return readError(progress, what, moment.now(), moment);
	}

	/**
	 * @param earliest when it may be made again
	 */
	Outcome readError(Progress progress, String what, Instant earliest, Moment moment) {
		Trouble errors = progress.readErrors().again(moment);
		Progress next = progress.withReadErrors(errors);
		if (!endless(errors, moment)) {
			return new Outcome.WaitUntil(Wait.ERROR, next.due(later(afterError(errors, moment), earliest)));
		}
		String detail = "%d reads in a row ended in errors, the last: %s".formatted(errors.count(), what);
		return new Outcome.Report(Reason.API_ERROR,
				progress.stage() == Stage.REQUESTING ? detail + "; a verify may have been started" : detail, next);
	}

	/** When a call whose answer asked for a rest may be followed by another. */
	Instant afterRest(@Nullable Duration asked, Moment moment) {
		return asked == null ? moment.now() : moment.now().plus(asked);
	}

	/**
	 * A call that was to change something and did not: made again, until errors have gone
	 * on for too long. Reads between them say nothing of it.
	 */
	Outcome writeError(Progress progress, String what, Moment moment) {
		Trouble errors = progress.writeErrors().again(moment);
		Progress next = progress.withWriteErrors(errors);
		return endless(errors, moment)
				? new Outcome.Report(Reason.API_ERROR, "%s, the last: %s".formatted(writesFailed(next), what), next)
				: new Outcome.WaitUntil(Wait.ERROR, next.due(later(afterError(errors, moment), nextRead(moment))));
	}

	/** How often in a row which call failed, in words. */
	static String writesFailed(Progress progress) {
		return "%d %s in a row ended in errors".formatted(progress.writeErrors().count(),
				progress.stage() == Stage.ANSWERING ? "answers to the account selection" : "verifies");
	}

	private Instant afterError(Trouble errors, Moment moment) {
		return moment.now().plus(this.errors.delay(errors.count(), jitter));
	}

	/**
	 * Whether a member's errors have gone on for so long that no end is to be expected.
	 */
	boolean endless(Trouble errors, Moment moment) {
		return errors.count() >= errorsBelieved && errors.lasted(settings.errorGiveUpAfter(), moment);
	}

	/**
	 * MX refuses to have the member read. Of a member that it showed or verified in this
	 * run, that is an error like others; unless it says itself that the member's bank
	 * cannot be verified. Else the refusal is believed when the next read meets it too
	 * (src/docs/mx.md §2, 404); until then it counts as an error, so that refusals of
	 * changing kinds end.
	 */
	Outcome refused(Progress progress, Refusal refusal, String text, Moment moment) {
		if (progress.known() && refusal != Refusal.INSTITUTION_NOT_SUPPORTED) {
			return readError(progress, text, nextRead(moment), moment);
		}
		Sighting sighting = progress.sighting().refused(refusal, moment);
		return sighting.count() >= REFUSALS_BELIEVED
				? new Outcome.Report(refusal.reason(), text, progress.with(sighting))
				: readError(progress.with(sighting), text, nextRead(moment), moment);
	}

	/** Too many calls: nobody's fault, and no more than a reason to wait. */
	Outcome throttled(Progress progress, @Nullable Duration retryAfter, Moment moment) {
		Instant due = soon(moment);
		return new Outcome.WaitUntil(Wait.THROTTLED,
				progress.due(retryAfter == null ? due : later(due, moment.now().plus(retryAfter))));
	}

	/** A read that was not sent. */
	Outcome readNotSent(Progress progress, Answer.NotSent<?> answer, Moment moment) {
		return answer.trouble() ? readError(progress, answer.why(), moment) : notSent(progress, moment);
	}

	/** A verify, or an answer to an account selection, that was not sent. */
	Outcome writeNotSent(Progress progress, Answer.NotSent<?> answer, Moment moment) {
		return answer.trouble() ? writeError(progress, answer.why(), moment) : notSent(progress, moment);
	}

	private Outcome notSent(Progress progress, Moment moment) {
		return new Outcome.WaitUntil(Wait.NOT_SENT, progress.due(soon(moment)));
	}

	private Instant soon(Moment moment) {
		return moment.now().plus(errors.delay(1, jitter));
	}

	/**
	 * When a call without a clear answer may be judged by a read: MX has finished with it
	 * by then.
	 */
	Instant settledFrom(@Nullable Instant postedAt, Moment moment) {
		Instant posted = postedAt == null ? moment.now() : postedAt;
		return posted.plus(settings.readTimeout());
	}

	/**
	 * When account numbers that were not there are asked for again: at the intervals of
	 * polls.
	 */
	Instant nextNumbers(Trouble empty, Moment moment) {
		Duration age = moment.patience().minus(empty.since());
		return later(moment.now().plus(shorter(age.dividedBy(LATE_BY_AT_MOST), settings.poll().maxInterval())),
				nextRead(moment));
	}

	/**
	 * Without any sign that a verification ran, CONNECTED is believed after this time,
	 * and a verdict that keeps changing is waited for this long.
	 */
	Duration grace() {
		Duration intervals = settings.poll().interval().multipliedBy(GRACE_INTERVALS);
		return intervals.compareTo(LEAST_GRACE) > 0 ? intervals : LEAST_GRACE;
	}

	static Instant later(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

}
