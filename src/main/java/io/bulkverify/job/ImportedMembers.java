package io.bulkverify.job;

import java.util.ArrayList;
import java.util.List;

import io.bulkverify.member.ListRow;

import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts list rows into the work table. */
final class ImportedMembers implements ItemWriter<ListRow> {

	private static final Logger logger = LoggerFactory.getLogger(ImportedMembers.class);

	private final long runId;

	private final RunParts parts;

	private boolean warned;

	ImportedMembers(long runId, RunParts parts) {
		this.runId = runId;
		this.parts = parts;
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

}
