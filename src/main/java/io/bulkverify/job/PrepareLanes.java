package io.bulkverify.job;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;

import io.bulkverify.member.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * Ends members whose outcome is known without a call, counts what is left to do, and
 * refuses a list that would cost more than the operator allows, before any call.
 */
final class PrepareLanes implements Tasklet {

	private static final Logger logger = LoggerFactory.getLogger(PrepareLanes.class);

	private static final Set<Stage> UNPAID = EnumSet.of(Stage.PENDING, Stage.READY);

	private final RunPlan plan;

	private final long runId;

	private final RunParts parts;

	private final ListImport list;

	private final StageCounts counts;

	PrepareLanes(RunPlan plan, RunParts parts, ListImport list) {
		this.plan = plan;
		this.runId = plan.run().id();
		this.parts = parts;
		this.list = list;
		this.counts = plan.counts();
	}

	/** What a later run has found out in the meantime costs no call. */
	private void adoptOutcomes() {
		int adopted = this.parts.table().adoptOutcomes(this.runId);
		if (adopted > 0) {
			logger.info("Run {} takes over the outcomes of {} members from later runs", this.runId, adopted);
		}
	}

	@Override
	public RepeatStatus execute(StepContribution contribution, ChunkContext chunkContext) {
		this.list.requireComplete();
		adoptOutcomes();
		takeBackTheFuture();
		takeOverPaid();
		takeFresh();
		nameThoseVerifiedToday();
		this.counts.load(this.parts.table().counts(this.runId));
		this.counts.conflicted(this.parts.table().conflicted(this.runId));
		refuseTooMany();
		return RepeatStatus.FINISHED;
	}

	/** The machine's clock may have been set back since the run's last process. */
	private void takeBackTheFuture() {
		int rows = this.parts.table()
			.takeBackTheFuture(this.runId, this.parts.clock().instant(), this.parts.longestWait());
		if (rows > 0) {
			logger.warn("The clock was set back since run {} was last at work: {} members that were due later than "
					+ "anybody waits are due now", this.runId, rows);
		}
	}

	private void refuseTooMany() {
		Long allowed = this.parts.settings().maxVerifyCalls();
		if (allowed == null || this.plan.deadline().isOver()) {
			return;
		}
		long wanted = this.counts.in(UNPAID);
		long before = this.plan.verifiesBefore();
		if (wanted + before > allowed) {
			throw new UsageException(
					"the list would need up to %d verify calls%s, but verification.max-verify-calls is %d: ".formatted(
							wanted, (before > 0) ? ", and %d were made for earlier runs".formatted(before) : "",
							allowed) + "shorten the list or raise the limit; no call was made");
		}
	}

	/** Whoever was paid for in this very invocation is not paid for again. */
	private void takeOverPaid() {
		int taken = this.parts.table().takeOver(this.runId, this.plan.paidBefore());
		if (taken > 0) {
			logger.info("{} members were just verified for an earlier run: run {} takes over their outcomes", taken,
					this.runId);
		}
	}

	private void nameThoseVerifiedToday() {
		if (this.plan.deadline().isOver()) {
			return;
		}
		ZoneId zone = this.parts.settings().zoneOrSystem();
		Instant midnight = LocalDate.ofInstant(this.parts.clock().instant(), zone).atStartOfDay(zone).toInstant();
		long again = this.parts.known().toBeVerifiedAgain(this.runId, midnight);
		if (again > 0) {
			logger.warn(
					"{} members of run {} were verified earlier today and will be billed again; with "
							+ "verification.fresh-for (such as 12h) they are exported without a call",
					again, this.runId);
		}
	}

	private void takeFresh() {
		Duration freshFor = this.parts.settings().freshFor();
		if (!freshFor.isPositive()) {
			return;
		}
		Instant now = this.parts.clock().instant();
		long taken = this.parts.known().take(this.runId, now.minus(freshFor), now);
		logger.info("{} members were verified in the last {}: they are exported without a call", taken,
				InWords.of(freshFor));
	}

}
