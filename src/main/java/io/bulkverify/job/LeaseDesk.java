package io.bulkverify.job;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

import io.bulkverify.store.Lease;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the lease for a start. A holder that lives is left alone; one whose heartbeat
 * stands still for {@code verification.lease.take-over-after} is dead, and its lease is
 * taken (src/docs/decisions.md, no 8).
 */
final class LeaseDesk {

	private static final Logger logger = LoggerFactory.getLogger(LeaseDesk.class);

	private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

	private final Lease store;

	private final Duration takeOverAfter;

	private final LongSupplier nanos;

	private final StopSignal stop;

	LeaseDesk(Lease store, Duration takeOverAfter, LongSupplier nanos, StopSignal stop) {
		this.store = store;
		this.takeOverAfter = takeOverAfter;
		this.nanos = nanos;
		this.stop = stop;
	}

	/**
	 * Makes the lease ours, waiting for it where its holder may be dead.
	 * @return the holder that was found dead; empty where the lease was free, or where
	 * the process is to end before it could be taken
	 * @throws LeaseBusyException if the holder lives
	 */
	Optional<Lease.Holder> take(RunLease ours) throws InterruptedException {
		Wakeup pause = new Wakeup();
		Lease.@Nullable Holder seen = this.store.holder().orElse(null);
		boolean said = false;
		while (!this.stop.raised()) {
			long askedAt = this.nanos.getAsLong();
			if (this.store.tryTake(ours.owner(), seen, this.takeOverAfter)) {
				ours.taken(askedAt);
				return Optional.ofNullable(seen);
			}
			if (seen != null && !said) {
				logger.info("The lease is held by {} since {}; waiting up to {} to see whether it lives", seen.owner(),
						seen.since(), this.takeOverAfter);
				said = true;
			}
			pause.await(BETWEEN_LOOKS, BETWEEN_LOOKS);
			Lease.@Nullable Holder now = this.store.holder().orElse(null);
			if (seen != null && now != null && seen.owner().equals(now.owner()) && seen.beats() != now.beats()) {
				throw new LeaseBusyException(
						"another process works on this database: %s, since %s%s; wait for it, or end it with the stop command"
							.formatted(now.owner(), now.since(), now.runId() == null ? "" : ", run " + now.runId()));
			}
			if (seen == null || now == null || !seen.owner().equals(now.owner())) {
				seen = now;
			}
		}
		return Optional.empty();
	}

}
