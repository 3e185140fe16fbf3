package io.bulkverify.job;

import io.bulkverify.store.Run;

import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * The import of a rerun: the members are in the database already, and one statement lists
 * them again for the new run, all or nothing. A process may die after that and before
 * Spring Batch has noted that the step is done: what was listed stays as it is.
 */
final class RelistExceptions implements Tasklet, ListImport {

	private final long runId;

	private final MemberSource.Exceptions source;

	private final RunParts parts;

	RelistExceptions(long runId, MemberSource.Exceptions source, RunParts parts) {
		this.runId = runId;
		this.source = source;
		this.parts = parts;
	}

	@Override
	public RepeatStatus execute(StepContribution contribution, ChunkContext chunkContext) {
		if (imported()) {
			return RepeatStatus.FINISHED;
		}
		long members = this.parts.outcomes()
			.relist(this.source.runs(), this.source.reasons(), this.runId, this.parts.clock().instant());
		this.parts.runs().imported(this.runId);
		contribution.incrementReadCount();
		contribution.incrementWriteCount(members);
		return RepeatStatus.FINISHED;
	}

	@Override
	public void requireComplete() {
		if (!imported()) {
			throw new IllegalStateException("the members of run " + this.runId + " are not in the database");
		}
	}

	private boolean imported() {
		return this.parts.runs().find(this.runId).filter(Run::imported).isPresent();
	}

}
