package io.bulkverify.mx;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * How many calls wait for their slot or are on their way at once: as many as are needed,
 * because every connection more costs time, also when nobody uses it any more. While this
 * program keeps its own machine busy, calls take long for that reason, and more of them
 * would take longer still: then their number does not grow. Safe for use by many threads.
 */
final class AtOnce {

	/** So many are always allowed: what is needed is found out by making calls. */
	static final int LEAST = 128;

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private final Semaphore places = new Semaphore(LEAST, true);

	private final int most;

	private final DoubleSupplier needed;

	private final BooleanSupplier busy;

	private final LongSupplier nanos;

	private int size = LEAST;

	private long grownAt;

	/**
	 * A few places.
	 * @param most how many there may ever be
	 * @param needed how many calls are on their way at once, by what is known
	 * @param busy whether this program keeps its machine busy
	 */
	AtOnce(int most, DoubleSupplier needed, BooleanSupplier busy, LongSupplier nanos) {
		this.most = most;
		this.needed = needed;
		this.busy = busy;
		this.nanos = nanos;
		this.grownAt = nanos.getAsLong();
	}

	/**
	 * Waits for a place. Whoever has one soon sees that calls are not wanted any more,
	 * and leaves; so nobody has to look for himself here, thousands of times a second.
	 * @return false: interrupted
	 */
	boolean enter() {
		try {
			places.acquire();
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	/** Gives the place to somebody else, and more places or none where that is needed. */
	void leave() {
		places.release(1 + growth());
	}

	private synchronized int growth() {
		int wanted = Math.clamp(Math.round(needed.getAsDouble()), LEAST, most);
		int growth = Math.max(-1, wanted - size);
		if (growth > 0) {
			growth = Math.min(growth, mostGrowth());
		}
		size += growth;
		return growth;
	}

	/** By half in a second. */
	private int mostGrowth() {
		long now = nanos.getAsLong();
		if (now - grownAt < SECOND || busy.getAsBoolean()) {
			return 0;
		}
		grownAt = now;
		return size / 2;
	}

	/** How many places there are now. */
	synchronized int size() {
		return size;
	}

}
