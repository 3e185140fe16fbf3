package io.bulkverify.job;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A wait that can be cut short, also by a call that came before the wait began. Safe for
 * use by many threads.
 */
final class Wakeup {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition called = this.lock.newCondition();

	private boolean awake;

	/** Ends the wait under way, or the next. */
	void call() {
		this.lock.lock();
		try {
			this.awake = true;
			this.called.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns once called, or when the time is over; a call is used up by the wait that
	 * it ended.
	 * @param atLeast waited in any case, so that calls in quick succession are answered
	 * together
	 * @param atMost waited when nobody calls
	 */
	void await(Duration atLeast, Duration atMost) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			long begun = atLeast.toNanos();
			while (begun > 0) {
				begun = this.called.awaitNanos(begun);
			}
			long left = atMost.minus(atLeast).toNanos();
			while (!this.awake && left > 0) {
				left = this.called.awaitNanos(left);
			}
			this.awake = false;
		}
		finally {
			this.lock.unlock();
		}
	}

}
