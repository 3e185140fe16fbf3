package io.bulkverify.mx;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How many calls a second are made, and how long one takes: what decides how many are
 * made at once. Safe for use by many threads.
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
		this.reads = new Kind(secondBegan);
		this.writes = new Kind(secondBegan);
	}

	/**
	 * What is known.
	 *
	 * @param perSecond calls in the last whole second; 0 before it was over
	 * @param latency of a call; no more than twenty times that of the fastest, for what
	 * queues behind our own calls is no reason to make more of them
	 */
	record Known(double perSecond, Duration latency) {

		private static final double MORE_THAN_BEFORE = 1.5;

		private static final double LONGER_THAN_USUAL = 1.5;

		/** Half as many calls a second again as were made, but no more than that many. */
		double pace(double most) {
			return Math.min(most, MORE_THAN_BEFORE * perSecond);
		}

		/**
		 * Calls that are on their way at once at that pace, where they take half as long
		 * again as usual (Little's law).
		 */
		double atOnce(double most) {
			return pace(most) * LONGER_THAN_USUAL * latency.toNanos() / SECOND;
		}
	}

	/**
	 * A call ended.
	 * @param write whether it is one of MX's writes: they may take longer than reads
	 * @param good whether it was answered with what was asked for: a refusal is quick
	 */
	synchronized void ended(boolean write, boolean good, Duration took) {
		long now = nanos.getAsLong();
		if (good) {
			(write ? writes : reads).took(took.toNanos(), now);
		}
		count(now);
	}

	private void count(long now) {
		inThisSecond++;
		long elapsed = now - secondBegan;
		if (elapsed >= SECOND) {
			perSecond = inThisSecond * (double) SECOND / elapsed;
			inThisSecond = 0;
			secondBegan = now;
		}
	}

	synchronized Known known() {
		return new Known(perSecond, Duration.ofNanos(Math.max(reads.latency(), writes.latency())));
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
			average += (lasted - average) / ((average == 0) ? 1 : SMOOTHED_OVER);
			if (now - windowBegan > REMEMBERED) {
				windowBegan = now;
				fastestBefore = fastest;
				fastest = lasted;
			}
			fastest = Math.min(fastest, lasted);
		}

		long latency() {
			return (long) Math.min(average, QUEUED * Math.min(fastest, fastestBefore));
		}

	}

}
