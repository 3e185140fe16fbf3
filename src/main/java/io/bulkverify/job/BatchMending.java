package io.bulkverify.job;

import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;

/**
 * Makes a job startable again whose last execution did not end in order: its process was
 * killed, or the database was away when it wanted to say how it ended. Such an execution
 * looks alive or UNKNOWN, or is missing, and Spring Batch refuses to start beside it;
 * {@code JobOperator.recover} leaves what is UNKNOWN as it is. Only for whoever holds the
 * lease: nothing here can tell a dead execution from a living one.
 */
final class BatchMending {

	private final JobRepository jobs;

	private final InstantSource clock;

	BatchMending(JobRepository jobs, InstantSource clock) {
		this.jobs = jobs;
		this.clock = clock;
	}

	void mend(JobInstance instance) {
		JobExecution last = this.jobs.getLastJobExecution(instance);
		if (last == null) {
			this.jobs.deleteJobInstance(instance);
			return;
		}
		for (JobExecution execution : this.jobs.getJobExecutions(instance)) {
			mend(execution);
		}
	}

	private void mend(JobExecution execution) {
		for (StepExecution step : execution.getStepExecutions()) {
			if (unfinished(step.getStatus())) {
				step.setStatus(BatchStatus.FAILED);
				step.setEndTime(now());
				this.jobs.update(step);
			}
		}
		if (unfinished(execution.getStatus())) {
			execution.setStatus(BatchStatus.FAILED);
			execution.setEndTime(now());
			this.jobs.update(execution);
		}
	}

	private static boolean unfinished(BatchStatus status) {
		return status.isRunning() || status == BatchStatus.UNKNOWN;
	}

	private LocalDateTime now() {
		return LocalDateTime.ofInstant(this.clock.instant(), ZoneId.systemDefault());
	}

}
