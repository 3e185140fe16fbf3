package io.bulkverify.job;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;

import io.bulkverify.member.Institutions;
import io.bulkverify.member.ListRow;
import io.bulkverify.member.VerificationPolicy;
import io.bulkverify.mx.RateLimits;
import io.bulkverify.report.AccountNumbersWriter;
import io.bulkverify.report.ExceptionsWriter;
import io.bulkverify.report.RejectedRowsWriter;

import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.FlowBuilder;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.flow.Flow;
import org.springframework.batch.core.job.flow.support.SimpleFlow;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.item.ItemReader;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * The whole job on one page:
 *
 * <pre>
 *                      ┌ triggerVerifications  ┐
 * importMembers ─ prepareLanes ┼ pollVerifications      ┼ writeAccountNumbers ─ writeExceptions ─ writeRejectedRows ─ closeRun
 *                      └ collectAccountNumbers ┘
 * </pre>
 *
 * Members are rows of the work table. The import puts them there; the three lanes work on
 * them side by side until each is verified or reported; the export writes them out;
 * {@code closeRun} shows that none is missing. The import and the export are chunk steps,
 * as their work is reading and writing. The lanes are not, as their work is waiting: see
 * {@link DueWorkTasklet}.
 */
final class VerifyMembersJob {

	static final String NAME = "verifyMembers";

	private static final int CHUNK = 1_000;

	private static final Duration LEAST_LATE = Duration.ofSeconds(10);

	private final RunPlan plan;

	private final RunParts parts;

	private final RunReports reports;

	private final LaneLimits limits;

	private final WorkQueue queue;

	private final MemberCalls calls;

	private final Witnesses witnesses;

	private final ExecutorService threads;

	private final AccountNumbersWriter accountNumbers;

	private final ExceptionsWriter exceptions;

	private final RejectedRowsWriter rejectedRows;

	/**
	 * @param threads where calls are made: virtual threads, one for each call
	 */
	VerifyMembersJob(RunPlan plan, RunParts parts, RunReports reports, ExecutorService threads) {
		this.plan = plan;
		this.parts = parts;
		this.reports = reports;
		this.threads = threads;
		this.limits = parts.limits();
		VerificationPolicy policy = new VerificationPolicy(parts.policySettings(plan), RandomGenerator.getDefault());
		Institutions institutions = new Institutions();
		this.queue = new WorkQueue(plan.run().id(), parts.table(), policy, this.limits, plan.counts(), parts.lease(),
				parts.transaction(), parts.clock(), plan.signals(), plan.deadline(), institutions, plan.health());
		VerificationProperties settings = parts.settings();
		Duration lookAgain = settings.poll().maxInterval();
		this.witnesses = new FreeReads(plan.run().id(), parts.table(), parts.mx(), plan.health(), parts.stop(), threads,
				settings.poll().interval(), parts.clock(), parts.patience());
		this.calls = new MemberCalls(parts.mx(), policy,
				new Banks(institutions, new BankRecords(parts.mx()), policy, plan.counts()::open, lookAgain),
				plan.health(), new OwnErrors(plan.health(), this.witnesses, settings.error().giveUpAfter(), lookAgain),
				parts.clock(), parts.patience(), plan.includeTransactions());
		this.accountNumbers = new AccountNumbersWriter(plan.output(), plan.members().carried());
		this.exceptions = new ExceptionsWriter(plan.output(), plan.members().carried());
		this.rejectedRows = new RejectedRowsWriter(plan.output());
	}

	/** Builds the job for this run. */
	Job build() {
		Flow lanes = new FlowBuilder<SimpleFlow>("lanes").split(laneThreads())
			.add(lane(Lane.TRIGGER, wall()), lane(Lane.POLL, wall()), lane(Lane.COLLECT, DecisionGate.OPEN))
			.build();
		ListImport list = listImport();
		Flow wholeRun = new FlowBuilder<SimpleFlow>("run").start(importMembers(list))
			.next(always("prepareLanes", new PrepareLanes(this.plan, this.parts, list)))
			.next(lanes)
			.next(writeAccountNumbers())
			.next(writeExceptions())
			.next(writeRejectedRows())
			.next(always("closeRun", new CloseRun(this.plan, this.parts, this.reports, writtenRows())))
			.build();
		return new JobBuilder(NAME, this.parts.jobs()).start(wholeRun).end().build();
	}

