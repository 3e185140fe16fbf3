package io.bulkverify.mx;

import java.util.concurrent.TimeUnit;

/**
 * How many calls a second are allowed now: the configured rate, or less for a while after
 * MX said that it was too much (mx-api.md §2, 429). It halves, down to a twentieth, and
 * comes back by a twentieth of the configured rate with every second in which MX did not
 * say so again; it is never above the configured one.
 *
 * @param configured calls a second
 * @param share of the configured rate, at {@code since}
 * @param since monotonic nanoseconds; the rate grows from then on
 */
record Rate(double configured, double share, long since) {

	private static final double LEAST = 0.05;

	private static final double STEP = 0.05;

	static Rate full(double configured, long now) {
		return new Rate(configured, 1, now);
	}

	/** Calls a second at that time; changes once a second while it grows. */
	double perSecond(long now) {
		return configured * shareAt(now);
	}

	private double shareAt(long now) {
		long seconds = Math.max(0, TimeUnit.NANOSECONDS.toSeconds(now - since));
		return Math.min(1, share + STEP * seconds);
	}

	/**
	 * Half of what it is now.
	 * @param quietUntil when calls are made again; growth begins there
	 */
	Rate halved(long now, long quietUntil) {
		return new Rate(configured, Math.max(LEAST, shareAt(now) / 2), quietUntil - now > 0 ? quietUntil : now);
	}

	/** What it is now; growth begins anew. */
	Rate held(long now, long quietUntil) {
		return new Rate(configured, shareAt(now), quietUntil - now > 0 ? quietUntil : now);
	}
}
