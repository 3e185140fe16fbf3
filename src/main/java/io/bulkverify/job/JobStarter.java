package io.bulkverify.job;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.bulkverify.input.BadListException;
import io.bulkverify.mx.CallLog;
import io.bulkverify.mx.Outage;
import io.bulkverify.report.OutputException;
import io.bulkverify.report.OutputSet;
import io.bulkverify.store.Run;
import io.bulkverify.store.RunStatus;
import io.bulkverify.store.RunTimeline;
import io.bulkverify.store.UnreadableNumbersException;
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
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Has the job of a run done by Spring Batch: mends what a dead process left in the
 * framework's tables, starts or restarts the job, keeps the run alive meanwhile, and
 * records how it ended. Where a database that was away for a moment made the job fail, it
 * is started again in this process. Only called while the lease is ours.
 */
final class JobStarter {

	private static final Logger logger = LoggerFactory.getLogger(JobStarter.class);

	private final JobOperator operator;

	private final BatchMending mending;

	private final RunParts parts;

	private final RunReports reports;

	private final CallLog calls;

	private final Outage mx;

	private final QuotaInForce quota;

	private final ProgressDesk progress;

	private final RunTimeline timeline;

	private final RunMetrics metrics;

	private volatile @Nullable LaneSignals signals;

	JobStarter(JobOperator operator, RunParts parts, RunReports reports, CallLog calls, Outage mx, QuotaInForce quota,
			ProgressDesk progress, RunTimeline timeline, RunMetrics metrics) {
		this.operator = operator;
		this.mending = new BatchMending(parts.jobs(), parts.clock());
		this.parts = parts;
		this.reports = reports;
		this.calls = calls;
		this.mx = mx;
		this.quota = quota;
		this.progress = progress;
		this.timeline = timeline;
		this.metrics = metrics;
	}

	/** Lets the lanes look up at once. */
	void wake() {
		LaneSignals signals = this.signals;
		if (signals != null) {
			signals.callAll();
		}
	}

	/**
	 * Has the run done.
	 * @param paidBefore rows of runs that were settled just before: whoever a verify was
	 * accepted for in them is not verified again
	 * @param watcher who wants to see its progress; null is the log
	 */
	RunResult run(Run run, MemberSource members, RunOptions options, List<Long> paidBefore,
			@Nullable RunWatcher watcher) throws Exception {
		return run(run, members, options, deadline(run, options), paidBefore, watcher);
	}

	/**
	 * Has what the run began finished, and the rest of its members reported.
	 * @param watcher who wants to see its progress; null is the log
	 */
	RunResult settle(Run run, MemberSource members, RunOptions options, @Nullable RunWatcher watcher) throws Exception {
		Deadline passed = Deadline.ofEarlierRun(run.businessDate(), this.parts.clock());
		return run(run, members, options, passed, List.of(), watcher);
	}

	private Deadline deadline(Run run, RunOptions options) {
		ZoneId zone = this.parts.settings().zoneOrSystem();
		Instant until = Deadline.until(run.until(), options.until(), zone, this.parts.clock());
		if (until != null) {
			this.parts.runs().until(run.id(), until);
			logger.info("Run {} begins no verify from {} on (--until)", run.id(), until.atZone(zone));
		}
		return Deadline.at(until, this.parts.clock());
	}

	private RunResult run(Run run, MemberSource members, RunOptions options, Deadline deadline, List<Long> paidBefore,
			@Nullable RunWatcher watcher) throws Exception {
		requireReadableNumbers(run);
		OutputSet output = this.reports.output(run, options.output(), options.replace(), this.parts.lease().turn());
		LaneSignals lanes = new LaneSignals();
		this.signals = lanes;
		StageCounts counts = new StageCounts();
		this.parts.runs().clearStop(run.id());
		this.parts.runs().carriedColumns(run.id(), members.carried());
		this.parts.runs().started(run.id(), this.parts.clock().instant());
		this.parts.patience().goOnFrom(run.patience());
		logger.info("Run {} of {} for {} starts{}, with {} at most", run.id(), run.listName(), run.businessDate(),
				run.imported() ? " again" : "", this.quota.now());
		CallHealth health = new CallHealth(this.parts.patience().now());
		SilenceWatch silence = new SilenceWatch(run.id(), health, this.parts.outage(), this.parts.stop(),
				this.parts.settings().outage().giveUpAfter(), this.parts.mx().address(), this.parts.time());
		try (RunKeeper keeper = new RunKeeper(run, this.parts.lease(), this.parts.runs(), this.calls, recorder(run),
				this.parts.patience(), this.parts.stop(), () -> watchMx(silence), this.parts.outage(),
				this.parts.hungWatch(), lanes);
				RunProgress progress = this.progress.follow(run.id(), counts, watcher)) {
			RunPlan plan = new RunPlan(run, members, transactionsWanted(options), options.verifyEven(), deadline,
					paidBefore, this.calls.counts().verify(), output, lanes, counts, health, keeper::closeBooks);
			this.metrics.follow(run.id(), counts);
			keeper.start();
			progress.start();
			RunResult result = untilItEnds(plan);
			saveIfPossible(keeper);
			this.metrics.ended(run.id());
			return result;
		}
	}

