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

/**
 * Puts list rows into the work table, and notes when the whole list is there. A list
 * without an order of its own is imported anew where an earlier import of it broke off: a
 * number of rows says nothing about which they were.
 */
final class ImportedMembers implements ItemWriter<ListRow>, StepExecutionListener {

	private final long runId;

	private final boolean keepsOrder;

	private final RunParts parts;

	ImportedMembers(long runId, boolean keepsOrder, RunParts parts) {
		this.runId = runId;
		this.keepsOrder = keepsOrder;
		this.parts = parts;
	}

	@Override
	public void beforeStep(StepExecution step) {
		if (!this.keepsOrder) {
			this.parts.transaction().executeWithoutResult((status) -> {
				this.parts.lease().check();
				this.parts.table().forget(this.runId);
			});
		}
	}

	@Override
	public void write(Chunk<? extends ListRow> rows) {
		this.parts.lease().check();
		List<ListRow> batch = new ArrayList<>(rows.getItems());
		this.parts.table().insert(this.runId, batch, this.parts.clock().instant());
	}

	@Override
	public @Nullable ExitStatus afterStep(StepExecution step) {
		if (step.getStatus() == BatchStatus.COMPLETED) {
			this.parts.runs().imported(this.runId);
		}
		return null;
	}

}
