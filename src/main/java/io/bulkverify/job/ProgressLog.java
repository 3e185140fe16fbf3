package io.bulkverify.job;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of a run's progress where nobody sits at a terminal: a log line now and then. */
final class ProgressLog implements RunWatcher {

	private static final Logger logger = LoggerFactory.getLogger(ProgressLog.class);

	private final Duration every;

	private final LongSupplier nanos;

	private long saidAt;

	private @Nullable RunGlance last;

	ProgressLog(Duration every, LongSupplier nanos) {
		this.every = every;
		this.nanos = nanos;
		this.saidAt = nanos.getAsLong();
	}

	@Override
	public void see(RunGlance glance) {
		this.last = glance;
		long now = this.nanos.getAsLong();
		if (now - this.saidAt >= this.every.toNanos()) {
			this.saidAt = now;
			logger.info("Run {}: {}", glance.runId(), glance.text());
		}
	}

	@Override
	public void close() {
		if (this.last != null && this.last.members() > 0) {
			logger.info("Run {} ends: {}", this.last.runId(), this.last.counts());
		}
	}

}
