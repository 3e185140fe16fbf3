package io.bulkverify.job;

import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/**
 * The one fence around the database: a process that has taken the lease commits nothing
 * unless the lease is still its own. Spring tells this listener of every transaction of
 * the program before it commits, whoever began it: the work table and the runs, a chunk
 * step, Spring Batch's own bookkeeping. So a process that was frozen, lost its lease and
 * wakes up, wherever it was, writes nothing.
 *
 * <p>
 * The check locks the lease's row until the commit has ended, and taking the lease needs
 * that row: nobody takes it in between. The row is the last one that a transaction locks,
 * so no two transactions wait for each other, and heartbeats wait for a commit but never
 * for the work before it. A process that is frozen while it has the row keeps others
 * waiting only until the database ends its session ({@code
 * idle_in_transaction_session_timeout} in application.yml), which rolls its transaction
 * back.
 *
 * <p>
 * Transactions that only read say so ({@code readOnly}) and are passed over. So is a
 * process that never took the lease: commands that look, and the wish to stop.
 *
 * <p>
 * Files have no transactions: {@link io.bulkverify.report.OutputSet} says how they are
 * fenced.
 */
final class LeaseFence implements TransactionExecutionListener {

	private final RunLease lease;

	LeaseFence(RunLease lease) {
		this.lease = lease;
	}

	@Override
	public void beforeCommit(TransactionExecution transaction) {
		if (!transaction.isReadOnly()) {
			this.lease.checkIfEverTaken();
		}
	}

}
