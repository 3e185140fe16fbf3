package io.bulkverify.job;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.StringJoiner;

import io.bulkverify.store.FinishedRuns;
import io.bulkverify.store.Run;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.repository.JobRepository;

/**
 * Carries out {@code purge}: deletes finished runs that have grown old. The latest
 * numbers of each account stay, and so do unfinished runs and runs whose reruns stay.
 */
public final class PurgeDesk {

	private static final Logger logger = LoggerFactory.getLogger(PurgeDesk.class);

	private final FinishedRuns old;

	private final KnownRuns known;

	private final JobRepository jobs;

	private final InstantSource clock;

	PurgeDesk(FinishedRuns old, KnownRuns known, JobRepository jobs, InstantSource clock) {
		this.old = old;
		this.known = known;
		this.jobs = jobs;
		this.clock = clock;
	}

	/**
	 * Deletes runs that ended longer ago than that, each in a transaction of its own, and
	 * says which.
	 */
	public RunResult purge(Duration age) {
		List<Long> runs = this.old.endedBefore(this.clock.instant().minus(age));
		StringJoiner text = new StringJoiner(System.lineSeparator());
		for (long runId : runs) {
			text.add(delete(this.known.named(runId)));
		}
		for (long runId : this.old.unfinishedBefore(this.clock.instant().minus(age))) {
			text.add("Kept run %d: it is not finished. Close it with stop --run %d --close.".formatted(runId, runId));
		}
		text.add(runs.isEmpty() ? "No finished run is that old; nothing was deleted."
				: "Deleted %d run%s. The latest numbers of each account were kept.".formatted(runs.size(),
						runs.size() == 1 ? "" : "s"));
		return new RunResult(ExitCode.FINISHED, text.toString());
	}

	private String delete(Run run) {
		JobInstance job = this.jobs.getJobInstance(VerifyMembersJob.NAME,
				new JobParametersBuilder().addLong("run", run.id()).toJobParameters());
		if (job != null) {
			this.jobs.deleteJobInstance(job);
		}
		FinishedRuns.Deleted deleted = this.old.delete(run.id());
		logger.info("Run {} was purged", run.id());
		return "Deleted run %d of %s for %s: %,d members, %,d rejected rows, %,d account numbers.".formatted(run.id(),
				run.listName(), run.businessDate(), deleted.members(), deleted.rejected(), deleted.accountNumbers());
	}

}
