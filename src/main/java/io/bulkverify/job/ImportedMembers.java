package io.bulkverify.job;

import java.util.ArrayList;
import java.util.List;

import io.bulkverify.member.ListRow;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts list rows into the work table, and notes when the whole list is there. A list
 * without an order of its own is imported anew where an earlier import of it broke off: a
 * number of rows says nothing about which they were.
 */
final class ImportedMembers implements ItemWriter<ListRow>, StepExecutionListener {

	private static final Logger logger = LoggerFactory.getLogger(ImportedMembers.class);

	private final long runId;

	private final boolean keepsOrder;

	private final RunParts parts;

	private boolean warned;

	ImportedMembers(long runId, boolean keepsOrder, RunParts parts) {
		this.runId = runId;
		this.keepsOrder = keepsOrder;
		this.parts = parts;
	}

	@Override
	public void beforeStep(StepExecution step) {
		if (!this.keepsOrder) {
			this.parts.table().forget(this.runId);
		}
	}

	@Override
	public void write(Chunk<? extends ListRow> rows) {
		List<ListRow> batch = new ArrayList<>(rows.getItems());
		this.parts.table().insert(this.runId, batch, this.parts.clock().instant());
		warnOfTransactions(batch);
	}

	/** Once: a list that has the wish in one row has it in many. */
	private void warnOfTransactions(List<ListRow> batch) {
		if (!this.warned && !this.parts.mx().supportsIncludeTransactions()
				&& batch.stream().anyMatch(ImportedMembers::wantsTransactions)) {
			this.warned = true;
			logger.warn("The list asks for include_transactions, which this API of MX has not: it is not sent");
		}
	}

	private static boolean wantsTransactions(ListRow row) {
		return switch (row) {
			case ListRow.Listed(var member, var carried, var text) -> Boolean.TRUE.equals(member.includeTransactions());
			case ListRow.Rejected ignored -> false;
		};
	}

	@Override
	public @Nullable ExitStatus afterStep(StepExecution step) {
		if (step.getStatus() == BatchStatus.COMPLETED) {
			this.parts.runs().imported(this.runId);
		}
		return null;
	}

}
