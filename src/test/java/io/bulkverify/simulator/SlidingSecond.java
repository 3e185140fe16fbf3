package io.bulkverify.simulator;

/**
 * How many calls fell into the last second, at every moment; not into clock seconds,
 * whose edges hide twice as many.
 */
final class SlidingSecond {

	private long[] times = new long[64];

	private int head;

	private int size;

	private int peak;

	/** Counts a call and tells how many the last second holds with it. */
	synchronized int add(long now) {
		forget(now);
		if (size == times.length) {
			long[] larger = new long[size * 2];
			for (int i = 0; i < size; i++) {
				larger[i] = times[(head + i) % times.length];
			}
			times = larger;
			head = 0;
		}
		times[(head + size) % times.length] = now;
		size++;
		peak = Math.max(peak, size);
		return size;
	}

	/** Counts a call unless the second is full; 0: no limit. */
	synchronized boolean tryAdd(long now, int limit) {
		forget(now);
		if (limit > 0 && size >= limit) {
			return false;
		}
		add(now);
		return true;
	}

	synchronized int peak() {
		return peak;
	}

	private void forget(long now) {
		while (size > 0 && times[head] <= now - 1000) {
			head = (head + 1) % times.length;
			size--;
		}
	}

}
