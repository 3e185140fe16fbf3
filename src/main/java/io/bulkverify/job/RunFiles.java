package io.bulkverify.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.bulkverify.member.ListRow;
import io.bulkverify.member.ReportedMember;
import io.bulkverify.member.VerifiedAccount;
import io.bulkverify.report.AccountNumbersWriter;
import io.bulkverify.report.ExceptionsWriter;
import io.bulkverify.report.OutputSet;
import io.bulkverify.report.RejectedRowsWriter;
import io.bulkverify.report.RunStory;
import io.bulkverify.report.Totals;
import io.bulkverify.store.LatestOutcomes;
import io.bulkverify.store.Run;
import io.bulkverify.store.RunStatus;
import io.bulkverify.store.RunTable;
import io.bulkverify.store.WorkTable;

import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;

/**
 * Writes the files of runs that need no job any more: the same bytes as the job's export,
 * since it reads the same rows with the same writers.
 */
final class RunFiles {

	private static final int CHUNK = 1_000;

	private final RunTable runs;

	private final WorkTable table;

	private final LatestOutcomes outcomes;

	private final RunReports reports;

	RunFiles(RunTable runs, WorkTable table, LatestOutcomes outcomes, RunReports reports) {
		this.runs = runs;
		this.table = table;
		this.outcomes = outcomes;
		this.reports = reports;
	}

	/** Where the rows of the files come from. */
	private record Rows(ItemStreamReader<VerifiedAccount> accounts, ItemStreamReader<ReportedMember> exceptions,
			ItemStreamReader<ListRow.Rejected> rejected) {
	}

	/** Has a set that is complete moved into place. */
	@FunctionalInterface
	interface Mover {

		/**
		 * Of a run that stays as it is: whoever writes its files again needs no lease.
		 */
		Mover OF_FINISHED_RUN = (output) -> output.commit(() -> {
		});

		void intoPlace(OutputSet output);

	}

	/** The files of a run that ended so. */
	void write(long runId, RunStatus status, Instant finishedAt, OutputSet output, Mover mover) throws Exception {
		Rows rows = new Rows(this.table.verifiedAccounts(runId, "accounts"),
				this.table.reportedMembers(runId, "exceptions"), this.table.rejectedRows(runId, "rejected"));
		write(rows, this.runs.carriedColumns(runId), this.reports.totals(runId),
				this.reports.story(List.of(runId), this.reports.summary(runId, status, finishedAt)), output, mover);
	}

	/**
	 * One set of a run and its reruns: of each member the outcome that came last.
	 * @param family the run first
	 */
	void write(List<Run> family, OutputSet output) throws Exception {
		long runId = family.getFirst().id();
		List<Long> ids = family.stream().map(Run::id).toList();
		Rows rows = new Rows(this.outcomes.verifiedAccounts(ids, "accounts"),
				this.outcomes.reportedMembers(ids, "exceptions"), this.table.rejectedRows(runId, "rejected"));
		LatestOutcomes.Counts latest = this.outcomes.counts(ids);
		Totals night = this.reports.totals(runId);
		Totals totals = new Totals(night.rows(), night.rejected(), night.members(), latest.verified(),
				this.outcomes.accounts(ids), latest.reasons());
		write(rows, this.runs.carriedColumns(runId), totals,
				this.reports.story(ids, this.reports.summary(family, totals)), output, Mover.OF_FINISHED_RUN);
	}

	private void write(Rows rows, List<String> carried, Totals totals, RunStory story, OutputSet output, Mover mover)
			throws Exception {
		try {
			long accounts = copy(rows.accounts(), new AccountNumbersWriter(output, carried));
			long exceptions = copy(rows.exceptions(), new ExceptionsWriter(output, carried));
			long rejected = copy(rows.rejected(), new RejectedRowsWriter(output));
			List<String> gaps = new ArrayList<>(totals.gaps());
			gaps.addAll(totals.gaps(accounts, exceptions, rejected));
			if (!gaps.isEmpty()) {
				throw new IllegalStateException("the totals of run " + story.summary().runId()
						+ " do not tie, no file was written: " + String.join("; ", gaps));
			}
			output.complete(story);
			mover.intoPlace(output);
		}
		finally {
			output.abandon();
		}
	}

	private static <T> long copy(ItemStreamReader<T> rows, ItemStreamWriter<T> file) throws Exception {
		long count = 0;
		rows.open(new ExecutionContext());
		try {
			file.open(new ExecutionContext());
			List<T> chunk = new ArrayList<>(CHUNK);
			for (T row = rows.read(); row != null; row = rows.read()) {
				chunk.add(row);
				count++;
				if (chunk.size() == CHUNK) {
					file.write(new Chunk<>(chunk));
					chunk.clear();
				}
			}
			file.write(new Chunk<>(chunk));
		}
		finally {
			file.close();
			rows.close();
		}
		return count;
	}

}
