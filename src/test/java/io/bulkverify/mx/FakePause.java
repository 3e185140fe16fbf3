package io.bulkverify.mx;

import java.time.Duration;

/** Time that passes only by waiting; for one thread. */
class FakePause extends Pause {

	private long now = 1_000_000_000_000L;

	@Override
	long nanoTime() {
		return now;
	}

	@Override
	void nanos(long nanos) {
		now += nanos;
	}

	void pass(Duration time) {
		now += time.toNanos();
	}

}
