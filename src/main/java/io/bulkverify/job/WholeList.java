package io.bulkverify.job;

import io.bulkverify.input.MemberListReader;
import io.bulkverify.member.ListRow;
import io.bulkverify.store.Run;
import org.jspecify.annotations.Nullable;

import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/**
 * A member list on its way into the tables: all of it, or nothing where the run has all
 * of it already. What an import that broke off has left there is forgotten first: nothing
 * could tell whether those rows are still the list's.
 */
final class WholeList implements ItemStreamReader<ListRow> {

	private final long runId;

	private final MemberListReader list;

	private final RunParts parts;

	private boolean imported;

	WholeList(long runId, MemberListReader list, RunParts parts) {
		this.runId = runId;
		this.list = list;
		this.parts = parts;
	}

	@Override
	public void open(ExecutionContext ignored) {
		this.imported = this.parts.runs().find(this.runId).map(Run::imported).orElse(false);
		if (!this.imported) {
			this.parts.table().forget(this.runId);
			this.list.open(new ExecutionContext());
		}
	}

	@Override
	public @Nullable ListRow read() {
		return this.imported ? null : this.list.read();
	}

	@Override
	public void close() {
		this.list.close();
	}

}
