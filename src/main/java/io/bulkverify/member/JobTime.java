package io.bulkverify.member;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * When a job started, as MX tells it: one endpoint with fractions of a second, another
 * without (src/docs/mx.md §6).
 */
final class JobTime {

	private JobTime() {
	}

	/**
	 * Whether both may be the same time, as exactly as the less exact of them is told.
	 */
	static boolean same(Instant one, Instant other) {
		ChronoUnit exactly = precision(one).compareTo(precision(other)) > 0 ? precision(one) : precision(other);
		return one.truncatedTo(exactly).equals(other.truncatedTo(exactly));
	}

	/** Databases keep no more than microseconds. */
	private static ChronoUnit precision(Instant time) {
		if (time.equals(time.truncatedTo(ChronoUnit.SECONDS))) {
			return ChronoUnit.SECONDS;
		}
		return time.equals(time.truncatedTo(ChronoUnit.MILLIS)) ? ChronoUnit.MILLIS : ChronoUnit.MICROS;
	}

}
