package io.bulkverify.job;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

import io.bulkverify.store.Lease;
import io.bulkverify.store.WorkTable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Has work done under the lease: takes it, and gives it back. A holder that lives is left
 * alone; one whose heartbeat stands still for {@code verification.lease.take-over-after}
 * is dead, and its lease is taken (src/docs/decisions.md, no 8): by the database's clock,
 * so that a start need not wait for one that died long ago, or by what this process has
 * watched itself, so that a database whose clock was set back holds nobody up. A holder
 * that works on no run, such as a purge, has it for moments only, and is waited for.
 */
final class LeaseDesk {

	private static final Logger logger = LoggerFactory.getLogger(LeaseDesk.class);

	static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

	private final Lease store;

	private final RunLease ours;

	private final Duration takeOverAfter;

	private final WorkTable table;

	private final StopSignal stop;

	private final InstantSource clock;

	private final LongSupplier nanos;

	LeaseDesk(Lease store, RunLease ours, Duration takeOverAfter, WorkTable table, StopSignal stop, InstantSource clock,
			LongSupplier nanos) {
		this.store = store;
		this.ours = ours;
		this.takeOverAfter = takeOverAfter;
		this.table = table;
		this.stop = stop;
		this.clock = clock;
		this.nanos = nanos;
	}

	/** What is done while the lease is ours. */
	@FunctionalInterface
	interface Work {

		RunResult run() throws Exception;

	}

	/**
	 * Does work under the lease, waiting for it where its holder may be dead.
	 * @throws LeaseBusyException if the holder lives
	 * @throws LeaseLostException if another process has taken the lease meanwhile,
	 * whatever the work met because of that
	 */
	RunResult holding(Work work) throws Exception {
		Lease.Holder dead = take().orElse(null);
		if (!this.ours.taken()) {
			return stoppedBeforeItBegan();
		}
		try {
			if (dead != null) {
				settleLater(dead);
			}
			return work.run();
		}
		catch (Exception ex) {
			throw lost() ? new LeaseLostException() : ex;
		}
		finally {
			release();
		}
	}

	/**
	 * Makes the lease ours.
	 * @return the holder that was found dead; empty where the lease was free, or where
	 * the process is to end before it could be taken
	 */
	private Optional<Lease.Holder> take() throws InterruptedException {
		Wakeup pause = new Wakeup();
		Lease.@Nullable Holder seen = this.store.holder().orElse(null);
		long begun = this.nanos.getAsLong();
		long seenSince = begun;
		boolean said = false;
		while (!this.stop.raised()) {
			boolean silent = this.nanos.getAsLong() - seenSince >= this.takeOverAfter.toNanos();
			if (taken(seen, silent, begun)) {
				return Optional.ofNullable(seen);
			}
			if (seen != null && !said) {
				logger.info("The lease is held by {} since {}; waiting up to {} to see whether it lives", seen.owner(),
						seen.since(), this.takeOverAfter);
				said = true;
			}
			pause.await(BETWEEN_LOOKS, BETWEEN_LOOKS);
			Lease.@Nullable Holder now = this.store.holder().orElse(null);
			boolean beating = seen != null && now != null && seen.owner().equals(now.owner())
					&& seen.beats() != now.beats();
			if (beating && now != null && now.runId() != null) {
				throw new LeaseBusyException(
						"another process works on this database: %s, since %s, run %d; wait for it, or end it with the stop command"
							.formatted(now.owner(), now.since(), now.runId()));
			}
			if (seen == null || now == null || beating || !seen.owner().equals(now.owner())) {
				seen = now;
				seenSince = this.nanos.getAsLong();
			}
		}
		return Optional.empty();
	}

	private boolean taken(Lease.@Nullable Holder seen, boolean silent, long begun) {
		RunLease.ByBothClocks askedAt = this.ours.now();
		try {
			boolean taken = (silent && seen != null) ? this.store.takeFromSilent(this.ours.owner(), seen)
					: this.store.tryTake(this.ours.owner(), seen, this.takeOverAfter);
			if (!taken) {
				return false;
			}
		}
		catch (TransientDataAccessException ex) {
			// The row is locked. Its holder commits just now, or stands still while it
			// does so; a database that ends idle sessions frees the row by itself.
			logger.debug("the lease's row is locked", ex);
			if (seen != null && askedAt.nanos() - begun > this.takeOverAfter.multipliedBy(2).toNanos()) {
				throw new LeaseBusyException(
						"another process keeps a transaction open on this database and gives no sign of life: %s, since %s; end that process, then run the same command again"
							.formatted(seen.owner(), seen.since()));
			}
			return false;
		}
		long turn = this.store.holder()
			.filter((holder) -> holder.owner().equals(this.ours.owner()))
			.map(Lease.Holder::beats)
			.orElseThrow(LeaseLostException::new);
		this.ours.taken(askedAt, turn);
		return true;
	}

	/**
	 * What a dead process may have sent in its last moment is settled no sooner than MX
	 * has finished with it; in whatever run, for the process that died may have taken the
	 * lease of another dead one. That moment is not taken from the age of its heartbeat:
	 * a clock that was set ahead makes it look long past.
	 */
	private void settleLater(Lease.Holder dead) {
		logger.info("Took the lease of {}, whose last sign of life was {} s ago", dead.owner(),
				dead.heartbeatAge().toSeconds());
		this.table.postponeUnsettled(this.clock.instant());
	}

	/** As far as the database can be asked. */
	private boolean lost() {
		try {
			return this.store.holder().filter((holder) -> holder.owner().equals(this.ours.owner())).isEmpty();
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("The lease could not be looked at", ex);
			return false;
		}
	}

	/** A lease that cannot be given back runs out. */
	private void release() {
		try {
			this.ours.release();
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("The lease could not be released", ex);
		}
	}

	private RunResult stoppedBeforeItBegan() {
		ExitCode exit = this.stop.cause().orElse(null) instanceof StopSignal.Cause.Signal(var code) ? code
				: ExitCode.STOPPED;
		return new RunResult(exit, "stopped before the run began");
	}

}
