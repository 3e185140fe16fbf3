package io.bulkverify.mx;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

import com.sun.management.OperatingSystemMXBean;

/**
 * How busy this program keeps the machine, looked at once a second. Safe for use by many
 * threads.
 */
final class OwnLoad {

	/** At MX's full quota, two cores are used by half. */
	private static final double BUSY = 0.6;

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private final DoubleSupplier share;

	private final LongSupplier nanos;

	private long lookedAt;

	private boolean busy;

	/**
	 * A load that is looked at now for the first time.
	 * @param share of the machine's processors that the program uses; negative where that
	 * is not known
	 */
	OwnLoad(DoubleSupplier share, LongSupplier nanos) {
		this.share = share;
		this.nanos = nanos;
		look(nanos.getAsLong());
	}

	/** That of this process. */
	static OwnLoad ofProcess(LongSupplier nanos) {
		OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
		return new OwnLoad(system::getProcessCpuLoad, nanos);
	}

	/** Whether more than three fifths of the machine are this program's. */
	synchronized boolean busy() {
		long now = nanos.getAsLong();
		if (now - lookedAt >= SECOND) {
			look(now);
		}
		return busy;
	}

	private void look(long now) {
		lookedAt = now;
		busy = share.getAsDouble() > BUSY;
	}

}
