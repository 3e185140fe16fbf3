package io.bulkverify.job;

import io.bulkverify.mx.SendPermission;
import org.jspecify.annotations.Nullable;

/**
 * Whether anything may be sent to MX now: not once the run is to end, and in a run only
 * while the lease is certainly ours. Outside a run nothing may be changed at MX. Safe for
 * use by many threads.
 */
final class RunGate implements SendPermission {

	private final StopSignal stop;

	private volatile @Nullable RunLease lease;

	RunGate(StopSignal stop) {
		this.stop = stop;
	}

	/** From now on only under this lease. */
	void under(RunLease lease) {
		this.lease = lease;
	}

	@Override
	public boolean mayRead() {
		RunLease lease = this.lease;
		return !this.stop.raised() && (lease == null || lease.mayAct());
	}

	@Override
	public boolean mayWrite() {
		return this.lease != null && mayRead();
	}

}
