package io.bulkverify.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

import io.bulkverify.mx.CallLog;
import io.bulkverify.report.OutputSet;
import io.bulkverify.store.Run;
import io.bulkverify.store.RunStatus;
import io.bulkverify.store.RunTimeline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;

/**
 * Has the job of a run done by Spring Batch: mends what a dead process left in the
 * framework's tables, starts or restarts the job, keeps the run alive meanwhile, and
 * records how it ended. Only called while the lease is ours.
 */
final class JobStarter {

	private static final Logger logger = LoggerFactory.getLogger(JobStarter.class);

	private final JobOperator operator;

	private final RunParts parts;

	private final RunReports reports;

	private final CallLog calls;

	private final Supplier<Optional<Instant>> mxAwaySince;

	private final RunTimeline timeline;

	private volatile @Nullable LaneSignals signals;

	JobStarter(JobOperator operator, RunParts parts, RunReports reports, CallLog calls,
			Supplier<Optional<Instant>> mxAwaySince, RunTimeline timeline) {
		this.operator = operator;
		this.parts = parts;
		this.reports = reports;
		this.calls = calls;
		this.mxAwaySince = mxAwaySince;
		this.timeline = timeline;
	}

	/** Lets the lanes look up at once. */
	void wake() {
		LaneSignals signals = this.signals;
		if (signals != null) {
			signals.callAll();
		}
	}

	RunResult run(Run run, OpenedList list, RunRequest request) throws Exception {
		OutputSet output = this.reports.output(run, request.output(), request.replace());
		LaneSignals lanes = new LaneSignals();
		this.signals = lanes;
		this.parts.runs().clearStop(run.id());
		this.parts.runs().started(run.id(), this.parts.clock().instant());
		this.parts.patience().goOnFrom(run.patience());
		logger.info("Run {} of {} for {} starts", run.id(), run.listName(), run.businessDate());
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
				RunKeeper keeper = new RunKeeper(run.id(), this.parts.lease(), this.parts.runs(), this.calls,
						recorder(run), this.parts.patience(), this.parts.stop(),
						() -> this.parts.outage().mx(this.mxAwaySince.get()), lanes)) {
			RunPlan plan = new RunPlan(run, list.rows(), list.carried(), request.includeTransactions(),
					request.verifyEven(), output, lanes, new StageCounts(), keeper::closeBooks);
			keeper.start();
			JobExecution execution = start(new VerifyMembersJob(plan, this.parts, this.reports).build(threads),
					parameters(run));
			keeper.save();
			return ended(run, execution);
		}
	}

	private TimelineRecorder recorder(Run run) {
		return new TimelineRecorder(run.id(), this.timeline, this.calls::counts, this.parts.outage()::away,
				this.parts.clock());
	}

	private static JobParameters parameters(Run run) {
		return new JobParametersBuilder().addLong("run", run.id()).toJobParameters();
	}

	private JobExecution start(Job job, JobParameters parameters) throws Exception {
		JobInstance instance = this.parts.jobs().getJobInstance(VerifyMembersJob.NAME, parameters);
		if (instance != null) {
			mend(instance);
		}
		return this.operator.start(job, parameters);
	}

	/**
	 * A killed process leaves an execution that looks alive, or an instance without one:
	 * neither can be started.
	 */
	private void mend(JobInstance instance) {
		JobExecution last = this.parts.jobs().getLastJobExecution(instance);
		if (last == null) {
			this.parts.jobs().deleteJobInstance(instance);
		}
		else if (last.getStatus().isRunning() || last.getStatus() == BatchStatus.UNKNOWN) {
			this.operator.recover(last);
		}
	}

	private RunResult ended(Run run, JobExecution execution) {
		if (execution.getStatus() == BatchStatus.COMPLETED) {
			return finished(run.id());
		}
		StopSignal.Cause cause = this.parts.stop().cause().orElse(null);
		return switch (cause) {
			case null -> failed(run, execution);
			case StopSignal.Cause.Failure(var why) when failures(execution).isEmpty() ->
				record(run, RunStatus.FAILED, ExitCode.FAILED, why);
			case StopSignal.Cause.Failure ignored -> failed(run, execution);
			case StopSignal.Cause.Operator operator -> record(run, RunStatus.STOPPED, ExitCode.STOPPED, operator.why());
			case StopSignal.Cause.Signal signal -> record(run, RunStatus.STOPPED, ExitCode.STOPPED, signal.why());
			case StopSignal.Cause.LeaseLost lost -> new RunResult(ExitCode.BUSY, lost.why());
		};
	}

	private RunResult finished(long runId) {
		boolean tooMany = this.parts.runs()
			.find(runId)
			.map(Run::exitCode)
			.filter((code) -> code == ExitCode.TOO_MANY_EXCEPTIONS.code())
			.isPresent();
		return new RunResult(tooMany ? ExitCode.TOO_MANY_EXCEPTIONS : ExitCode.FINISHED, this.reports.finished(runId));
	}

	/**
	 * What went wrong in the job itself: Spring Batch counts a step that was told to end
	 * as a failure too.
	 */
	private static List<Throwable> failures(JobExecution execution) {
		return execution.getAllFailureExceptions()
			.stream()
			.filter((failure) -> !(failure instanceof JobInterruptedException))
			.toList();
	}

	private RunResult failed(Run run, JobExecution execution) {
		Throwable first = failures(execution).stream().findFirst().orElse(null);
		for (Throwable cause = first; cause != null; cause = cause.getCause()) {
			if (cause instanceof UsageException usage) {
				record(run, RunStatus.FAILED, ExitCode.USAGE, String.valueOf(usage.getMessage()));
				throw usage;
			}
		}
		logger.error("Run {} failed", run.id(), first);
		return record(run, RunStatus.FAILED, ExitCode.FAILED, (first != null) ? String.valueOf(first.getMessage())
				: "the job ended as " + execution.getExitStatus().getExitCode());
	}

	private RunResult record(Run run, RunStatus status, ExitCode exit, String why) {
		Instant now = this.parts.clock().instant();
		this.parts.runs().ended(run.id(), status, exit.code(), now);
		return new RunResult(exit, this.reports.unfinished(run.id(), why));
	}

}