	private SimpleAsyncTaskExecutor laneThreads() {
		SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor("lane-");
		threads.setTaskDecorator(new RunTag(this.plan.run().id()));
		return threads;
	}

	/**
	 * It starts again though it was complete: the run's row says whether its list is
	 * there.
	 */
	private Step importMembers(ListImport list) {
		StepBuilder step = new StepBuilder("importMembers", this.parts.jobs());
		return switch (list) {
			case RelistExceptions again ->
				step.tasklet(again, this.parts.transactions()).allowStartIfComplete(true).build();
			case WholeList rows -> step.<ListRow, ListRow>chunk(CHUNK)
				.transactionManager(this.parts.transactions())
				.reader(rows)
				.writer(new ImportedMembers(this.plan.run().id(), this.parts))
				.listener(new StopBetweenChunks(this.parts.stop()))
				.allowStartIfComplete(true)
				.build();
		};
	}

	private ListImport listImport() {
		long runId = this.plan.run().id();
		return switch (this.plan.members()) {
			case MemberSource.Rows list -> new WholeList(runId, list.rows(), this.parts);
			case MemberSource.Exceptions exceptions -> new RelistExceptions(runId, exceptions, this.parts);
		};
	}

	private DecisionGate wall() {
		RefusalWall.Settings settings = new RefusalWall.Settings(this.parts.mx().address(),
				RefusalWall.apart(this.parts.settings().error().giveUpAfter()), this.parts.settings().poll().interval(),
				this.parts.table().billed(this.plan.run().id()) > 0);
		return new RefusalWall(this.plan.health(), this.witnesses, this.parts.stop(), settings, this.parts.clock());
	}

	private Flow lane(Lane lane, DecisionGate gate) {
		DueWorkTasklet tasklet = new DueWorkTasklet(lane, this.queue, this.calls, gate, this.threads, this::inFlight,
				this.parts.outage(), this.parts.patience(), this.parts.stop(), this.plan.signals().of(lane),
				this.parts.clock(), late());
		Step step = new StepBuilder(lane.step(), this.parts.jobs())
			.tasklet(tasklet, new ResourcelessTransactionManager())
			.allowStartIfComplete(true)
			.listener(tasklet)
			.build();
		return new LaneFlow(new FlowBuilder<SimpleFlow>(lane.step() + "Lane").start(step).build(), this.parts.stop());
	}

	private Duration late() {
		Duration interval = this.parts.settings().poll().maxInterval();
		return (interval.compareTo(LEAST_LATE) > 0) ? interval : LEAST_LATE;
	}

	private int inFlight() {
		RateLimits calls = this.parts.rateLimits();
		return this.limits.inFlight(calls.expectedCallsPerSecond(), calls.callsAtOnce());
	}

	/**
	 * A step that runs again though it was complete: the rows, not its status, say what
	 * is left.
	 */
	private Step always(String name, Tasklet tasklet) {
		return new StepBuilder(name, this.parts.jobs()).tasklet(tasklet, new ResourcelessTransactionManager())
			.allowStartIfComplete(true)
			.build();
	}

	private Step writeAccountNumbers() {
		return export("writeAccountNumbers", this.parts.table().verifiedAccounts(this.plan.run().id(), "accounts"),
				this.accountNumbers);
	}

	private Step writeExceptions() {
		return export("writeExceptions", this.parts.table().reportedMembers(this.plan.run().id(), "exceptions"),
				this.exceptions);
	}

	private Step writeRejectedRows() {
		return export("writeRejectedRows", this.parts.table().rejectedRows(this.plan.run().id(), "rejected"),
				this.rejectedRows);
	}

	private CloseRun.WrittenRows writtenRows() {
		return () -> List.of(this.accountNumbers.rows(), this.exceptions.rows(), this.rejectedRows.rows());
	}

	private <T> Step export(String name, ItemReader<T> rows, ItemWriter<? super T> file) {
		return new StepBuilder(name, this.parts.jobs()).<T, T>chunk(CHUNK)
			.transactionManager(this.parts.transactions())
			.reader(rows)
			.writer(file)
			.listener(new StopBetweenChunks(this.parts.stop()))
			.allowStartIfComplete(true)
			.build();
	}

}
