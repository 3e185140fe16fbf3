package io.bulkverify.job;

import io.bulkverify.input.MemberListReader;
import io.bulkverify.member.ListRow;
import io.bulkverify.member.Stage;
import io.bulkverify.store.Run;
import org.jspecify.annotations.Nullable;

import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/**
 * A member list on its way into the tables: all of it, or nothing where the run has all
 * of it already. What an import that broke off has left there is forgotten first: nothing
 * could tell whether those rows are still the list's.
 */
final class WholeList implements ItemStreamReader<ListRow>, ListImport {

	private final long runId;

	private final MemberListReader list;

	private final RunParts parts;

	private boolean imported;

	private long read;

	WholeList(long runId, MemberListReader list, RunParts parts) {
		this.runId = runId;
		this.list = list;
		this.parts = parts;
	}

	@Override
	public void open(ExecutionContext ignored) {
		this.imported = run().imported() || begun();
		this.read = 0;
		if (!this.imported) {
			this.parts.table().forget(this.runId);
			this.list.open(new ExecutionContext());
		}
	}

	@Override
	public @Nullable ListRow read() {
		ListRow row = this.imported ? null : this.list.read();
		if (row != null) {
			this.read++;
		}
		return row;
	}

	@Override
	public void requireComplete() {
		long stored = run().inputRows();
		if (!this.imported && stored != this.read) {
			throw new IllegalStateException(
					"%,d rows of the list were read, but %,d are in the database; nothing was sent to MX"
						.formatted(this.read, stored));
		}
		this.parts.runs().imported(this.runId);
	}

	private Run run() {
		return this.parts.runs()
			.find(this.runId)
			.orElseThrow(() -> new IllegalStateException("run " + this.runId + " is gone"));
	}

	/** Nobody is worked on before the whole list is there. */
	private boolean begun() {
		return this.parts.table()
			.counts(this.runId)
			.entrySet()
			.stream()
			.anyMatch((count) -> count.getKey() != Stage.PENDING && count.getValue() > 0);
	}

	@Override
	public void close() {
		this.list.close();
	}

}
