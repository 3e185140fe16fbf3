package io.bulkverify.job;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.bulkverify.member.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a watcher once a second how far a run is. All of it is in memory, so that it goes
 * on while the database is away.
 */
final class RunProgress implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RunProgress.class);

	private static final Duration EVERY = Duration.ofSeconds(1);

	private final long runId;

	private final StageCounts counts;

	private final Supplier<List<String>> waits;

	private final RunWatcher watcher;

	private final LongSupplier nanos;

	private final Pace begun = new Pace();

	private final Pace ended = new Pace();

	private final ScheduledExecutorService thread;

	private @Nullable ScheduledFuture<?> showing;

	/**
	 * @param waits what keeps the run waiting now, in words
	 */
	RunProgress(long runId, StageCounts counts, Supplier<List<String>> waits, RunWatcher watcher, LongSupplier nanos) {
		this.runId = runId;
		this.counts = counts;
		this.waits = waits;
		this.watcher = watcher;
		this.nanos = nanos;
		this.thread = Executors.newSingleThreadScheduledExecutor(
				new RunTag(runId).threads(Thread.ofPlatform().daemon().name("run-progress").factory()));
	}

	void start() {
		this.showing = this.thread.scheduleAtFixedRate(this::show, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void show() {
		try {
			this.watcher.see(glance());
		}
		catch (RuntimeException ex) {
			// A run is worth more than its progress bar.
			logger.debug("no progress shown", ex);
		}
	}

	RunGlance glance() {
		Map<Stage, Long> stages = this.counts.snapshot();
		RunGlance bare = new RunGlance(this.runId, stages, 0, null, this.waits.get());
		if (bare.members() == 0) {
			return bare;
		}
		long now = this.nanos.getAsLong();
		this.begun.at(now, bare.begun());
		this.ended.at(now, bare.done());
		// For as long as the slowest bank takes, only those that begin show the speed.
		Pace speed = (bare.begun() < bare.members()) ? this.begun : this.ended;
		return new RunGlance(this.runId, stages, this.ended.perSecond(), speed.left(bare.members() - bare.done()),
				bare.waits());
	}

	@Override
	public void close() {
		if (this.showing != null) {
			this.showing.cancel(false);
		}
		this.thread.shutdown();
		try {
			this.thread.awaitTermination(EVERY.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		show();
		this.watcher.close();
	}

}
