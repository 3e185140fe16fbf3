package io.bulkverify.job;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/** Has a run's progress shown: to the watcher that it is given, else to the log. */
final class ProgressDesk {

	private final RunWaits waits;

	private final Duration logEvery;

	private final LongSupplier nanos;

	ProgressDesk(RunWaits waits, Duration logEvery, LongSupplier nanos) {
		this.waits = waits;
		this.logEvery = logEvery;
		this.nanos = nanos;
	}

	/** From its start until it is closed. */
	RunProgress follow(long runId, StageCounts counts, @Nullable RunWatcher watcher) {
		RunWatcher shown = (watcher != null) ? watcher : new ProgressLog(this.logEvery, this.nanos);
		return new RunProgress(runId, counts, () -> this.waits.of(counts), shown, this.nanos);
	}

}
