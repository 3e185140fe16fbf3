package io.bulkverify.member;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long verifications last, learnt from reads that came too early and reads that found
 * the end: of those that still ran at an age, how many ended within the next twentieth.
 * Ages that nobody has reached yet are unknown, not endless, so that the quick ones,
 * which end first, do not make all look quick. Not safe for use by many threads.
 */
final class LifeTable {

	/** Fewer than this say nothing about an age. */
	static final int ENOUGH = 20;

	/** What banks did an hour ago weighs less than what they do now. */
	private static final long MOST_REMEMBERED = 1_000;

	private static final double STILL_RUNNING = 1 / 3.0;

	private static final double FIRST_MILLIS = 100;

	private static final double GROWTH = 1.05;

	/** Up to 25 minutes; what lasts longer is not told apart. */
	private static final int AGES = 200;

	private final RandomGenerator dice;

	private final long[] running = new long[AGES];

	private final long[] ended = new long[AGES];

	/**
	 * @param dice where between two reads an end is taken to have been
	 */
	LifeTable(RandomGenerator dice) {
		this.dice = dice;
	}

	/**
	 * A verification still ran, or had ended.
	 * @param before its age at the read before, when it still ran; zero: none
	 * @param age its age now
	 */
	void looked(Duration before, Duration age, boolean over) {
		int from = slot(before.toMillis());
		int to = slot(age.toMillis());
		forget(from, to);
		if (over) {
			long span = Math.max(0, age.toMillis() - before.toMillis());
			to = slot(before.toMillis() + (span == 0 ? 0 : dice.nextLong(span)));
			ended[to]++;
			running[to]++;
		}
		for (int slot = from; slot < to; slot++) {
			running[slot]++;
		}
	}

	private void forget(int from, int to) {
		for (int slot = from; slot <= to; slot++) {
			if (running[slot] >= MOST_REMEMBERED) {
				running[slot] /= 2;
				ended[slot] /= 2;
			}
		}
	}

	/**
	 * The age at which two of three that still run at this age will have ended, or up to
	 * which enough is known; empty: nothing is known of this age.
	 */
	Optional<Duration> likelyEnd(Duration age) {
		int now = slot(age.toMillis());
		double left = 1;
		for (int slot = now; slot < AGES - 1; slot++) {
			if (running[slot] < ENOUGH) {
				return slot == now ? Optional.empty() : Optional.of(begins(slot));
			}
			left *= 1 - (double) ended[slot] / running[slot];
			if (left <= STILL_RUNNING) {
				return Optional.of(begins(slot + 1));
			}
		}
		return Optional.empty();
	}

	/** Slot 0 is everything below the first; each further one is a twentieth longer. */
	private static int slot(long millis) {
		return millis < FIRST_MILLIS ? 0
				: Math.min(AGES - 1, 1 + (int) (Math.log(millis / FIRST_MILLIS) / Math.log(GROWTH)));
	}

	private static Duration begins(int slot) {
		return slot == 0 ? Duration.ZERO
				: Duration.ofMillis((long) Math.ceil(FIRST_MILLIS * Math.pow(GROWTH, slot - 1)));
	}

}
