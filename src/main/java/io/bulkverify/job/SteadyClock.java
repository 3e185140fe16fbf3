package io.bulkverify.job;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The wall clock, except that it never goes back: where the machine's clock is set back,
 * it goes on from where it was by the monotonic one, so that what is due comes due and
 * what was read grows old. Where the machine's clock is ahead, it follows at once: so a
 * machine that was suspended looks when it wakes up, and there the monotonic clock may
 * have stood still. Safe for use by many threads.
 */
final class SteadyClock implements InstantSource {

	private final InstantSource wall;

	private final LongSupplier nanos;

	private Instant last;

	private long lastNanos;

	/**
	 * @param wall the machine's clock
	 * @param nanos a monotonic clock
	 */
	SteadyClock(InstantSource wall, LongSupplier nanos) {
		this.wall = wall;
		this.nanos = nanos;
		this.last = wall.instant();
		this.lastNanos = nanos.getAsLong();
	}

	@Override
	public synchronized Instant instant() {
		// In this order: else a pause between the two would be taken for a step ahead.
		Instant byWall = this.wall.instant();
		long now = this.nanos.getAsLong();
		Instant carriedOn = this.last.plusNanos(now - this.lastNanos);
		this.last = byWall.isAfter(carriedOn) ? byWall : carriedOn;
		this.lastNanos = now;
		return this.last;
	}

}
