package io.bulkverify.job;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Time in which this run worked and MX answered: what every give-up time is measured by.
 * It goes on from where the run's last process left it, and stands still during an
 * outage. Safe for use by many threads.
 */
final class PatienceClock {

	private final LongSupplier nanos;

	private Duration gathered;

	private long runningSince;

	private boolean running = true;

	/**
	 * @param nanos a monotonic clock
	 */
	PatienceClock(LongSupplier nanos) {
		this.nanos = nanos;
		this.gathered = Duration.ZERO;
		this.runningSince = nanos.getAsLong();
	}

	/** Goes on from what earlier processes of the run have used up. */
	synchronized void goOnFrom(Duration used) {
		this.gathered = used;
		this.runningSince = this.nanos.getAsLong();
	}

	synchronized Duration now() {
		return this.running ? this.gathered.plusNanos(this.nanos.getAsLong() - this.runningSince) : this.gathered;
	}

	synchronized void standStill() {
		this.gathered = now();
		this.running = false;
	}

	synchronized void goOn() {
		if (!this.running) {
			this.runningSince = this.nanos.getAsLong();
			this.running = true;
		}
	}

}
