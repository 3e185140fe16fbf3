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

	/** What takes longer than so many of the fastest has waited for our own calls. */
	private static final double QUEUED = 20;

	private final LongSupplier nanos;

	private long secondBegan;

	private long inThisSecond;

	private double perSecond;

	private final Kind reads;

	private final Kind writes;

	CallTimes(LongSupplier nanos) {
		this.nanos = nanos;
		this.secondBegan = nanos.getAsLong();
		this.reads = new Kind(this.secondBegan);
		this.writes = new Kind(this.secondBegan);
	}

	/**
	 * What is known.
	 *
	 * @param perSecond calls in the last whole second; 0 before it was over
	 * @param latency of a call; no more than twenty times that of the fastest, for what
	 * queues behind our own calls is no reason to make more of them
	 */
	record Known(double perSecond, Duration latency) {
	}

	/**
	 * A call ended.
	 * @param write whether it changes something at MX: that may take longer than a read
	 * @param good whether it was answered with what was asked for: a refusal is quick
	 */
	synchronized void ended(boolean write, boolean good, Duration took) {
		long now = this.nanos.getAsLong();
		if (good) {
			(write ? this.writes : this.reads).took(took.toNanos(), now);
		}
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
		return new Known(this.perSecond, Duration.ofNanos(Math.max(this.reads.latency(), this.writes.latency())));
	}

	/** Calls that take alike. */
	private static final class Kind {

		private double average;

		private long windowBegan;

		private long fastest = Long.MAX_VALUE;

		private long fastestBefore = Long.MAX_VALUE;

		Kind(long now) {
			this.windowBegan = now;
		}

		void took(long lasted, long now) {
			this.average += (lasted - this.average) / ((this.average == 0) ? 1 : SMOOTHED_OVER);
			if (now - this.windowBegan > REMEMBERED) {
				this.windowBegan = now;
				this.fastestBefore = this.fastest;
				this.fastest = lasted;
			}
			this.fastest = Math.min(this.fastest, lasted);
		}

		long latency() {
			return (long) Math.min(this.average, QUEUED * Math.min(this.fastest, this.fastestBefore));
		}

	}

}
