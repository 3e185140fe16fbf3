package io.bulkverify.mx;

import java.util.concurrent.TimeUnit;

/**
 * How many calls a second are made now. Less than configured for a while after MX said
 * that it was too much (src/docs/mx.md §2, 429): it falls by 50 a second with every such
 * answer, to half with one overload, to a twentieth with several, and comes back by a
 * twentieth of the configured rate with every second in which MX did not say so again.
 * And less in the first two seconds: calls that wait for their first connections arrive
 * together with those that follow them.
 *
 * @param configured calls a second; never exceeded
 * @param share of the configured rate that MX allows, at {@code since}
 * @param since monotonic nanoseconds; the share grows from then on
 * @param warmAt monotonic nanoseconds: when warming up is over
 */
record Rate(double configured, double share, long since, long warmAt) {

	private static final double LEAST = 0.05;

	private static final double STEP = 0.05;

	/**
	 * One call too many of 2,000 is a ripple, one of 10 a quota that is half of what is
	 * configured.
	 */
	private static final double PER_REFUSAL = 50;

	private static final long WARM_STEP = TimeUnit.MILLISECONDS.toNanos(100);

	private static final double COLD = 0.1;

	/** So few are not worth a delay. */
	private static final double FEW = 2;

	static Rate full(double configured, long now) {
		return new Rate(configured, 1, now, now);
	}

	/** The same, for the first calls of the program. */
	Rate warmingUp(long now) {
		return new Rate(configured, share, since, now + Math.round((1 - COLD) / STEP) * WARM_STEP);
	}

	/** Calls a second at that time; changes in steps while it grows. */
	double perSecond(long now) {
		return Math.min(allowed(now), configured * warmth(now));
	}

	/** Calls a second that MX seems to allow at that time. */
	double allowed(long now) {
		return configured * shareAt(now);
	}

	private double warmth(long now) {
		long steps = Math.max(0, Math.ceilDiv(warmAt - now, WARM_STEP));
		return Math.max(1 - STEP * steps, Math.min(1, FEW / configured));
	}

	private double shareAt(long now) {
		long seconds = Math.max(0, TimeUnit.NANOSECONDS.toSeconds(now - since));
		return Math.min(1, share + STEP * seconds);
	}

	/**
	 * After a call too many: growth begins anew.
	 * @param floor calls a second that it is not to fall below
	 * @param quietUntil when calls are made again; growth begins there
	 */
	Rate lowered(double floor, long now, long quietUntil) {
		double less = Math.max(floor, allowed(now) - PER_REFUSAL) / configured;
		double share = Math.min(shareAt(now), Math.max(LEAST, less));
		return new Rate(configured, share, quietUntil - now > 0 ? quietUntil : now, warmAt);
	}

}
