package io.bulkverify.member;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: doubling up to a limit, with up to a quarter
 * taken off at random so that members that were put back together do not come back
 * together.
 *
 * @param initial the first delay
 * @param max no delay is longer
 */
record Backoff(Duration initial, Duration max) {

	private static final int MOST_DOUBLINGS = 30;

	/**
	 * @param count how often it has gone wrong, from 1
	 */
	Duration delay(int count, RandomGenerator jitter) {
		long doubled = initial.toMillis() << Math.min(Math.max(count - 1, 0), MOST_DOUBLINGS);
		long capped = doubled < 0 ? max.toMillis() : Math.min(doubled, max.toMillis());
		return Duration.ofMillis(capped - Math.round(capped * 0.25 * jitter.nextDouble()));
	}

	/** How many tries fill that time when each comes when it is due. */
	int triesIn(Duration time) {
		Duration filled = Duration.ZERO;
		Duration next = initial;
		int tries = 0;
		while (filled.compareTo(time) < 0) {
			filled = filled.plus(next);
			next = next.multipliedBy(2).compareTo(max) < 0 ? next.multipliedBy(2) : max;
			tries++;
		}
		return tries;
	}

}
