package io.bulkverify.job;

import io.bulkverify.store.FinishedRuns;

import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.repository.JobRepository;

/** Deletes a run with all that is known of it, in Spring Batch's tables too. */
final class RunDeletion {

	private final FinishedRuns rows;

	private final JobRepository jobs;

	RunDeletion(FinishedRuns rows, JobRepository jobs) {
		this.rows = rows;
		this.jobs = jobs;
	}

	FinishedRuns.Deleted delete(long runId) {
		JobInstance job = this.jobs.getJobInstance(VerifyMembersJob.NAME,
				new JobParametersBuilder().addLong("run", runId).toJobParameters());
		if (job != null) {
			this.jobs.deleteJobInstance(job);
		}
		return this.rows.delete(runId);
	}

	/**
	 * Deletes a run that was refused before anything was asked of MX for it: it would be
	 * an unfinished run for ever, of a list that nobody wants.
	 */
	void deleteIfNothingWasDone(long runId) {
		if (this.rows.isUntouched(runId)) {
			delete(runId);
		}
	}

}
