package io.bulkverify.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import io.bulkverify.mx.CallLog;
import io.bulkverify.store.CallCounts;
import io.bulkverify.store.Run;
import io.bulkverify.store.RunTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Keeps a run alive and honest while it works: the lease's heartbeat, the calls made and
 * the patience used up, an operator's wish to stop, and MX's health, on one thread of its
 * own; and on another, whether the database hangs. Closing it is the last thing but the
 * release of the lease.
 */
final class RunKeeper implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RunKeeper.class);

	private static final Duration MOST_BETWEEN_BEATS = Duration.ofSeconds(1);

	private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

	private final long runId;

	private final RunLease lease;

	private final RunTable runs;

	private final CallCounts earlierCalls;

	private final CallLog calls;

	private final CallLog.Counts before;

	private final TimelineRecorder timeline;

	private final PatienceClock patience;

	private final StopSignal stop;

	private final Runnable watchMx;

	private final OutageWatch outage;

	private final HungWatch hung;

	private final LaneSignals signals;

	private final ScheduledExecutorService threads;

	private final List<ScheduledFuture<?>> work = new ArrayList<>();

	/**
	 * @param run as it stands at the start: from now on its calls are those and this
	 * process's
	 */
	RunKeeper(Run run, RunLease lease, RunTable runs, CallLog calls, TimelineRecorder timeline, PatienceClock patience,
			StopSignal stop, Runnable watchMx, OutageWatch outage, HungWatch hung, LaneSignals signals) {
		this.runId = run.id();
		this.lease = lease;
		this.runs = runs;
		this.earlierCalls = run.calls();
		this.calls = calls;
		this.before = calls.counts();
		this.timeline = timeline;
		this.patience = patience;
		this.stop = stop;
		this.watchMx = watchMx;
		this.outage = outage;
		this.hung = hung;
		this.signals = signals;
		this.threads = Executors.newScheduledThreadPool(2,
				new RunTag(this.runId).threads(Thread.ofPlatform().daemon().name("run-keeper").factory()));
	}

	void start() {
		Duration every = this.lease.beatEvery().compareTo(MOST_BETWEEN_BEATS) < 0 ? this.lease.beatEvery()
				: MOST_BETWEEN_BEATS;
		this.work.add(this.threads.scheduleWithFixedDelay(() -> this.outage.watched(this::beat), 0, every.toMillis(),
				TimeUnit.MILLISECONDS));
		this.work.add(this.threads.scheduleWithFixedDelay(this.hung::look, LOOK_EVERY.toMillis(), LOOK_EVERY.toMillis(),
				TimeUnit.MILLISECONDS));
	}

	private void beat() {
		try {
			this.watchMx.run();
			this.timeline.note();
			this.lease.beat(this.runId);
			save();
			if (this.runs.find(this.runId).filter(Run::stopRequested).isPresent()) {
				this.stop.raise(new StopSignal.Cause.Operator());
			}
		}
		catch (LeaseLostException ex) {
			// Said already, where it was found.
			logger.debug("no heartbeat", ex);
		}
		catch (DataAccessException | TransactionException ex) {
			// The lanes wait the outage out; the lease closes by itself if it lasts.
			logger.debug("no heartbeat", ex);
		}
		catch (RuntimeException | Error ex) {
			// Nobody would see it, and the beats would end.
			logger.error("The run's keeper failed", ex);
			this.stop.raise(new StopSignal.Cause.Failure("the run's keeper failed: " + ex.getMessage()));
		}
		if (this.stop.raised()) {
			this.signals.callAll();
		}
	}

	/** Stores what was called so far. */
	synchronized void save() {
		CallLog.Counts ours = this.calls.counts().since(this.before);
		this.runs.calls(this.runId,
				this.earlierCalls
					.plus(new CallCounts(ours.verify(), ours.reads(), ours.resume(), ours.accountNumbers())),
				this.patience.now());
		this.timeline.save();
	}

	/** Nothing is called any more: the report can be written. */
	void closeBooks() {
		save();
		this.timeline.close();
	}

	@Override
	public void close() {
		this.work.forEach((task) -> task.cancel(false));
		this.threads.shutdown();
		try {
			this.threads.awaitTermination(5, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
