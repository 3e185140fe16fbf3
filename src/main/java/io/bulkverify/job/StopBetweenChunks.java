package io.bulkverify.job;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.listener.ItemWriteListener;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.Chunk;

/**
 * Ends a chunk step as STOPPED once the run is to end. Spring Batch by itself looks only
 * at its own table, or at a thread's interrupt, which it takes for success
 * (src/docs/decisions.md, no 1).
 */
final class StopBetweenChunks implements ItemWriteListener<Object>, StepExecutionListener {

	private final StopSignal stop;

	private @Nullable StepExecution step;

	StopBetweenChunks(StopSignal stop) {
		this.stop = stop;
	}

	@Override
	public void beforeStep(StepExecution stepExecution) {
		this.step = stepExecution;
		look();
	}

	@Override
	public void afterWrite(Chunk<? extends Object> items) {
		look();
	}

	private void look() {
		if (this.step != null && this.stop.raised()) {
			this.step.setTerminateOnly();
		}
	}

}
