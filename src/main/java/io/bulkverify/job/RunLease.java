package io.bulkverify.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

import io.bulkverify.store.Lease;

/**
 * Our hold on the database: one run at a time. Two guards make a process that was frozen
 * harmless when it wakes up: what is written checks the lease in its own transaction (see
 * {@link LeaseFence}), and what is sent checks a deadline that ends before anybody else
 * may take the lease. It is over when either clock says so: in a machine that was
 * suspended the monotonic one may have stood still. Safe for use by many threads.
 */
public final class RunLease {

	private final Lease lease;

	private final String owner;

	private final Duration takeOverAfter;

	private final LongSupplier nanos;

	private final InstantSource clock;

	private final StopSignal stop;

	private volatile ByBothClocks validUntil;

	private volatile boolean held;

	private volatile boolean everTaken;

	private volatile long turn;

	/** A moment. */
	record ByBothClocks(long nanos, Instant wall) {

		private ByBothClocks plus(Duration time) {
			return new ByBothClocks(this.nanos + time.toNanos(), this.wall.plus(time));
		}

		/** By whichever clock. */
		private boolean hasPassedBy(ByBothClocks other) {
			return this.nanos - other.nanos <= 0 || !this.wall.isAfter(other.wall);
		}

	}

	RunLease(Lease lease, String owner, Duration takeOverAfter, LongSupplier nanos, InstantSource clock,
			StopSignal stop) {
		this.lease = lease;
		this.owner = owner;
		this.takeOverAfter = takeOverAfter;
		this.nanos = nanos;
		this.clock = clock;
		this.stop = stop;
		this.validUntil = now();
	}

	/** To be read before the lease is asked for. */
	ByBothClocks now() {
		return new ByBothClocks(this.nanos.getAsLong(), this.clock.instant());
	}

	/** Who we are in the lease's row. */
	String owner() {
		return this.owner;
	}

	/**
	 * The lease is ours from the moment that was read before it was asked for.
	 * @param turn greater than that of every holder before us
	 */
	void taken(ByBothClocks askedAt, long turn) {
		renewed(askedAt);
		this.turn = turn;
		this.everTaken = true;
		this.held = true;
	}

	/** Which turn at the lease ours is: later holders have greater ones. */
	long turn() {
		return this.turn;
	}

	/** Whether it was ever taken, and is not known to be lost. */
	boolean taken() {
		return this.held;
	}

	private void renewed(ByBothClocks askedAt) {
		this.validUntil = askedAt.plus(this.takeOverAfter.multipliedBy(3).dividedBy(4));
	}

	/** Whether anything may be sent: nobody else can hold the lease yet. */
	boolean mayAct() {
		return this.held && !this.validUntil.hasPassedBy(now());
	}

	/** As {@link #check}, in a process that has had the lease. */
	void checkIfEverTaken() {
		if (this.everTaken) {
			check();
		}
	}

	/**
	 * Looks whether the lease is ours, and keeps it ours until the caller's transaction
	 * ends. Within a transaction that writes, write first: the lease's row is the last
	 * one to be locked.
	 * @throws LeaseLostException if it is not ours any more
	 */
	void check() {
		if (!this.lease.held(this.owner)) {
			lost();
			throw new LeaseLostException();
		}
	}

	/**
	 * Says that we live, outside a transaction. Nothing is sent any more if the lease
	 * turns out to be lost.
	 */
	void beat(long runId) {
		ByBothClocks askedAt = now();
		if (this.lease.heartbeat(this.owner, runId)) {
			renewed(askedAt);
		}
		else {
			lost();
		}
	}

	private void lost() {
		this.held = false;
		this.stop.raise(new StopSignal.Cause.LeaseLost());
	}

	/** How often to say so. */
	Duration beatEvery() {
		return this.takeOverAfter.dividedBy(5);
	}

	/** The last thing that a run does. */
	void release() {
		if (this.held) {
			this.held = false;
			this.lease.release(this.owner);
		}
	}

}