	private void watchMx(SilenceWatch silence) {
		silence.look();
		this.parts.outage().mx(this.mx.outage(), this.mx.trouble() + ", at " + this.parts.mx().address());
	}

	private TimelineRecorder recorder(Run run) {
		return new TimelineRecorder(run.id(), this.timeline, this.calls::counts, this.parts.outage()::away,
				this.parts.clock());
	}

	/** The calls of the last second are no reason to fail. */
	private static void saveIfPossible(RunKeeper keeper) {
		try {
			keeper.save();
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("The last calls were not counted", ex);
		}
	}

	/** A wish that the API does not know is said to be none, and nothing is sent. */
	private boolean transactionsWanted(RunOptions options) {
		boolean wanted = options.includeTransactions() || this.parts.settings().includeTransactions();
		boolean possible = this.parts.mx().supportsIncludeTransactions();
		if (wanted && !possible) {
			logger.warn("MX's {} API has no include_transactions: the option is not sent",
					this.parts.mxSettings().api().name().toLowerCase(Locale.ROOT));
		}
		return wanted && possible;
	}

	private void requireReadableNumbers(Run run) {
		try {
			if (!this.parts.table().numbersStoredAsNow(run.id())) {
				logger.warn("Run {} began without verification.encryption-key: the account numbers that it has stored "
						+ "stay unencrypted, those to come are encrypted", run.id());
			}
		}
		catch (UnreadableNumbersException ex) {
			throw new UsageException(String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * The job once, and again after each setback: the rows say what is left, and what had
	 * been sent has been answered by then.
	 */
	private RunResult untilItEnds(RunPlan plan) throws Exception {
		Setbacks setbacks = new Setbacks(decided(plan.run()));
		while (true) {
			Throwable failure;
			Supplier<RunResult> end;
			try {
				JobExecution execution = start(plan);
				failure = setback(execution);
				if (failure == null) {
					return ended(plan.run(), execution);
				}
				end = () -> ended(plan.run(), execution);
			}
			catch (DataAccessException | TransactionException ex) {
				if (this.parts.stop().raisedForGood()) {
					return broken(plan.run(), ex);
				}
				failure = ex;
				end = () -> broken(plan.run(), ex);
			}
			try {
				this.parts.outage().databaseAnswers(() -> this.parts.lease().check(), new Wakeup());
				if (!setbacks.passes(decided(plan.run()))) {
					return end.get();
				}
			}
			catch (DataAccessException | TransactionException ex) {
				return broken(plan.run(), ex);
			}
			logger.warn("The database failed run {}, which goes on now that it answers ({})", plan.run().id(),
					NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
			this.parts.stop().overcome();
			if (this.parts.runs().find(plan.run().id()).filter((run) -> run.status().finished()).isPresent()) {
				return finished(plan.run().id());
			}
		}
	}

	private long decided(Run run) {
		return this.parts.table().decided(run.id());
	}

	/** What failed the job, where it may start again. */
	private @Nullable Throwable setback(JobExecution execution) {
		if (execution.getStatus() == BatchStatus.COMPLETED || this.parts.stop().raisedForGood()) {
			return null;
		}
		return failures(execution).stream().filter(OutageWatch::passes).findFirst().orElse(null);
	}

	/** Each attempt waits for all of its calls before it ends. */
	private JobExecution start(RunPlan plan) throws Exception {
		JobParameters parameters = new JobParametersBuilder().addLong("run", plan.run().id()).toJobParameters();
		JobInstance instance = this.parts.jobs().getJobInstance(VerifyMembersJob.NAME, parameters);
		if (instance != null) {
			this.mending.mend(instance);
		}
		try (ExecutorService threads = Executors
			.newThreadPerTaskExecutor(new RunTag(plan.run().id()).threads(Thread.ofVirtual().factory()))) {
			return this.operator.start(new VerifyMembersJob(plan, this.parts, this.reports, threads).build(),
					parameters);
		}
	}

	private RunResult ended(Run run, JobExecution execution) {
		if (execution.getStatus() == BatchStatus.COMPLETED) {
			return finished(run.id());
		}
		StopSignal.Cause cause = this.parts.stop().cause().orElse(null);
		return switch (cause) {
			case null -> failed(run, execution);
			case StopSignal.Cause.Failure(var why) -> record(run, RunStatus.FAILED, ExitCode.FAILED, why);
			case StopSignal.Cause.Operator operator -> record(run, RunStatus.STOPPED, ExitCode.STOPPED, operator.why());
			case StopSignal.Cause.Signal signal -> record(run, RunStatus.STOPPED, signal.exit(), signal.why());
			case StopSignal.Cause.Setback ignored -> failed(run, execution);
			case StopSignal.Cause.LeaseLost ignored -> throw new LeaseLostException();
		};
	}

	private RunResult finished(long runId) {
		boolean tooMany = this.parts.runs()
			.find(runId)
			.map(Run::exitCode)
			.filter((code) -> code == ExitCode.TOO_MANY_EXCEPTIONS.code())
			.isPresent();
		return new RunResult(tooMany ? ExitCode.TOO_MANY_EXCEPTIONS : ExitCode.FINISHED,
				this.reports.finished(runId) + this.quota.history());
	}

	/**
	 * What went wrong in the job itself. A split names the failure of its first lane
	 * only, and a lane that was told to end counts as one: what the others were told to
	 * end for comes first.
	 */
	private List<Throwable> failures(JobExecution execution) {
		Stream<Throwable> setback = this.parts.stop()
			.cause()
			.filter(StopSignal.Cause.Setback.class::isInstance)
			.map((cause) -> ((StopSignal.Cause.Setback) cause).failure())
			.stream();
		return Stream.concat(setback, execution.getAllFailureExceptions().stream())
			.filter((failure) -> !(failure instanceof JobInterruptedException))
			.toList();
	}

	private RunResult failed(Run run, JobExecution execution) {
		List<Throwable> failures = failures(execution);
		for (Throwable cause : failures.stream().flatMap((failure) -> Causes.of(failure).stream()).toList()) {
			if (cause instanceof UsageException || cause instanceof UnreadableNumbersException
					|| cause instanceof BadListException) {
				String why = String.valueOf(cause.getMessage());
				record(run, RunStatus.FAILED, ExitCode.USAGE, why);
				throw new UsageException(why);
			}
			if (cause instanceof OutputException) {
				return record(run, RunStatus.FAILED, ExitCode.FAILED, String.valueOf(cause.getMessage()));
			}
		}
		Throwable first = failures.stream().findFirst().orElse(null);
		RunResult result = record(run, RunStatus.FAILED, ExitCode.FAILED, (first != null) ? Causes.inWords(first)
				: "the job ended as " + execution.getExitStatus().getExitCode());
		logger.error("Run {} failed", run.id(), first);
		return result;
	}

	/** The job could not even say how it ended. */
	private RunResult broken(Run run, Exception failure) {
		logger.debug("Run {} broke", run.id(), failure);
		StopSignal.Cause cause = this.parts.stop().cause().orElse(null);
		String why = (cause != null) ? cause.why()
				: "the database failed (%s)".formatted(NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
		return switch (cause) {
			case StopSignal.Cause.LeaseLost ignored -> throw new LeaseLostException();
			case StopSignal.Cause.Operator ignored -> record(run, RunStatus.STOPPED, ExitCode.STOPPED, why);
			case StopSignal.Cause.Signal(var exit) -> record(run, RunStatus.STOPPED, exit, why);
			case StopSignal.Cause.Failure ignored -> record(run, RunStatus.FAILED, ExitCode.FAILED, why);
			case StopSignal.Cause.Setback ignored -> record(run, RunStatus.FAILED, ExitCode.FAILED, why);
			case null -> record(run, RunStatus.FAILED, ExitCode.FAILED, why);
		};
	}

	/** A run whose end could not be recorded is unfinished all the same. */
	private RunResult record(Run run, RunStatus status, ExitCode exit, String why) {
		try {
			this.parts.runs().ended(run.id(), status, exit.code(), this.parts.clock().instant());
			return new RunResult(exit, this.reports.unfinished(run.id(), why));
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("The end of run {} could not be recorded", run.id(), ex);
			return new RunResult(exit, "Run %d: %s. Run the same command again to go on.".formatted(run.id(), why));
		}
	}

}
