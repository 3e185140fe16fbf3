package io.bulkverify.job;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long this process has been running, without the time in which it was frozen: by a
 * signal, a suspended machine, a long garbage collection. Whoever measures by it has
 * looked as long as it says. Counts only while somebody asks, at least every
 * {@link #LONGEST_STEP}. Safe for use by many threads.
 */
final class RunningTime {

	/** More than that between two questions is a gap. */
	static final Duration LONGEST_STEP = Duration.ofSeconds(2);

	private final LongSupplier nanos;

	private long askedAt;

	private long gathered;

	/**
	 * @param nanos a monotonic clock
	 */
	RunningTime(LongSupplier nanos) {
		this.nanos = nanos;
		this.askedAt = nanos.getAsLong();
	}

	synchronized Duration now() {
		long now = this.nanos.getAsLong();
		this.gathered += Math.min(now - this.askedAt, LONGEST_STEP.toNanos());
		this.askedAt = now;
		return Duration.ofNanos(this.gathered);
	}

}
