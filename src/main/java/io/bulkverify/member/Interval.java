package io.bulkverify.member;

import java.time.Duration;
import java.time.Instant;

/**
 * What happened in a stretch of a run, by default ten seconds of it.
 *
 * @param start a whole multiple of the stretch's length since 1970
 * @param finished members that ended, verified or reported
 * @param verifies calls that start a verification
 * @param reads reads of members, statuses and challenges
 * @param resumes answers to account selections
 * @param accountNumbers reads of account numbers
 * @param throttled how many calls MX answered with "too many"
 * @param away how long MX or the database could not be reached
 */
public record Interval(Instant start, long finished, long verifies, long reads, long resumes, long accountNumbers,
		long throttled, Duration away) {

	/** The length of the stretches that are kept. */
	public static final Duration LENGTH = Duration.ofSeconds(10);

	/** A stretch in which nothing has happened yet. */
	public static Interval empty(Instant start) {
		return new Interval(start, 0, 0, 0, 0, 0, 0, Duration.ZERO);
	}

	/** A stretch in which so many members ended. */
	public static Interval finished(Instant start, long members) {
		return new Interval(start, members, 0, 0, 0, 0, 0, Duration.ZERO);
	}

	/** The start of the stretch of this length that a moment is in. */
	public static Instant startOf(Instant moment, Duration length) {
		return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), length.toSeconds()) * length.toSeconds());
	}

	/** Both together, from this one's start. */
	public Interval plus(Interval more) {
		return new Interval(start, finished + more.finished, verifies + more.verifies, reads + more.reads,
				resumes + more.resumes, accountNumbers + more.accountNumbers, throttled + more.throttled,
				away.plus(more.away));
	}

	/** All calls. */
	public long calls() {
		return verifies + reads + resumes + accountNumbers;
	}

	/** Whether nothing happened. */
	public boolean isEmpty() {
		return finished == 0 && calls() == 0 && throttled == 0 && away.isZero();
	}
}
