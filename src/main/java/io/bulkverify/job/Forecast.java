package io.bulkverify.job;

import java.time.Duration;

import io.bulkverify.mx.MxProperties;

/**
 * What a run will ask of MX at most, and how long that takes at least: a rough figure
 * from the two limits, before anybody has been slow.
 *
 * @param verifies verify calls, if every member needs one
 * @param reads all reads
 * @param time at the configured limits
 */
record Forecast(long verifies, long reads, Duration time) {

	/** One before the verify, some four while it runs, one of the numbers. */
	private static final int READS_FOR_EACH = 6;

	/** How many poll intervals an ordinary verification takes. */
	private static final int INTERVALS = 3;

	/**
	 * Of a run that has these members before it.
	 * @param verifies those that may need one
	 * @param members all that are read
	 */
	static Forecast of(long verifies, long members, MxProperties.Limits limits, VerificationProperties.Poll poll) {
		if (members == 0) {
			return new Forecast(0, 0, Duration.ZERO);
		}
		long reads = members * READS_FOR_EACH;
		double seconds = Math.max(verifies / limits.writesPerSecond(), reads / limits.readsPerSecond());
		Duration last = poll.initialDelay().plus(poll.interval().multipliedBy(INTERVALS));
		return new Forecast(verifies, reads, Duration.ofSeconds(Math.round(seconds)).plus(last));
	}

}
