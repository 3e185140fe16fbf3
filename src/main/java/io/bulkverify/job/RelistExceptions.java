package io.bulkverify.job;

import io.bulkverify.store.LatestOutcomes;

import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * The import of a rerun: the members are in the database already, and one statement lists
 * them again for the new run, all or nothing.
 */
final class RelistExceptions implements Tasklet {

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
		LatestOutcomes outcomes = this.parts.outcomes();
		long members = outcomes.relist(this.source.runs(), this.source.reasons(), this.runId,
				this.parts.clock().instant());
		this.parts.runs().imported(this.runId);
		contribution.incrementReadCount();
		contribution.incrementWriteCount(members);
		return RepeatStatus.FINISHED;
	}

}
