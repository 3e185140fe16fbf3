package io.bulkverify.job;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import io.bulkverify.report.OutputSet;
import io.bulkverify.report.Summary;
import io.bulkverify.report.Totals;
import io.bulkverify.store.RunStatus;

import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * The end of a run: its totals must tie, in the database and against the files, before a
 * single file comes into place (README.md, "How it works"). A run that does not tie
 * fails, and leaves no new file.
 */
final class CloseRun implements Tasklet {

	private final RunPlan plan;

	private final RunParts parts;

	private final RunReports reports;

	private final WrittenRows written;

	/** How many rows the files have: account numbers, exceptions, rejected rows. */
	@FunctionalInterface
	interface WrittenRows {

		List<Long> count();

	}

	CloseRun(RunPlan plan, RunParts parts, RunReports reports, WrittenRows written) {
		this.plan = plan;
		this.parts = parts;
		this.reports = reports;
		this.written = written;
	}

	@Override
	public RepeatStatus execute(StepContribution contribution, ChunkContext chunkContext) {
		long runId = this.plan.run().id();
		OutputSet output = this.plan.output();
		Totals totals = this.reports.totals(runId);
		List<Long> rows = this.written.count();
		List<String> gaps = new ArrayList<>(totals.gaps());
		gaps.addAll(totals.gaps(rows.get(0), rows.get(1), rows.get(2)));
		if (!gaps.isEmpty()) {
			output.abandon();
			throw new IllegalStateException(
					"the totals of run " + runId + " do not tie, no file was written: " + String.join("; ", gaps));
		}
		Instant finishedAt = this.parts.clock().instant().truncatedTo(ChronoUnit.MILLIS);
		this.plan.saveCalls().run();
		Summary summary = this.reports.summary(runId, RunStatus.FINISHED, finishedAt);
		output.complete(this.reports.story(List.of(runId), summary));
		this.parts.intoPlace(output,
				() -> this.parts.runs().ended(runId, RunStatus.FINISHED, exit(totals).code(), finishedAt));
		return RepeatStatus.FINISHED;
	}

	private ExitCode exit(Totals totals) {
		Double limit = this.parts.settings().failAbove();
		boolean tooMany = limit != null && totals.moreWithoutNumbersThan(limit);
		return tooMany ? ExitCode.TOO_MANY_EXCEPTIONS : ExitCode.FINISHED;
	}

}
