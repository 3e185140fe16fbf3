package io.bulkverify.job;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many calls a second are made, and how long one takes: what {@link LaneLimits}
 * reckons with. Safe for use by many threads.
 */
final class CallTimes {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private static final long REMEMBERED = TimeUnit.SECONDS.toNanos(30);

	private static final int SMOOTHED_OVER = 64;

	private final LongSupplier nanos;

	private long secondBegan;

	private long inThisSecond;

	private double perSecond;

	private double average;

	private long windowBegan;

	private long fastest = Long.MAX_VALUE;

	private long fastestBefore = Long.MAX_VALUE;

	CallTimes(LongSupplier nanos) {
		this.nanos = nanos;
		this.secondBegan = nanos.getAsLong();
		this.windowBegan = this.secondBegan;
	}

	/**
	 * What is known.
	 *
	 * @param perSecond calls in the last whole second; 0 before it was over
	 * @param latency of a call; no more than a few times that of the fastest, for what
	 * queues behind our own calls is no reason to make more of them
	 */
	record Known(double perSecond, Duration latency) {
	}

	/** A call ended. */
	synchronized void ended(Duration took) {
		long now = this.nanos.getAsLong();
		long lasted = took.toNanos();
		this.average += (lasted - this.average) / ((this.average == 0) ? 1 : SMOOTHED_OVER);
		if (now - this.windowBegan > REMEMBERED) {
			this.windowBegan = now;
			this.fastestBefore = this.fastest;
			this.fastest = lasted;
		}
		this.fastest = Math.min(this.fastest, lasted);
		count(now);
	}

	private void count(long now) {
		this.inThisSecond++;
		long elapsed = now - this.secondBegan;
		if (elapsed >= SECOND) {
			this.perSecond = this.inThisSecond * (double) SECOND / elapsed;
			this.inThisSecond = 0;
			this.secondBegan = now;
		}
	}

	synchronized Known known() {
		double unqueued = 5.0 * Math.min(this.fastest, this.fastestBefore);
		return new Known(this.perSecond, Duration.ofNanos((long) Math.min(this.average, unqueued)));
	}

}
