package io.bulkverify.job;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Time in which this run was able to look, and MX answered: what every give-up time is
 * measured by. It goes on from where the run's last process left it, and stands still
 * during an outage.
 *
 * <p>
 * It advances only while every lane at work keeps coming round. A process that is frozen,
 * a suspended machine, a long garbage collection, a statement that hangs: they all show
 * as lanes that do not look, and cost nobody more patience than {@link #LOOK_LASTS}. Safe
 * for use by many threads.
 */
final class PatienceClock {

	/** So long after its last look a lane still counts as looking. */
	static final Duration LOOK_LASTS = Duration.ofSeconds(1);

	private final LongSupplier nanos;

	private final Map<Lane, Long> lastLooks = new EnumMap<>(Lane.class);

	private Duration gathered = Duration.ZERO;

	private long gatheredUntil;

	private boolean running = true;

	/**
	 * @param nanos a monotonic clock
	 */
	PatienceClock(LongSupplier nanos) {
		this.nanos = nanos;
		this.gatheredUntil = nanos.getAsLong();
	}

	/** Goes on from what earlier processes of the run have used up. */
	synchronized void goOnFrom(Duration used) {
		gather();
		this.gathered = used;
	}

	/** The lane has come round: it is at work, and the database answered it. */
	synchronized void looked(Lane lane) {
		this.lastLooks.put(lane, gather());
	}

	/** The lane has nothing to look at any more. */
	synchronized void ended(Lane lane) {
		gather();
		this.lastLooks.remove(lane);
	}

	synchronized Duration now() {
		gather();
		return this.gathered;
	}

	synchronized void standStill() {
		gather();
		this.running = false;
	}

	synchronized void goOn() {
		gather();
		this.running = true;
	}

	/** Adds what has passed since the last time, as far as everybody was looking. */
	private long gather() {
		long now = this.nanos.getAsLong();
		long seen = Math.min(now - this.gatheredUntil, seenUntil() - this.gatheredUntil);
		if (this.running && seen > 0) {
			this.gathered = this.gathered.plusNanos(seen);
		}
		this.gatheredUntil = now;
		return now;
	}

	private long seenUntil() {
		Collection<Long> looks = this.lastLooks.values();
		return looks.isEmpty() ? this.gatheredUntil : Collections.min(looks) + LOOK_LASTS.toNanos();
	}

}
