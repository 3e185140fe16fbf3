package io.bulkverify.job;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import io.bulkverify.input.MemberList;
import io.bulkverify.mx.MxProperties;
import io.bulkverify.store.Run;
import io.bulkverify.store.RunTable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Carries out {@code run} and {@code rerun}: takes the lease, finds out which run is
 * meant, and has its job done. A signal to the process ends it in order: the context's
 * shutdown waits here until calls under way have ended, their outcomes are written and
 * the lease is released. One run for each process.
 */
public final class RunService implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(RunService.class);

	private final MxProperties mxSettings;

	private final VerificationProperties settings;

	private final ListDesk lists;

	private final LeaseDesk leases;

	private final RunLease lease;

	private final RunGate gate;

	private final RunTable runs;

	private final RunFinder finder;

	private final EarlierRuns earlierRuns;

	private final JobStarter jobs;

	private final RunReports reports;

	private final RunDeletion deletion;

	private final RerunDesk reruns;

	private final StopSignal stop;

	private final InstantSource clock;

	private final CountDownLatch ended = new CountDownLatch(1);

	private volatile boolean running;

	RunService(MxProperties mxSettings, VerificationProperties settings, ListDesk lists, LeaseDesk leases,
			RunLease lease, RunGate gate, RunTable runs, RunFinder finder, EarlierRuns earlierRuns, JobStarter jobs,
			RunReports reports, RunDeletion deletion, RerunDesk reruns, StopSignal stop, InstantSource clock) {
		this.mxSettings = mxSettings;
		this.settings = settings;
		this.lists = lists;
		this.leases = leases;
		this.lease = lease;
		this.gate = gate;
		this.runs = runs;
		this.finder = finder;
		this.earlierRuns = earlierRuns;
		this.jobs = jobs;
		this.reports = reports;
		this.deletion = deletion;
		this.reruns = reruns;
		this.stop = stop;
		this.clock = clock;
	}

	/**
	 * Runs, or goes on with, the run that the request names. Unfinished runs of its list
	 * from earlier dates come first, unless it names a date.
	 * @param watchers who wants to see the runs' progress
	 * @throws UsageException if settings, list or output folder are wrong
	 * @throws LeaseBusyException if another process works on the database
	 * @throws LeaseLostException if another process has taken the lease meanwhile
	 */
	public RunResult run(RunRequest request, RunWatcher.Source watchers) throws Exception {
		refuseMissingSettings();
		OpenedList opened = this.lists.open(request.list());
		return withLease(() -> {
			MemberSource members = new MemberSource.Rows(opened.rows(), opened.carried());
			RunFinder.Found found = this.finder.find(request.date(), opened.list());
			found.others().forEach(RunService::name);
			Optional<Run> run = found.known().filter((known) -> !(known.status().finished() && request.again()));
			if (run.isEmpty()) {
				this.reports.requireFolder(found.date(), request.options().output(), request.options().replace(),
						this.lease.turn());
			}
			EarlierRuns.Settled settled = this.earlierRuns.settle(found.earlier(), members, request.options(),
					watchers);
			if (!settled.complete()) {
				return settled.and(notBegun(found.date()));
			}
			try {
				return settled.and(today(run.orElseGet(() -> create(found.date(), opened.list())), members,
						request.options(), settled.paidBefore(), watchers));
			}
			catch (UsageException ex) {
				if (settled.result() == null) {
					throw ex;
				}
				return settled.and(new RunResult(ExitCode.USAGE, String.valueOf(ex.getMessage())));
			}
		});
	}

	private RunResult today(Run run, MemberSource members, RunOptions options, List<Long> paidBefore,
			RunWatcher.Source watchers) throws Exception {
		if (run.status().finished()) {
			this.lease.check();
			return alreadyFinished(run);
		}
		return start(run, members, options, paidBefore, watchers.next());
	}

	private static void name(Run run) {
		logger.warn(
				"Run {}{} of {} for {} is not finished ({}): give its command again to go on with it, or end it with "
						+ "stop --run {} --close",
				run.id(), (run.rerunOf() != null) ? ", a rerun of run " + run.rerunOf() + "," : "", run.listName(),
				run.businessDate(), run.status(), run.id());
	}

	private static RunResult notBegun(LocalDate date) {
		return new RunResult(ExitCode.FINISHED,
				"The run for %s was not begun: it comes after that one.".formatted(date));
	}

	/**
	 * Takes up the exceptions of a run that has ended, or goes on with doing so.
	 * @param watcher who wants to see its progress; null is the log
	 * @throws UsageException if settings, run id or output folder are wrong
	 * @throws LeaseBusyException if another process works on the database
	 * @throws LeaseLostException if another process has taken the lease meanwhile
	 */
	public RunResult rerun(RerunRequest request, @Nullable RunWatcher watcher) throws Exception {
		refuseMissingSettings();
		return withLease(() -> {
			MemberSource members = this.reruns.members(request);
			Run run = this.reruns.known(request).orElseGet(() -> {
				this.reports.requireFolder(this.reruns.date(request), request.options().output(),
						request.options().replace(), this.lease.turn());
				return this.reruns.create(request);
			});
			return start(run, members, request.options(), List.of(), watcher);
		});
	}

	private RunResult start(Run run, MemberSource members, RunOptions options, List<Long> paidBefore,
			@Nullable RunWatcher watcher) throws Exception {
		try {
			return new RunTag(run.id()).call(() -> this.jobs.run(run, members, options, paidBefore, watcher));
		}
		catch (UsageException ex) {
			this.deletion.deleteIfNothingWasDone(run.id());
			throw ex;
		}
	}

	private RunResult withLease(LeaseDesk.Work work) throws Exception {
		this.running = true;
		SignalWatch signals = new SignalWatch(this::stopFor);
		try {
			return this.leases.holding(() -> {
				this.gate.under(this.lease);
				return work.run();
			});
		}
		finally {
			signals.close();
			this.running = false;
			this.ended.countDown();
		}
	}

	private void refuseMissingSettings() {
		List<String> missing = this.mxSettings.missing();
		if (!missing.isEmpty()) {
			throw new UsageException(String.join(System.lineSeparator(), missing));
		}
		this.settings.warnings().forEach(logger::warn);
	}

	private Run create(LocalDate date, MemberList list) {
		return this.runs.create(date, list.sha256(), list.name(), this.mxSettings.api().name().toLowerCase(Locale.ROOT),
				null, null, this.clock.instant());
	}

	private static RunResult alreadyFinished(Run run) {
		ExitCode exit = (run.exitCode() != null && run.exitCode() == ExitCode.TOO_MANY_EXCEPTIONS.code())
				? ExitCode.TOO_MANY_EXCEPTIONS : ExitCode.FINISHED;
		return new RunResult(exit,
				"Run %d (%s, %s) finished at %s; its files are in %s. No call was made. Use --again to verify the list once more."
					.formatted(run.id(), run.businessDate(), run.listName(), run.finishedAt(), run.outputDirectory()));
	}

	@Override
	public void start() {
	}

	private void stopFor(ExitCode exit) {
		this.stop.raise(new StopSignal.Cause.Signal(exit));
		this.jobs.wake();
	}

	/** The application is shut down: the run ends in order first. */
	@Override
	public void stop() {
		if (!this.running) {
			return;
		}
		stopFor(ExitCode.TERMINATED);
		try {
			this.ended.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** First of all: the database must be there until the end. */
	@Override
	public int getPhase() {
		return Integer.MAX_VALUE;
	}

}
