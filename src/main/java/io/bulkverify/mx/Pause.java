package io.bulkverify.mx;

import java.util.concurrent.locks.LockSupport;

/**
 * The monotonic clock of this package, and the only place in it where a thread waits by
 * the clock. Tests put a clock of their own in its place.
 */
class Pause {

	/** Nanoseconds since some moment; only differences mean anything. */
	long nanoTime() {
		return System.nanoTime();
	}

	/** Waits about that long; may come back early, at once where interrupted. */
	void nanos(long nanos) {
		LockSupport.parkNanos(this, nanos);
	}

}
