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

	private final JobStarter jobs;

	private final RerunDesk reruns;

	private final StopSignal stop;

	private final InstantSource clock;

	private final CountDownLatch ended = new CountDownLatch(1);

	private volatile boolean running;

	RunService(MxProperties mxSettings, VerificationProperties settings, ListDesk lists, LeaseDesk leases,
			RunLease lease, RunGate gate, RunTable runs, RunFinder finder, JobStarter jobs, RerunDesk reruns,
			StopSignal stop, InstantSource clock) {
		this.mxSettings = mxSettings;
		this.settings = settings;
		this.lists = lists;
		this.leases = leases;
		this.lease = lease;
		this.gate = gate;
		this.runs = runs;
		this.finder = finder;
		this.jobs = jobs;
		this.reruns = reruns;
		this.stop = stop;
		this.clock = clock;
	}

	/**
	 * Runs, or goes on with, the run that the request names.
	 * @param watcher who wants to see its progress; null is the log
	 * @throws UsageException if settings, list or output folder are wrong
	 * @throws LeaseBusyException if another process works on the database
	 * @throws LeaseLostException if another process has taken the lease meanwhile
	 */
	public RunResult run(RunRequest request, @Nullable RunWatcher watcher) throws Exception {
		refuseMissingSettings();
		OpenedList opened = this.lists.open(request.list());
		return withLease(() -> {
			Run run = identify(request, opened.list());
			MemberSource members = new MemberSource.Rows(opened.rows(), opened.carried());
			if (run.status().finished()) {
				this.lease.check();
				return alreadyFinished(run);
			}
			return start(run, members, request.options(), watcher);
		});
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
			return start(this.reruns.identify(request), members, request.options(), watcher);
		});
	}

	private RunResult start(Run run, MemberSource members, RunOptions options, @Nullable RunWatcher watcher)
			throws Exception {
		return new RunTag(run.id()).call(() -> this.jobs.run(run, members, options, watcher));
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

	private Run identify(RunRequest request, MemberList list) {
		if (!request.again()) {
			Optional<Run> known = this.finder.known(request.date(), list);
			if (known.isPresent()) {
				return known.get();
			}
		}
		LocalDate date = (request.date() != null) ? request.date() : this.finder.today();
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
