package io.bulkverify.job;

import io.bulkverify.member.ListRow;
import io.bulkverify.store.Run;
import io.bulkverify.store.RunTable;
import org.jspecify.annotations.Nullable;

import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.springframework.batch.infrastructure.item.support.AbstractItemCountingItemStreamItemReader;

/**
 * A member list from behind the rows that are in the tables. How many those are is
 * counted in the transaction that puts them there. Spring Batch's own note of the
 * reader's place is not asked: after a chunk that was rolled back it can be ahead of the
 * rows, and they would be lost.
 */
final class RestOfTheList implements ItemStreamReader<ListRow> {

	private final long runId;

	private final AbstractItemCountingItemStreamItemReader<ListRow> list;

	private final RunTable runs;

	RestOfTheList(long runId, AbstractItemCountingItemStreamItemReader<ListRow> list, RunTable runs) {
		this.runId = runId;
		this.list = list;
		this.runs = runs;
	}

	@Override
	public void open(ExecutionContext ignored) {
		this.list.setCurrentItemCount(Math.toIntExact(this.runs.find(this.runId).map(Run::inputRows).orElse(0L)));
		this.list.open(new ExecutionContext());
	}

	@Override
	public @Nullable ListRow read() throws Exception {
		return this.list.read();
	}

	@Override
	public void close() {
		this.list.close();
	}

}
