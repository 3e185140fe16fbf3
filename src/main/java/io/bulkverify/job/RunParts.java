package io.bulkverify.job;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.stream.Stream;

import io.bulkverify.member.PolicySettings;
import io.bulkverify.mx.MxApi;
import io.bulkverify.mx.MxProperties;
import io.bulkverify.mx.RateLimits;
import io.bulkverify.report.OutputSet;
import io.bulkverify.store.DiskSpace;
import io.bulkverify.store.KnownNumbers;
import io.bulkverify.store.LatestOutcomes;
import io.bulkverify.store.RunTable;
import io.bulkverify.store.WorkTable;

import org.springframework.batch.core.repository.JobRepository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What the parts of a run share.
 *
 * @param jobs Spring Batch's own tables
 * @param transactions those of the database, for steps that write to it
 * @param runs the runs
 * @param table the members
 * @param outcomes what became of them in runs that belong together
 * @param known the numbers of earlier runs
 * @param mx MX
 * @param mxSettings its limits and time-outs
 * @param settings how members are verified
 * @param lease our hold on the database
 * @param patience what give-up times are measured by
 * @param outage what is away for everybody
 * @param rateLimits how many calls are made, and how long they take
 * @param stop whether the run is to end early
 * @param clock the one wall clock
 * @param time how long this process has been running
 * @param disk whether the embedded database has room
 */
record RunParts(JobRepository jobs, PlatformTransactionManager transactions, RunTable runs, WorkTable table,
		LatestOutcomes outcomes, KnownNumbers known, MxApi mx, MxProperties mxSettings, VerificationProperties settings,
		RunLease lease, PatienceClock patience, OutageWatch outage, RateLimits rateLimits, StopSignal stop,
		InstantSource clock, RunningTime time, DiskSpace disk) {

	/** A bank's other members wait so long before one of them tries. */
	private static final Duration MAINTENANCE = Duration.ofMinutes(20);

	TransactionOperations transaction() {
		return new TransactionTemplate(this.transactions);
	}

	/**
	 * Moves files into place while nobody can take the lease.
	 * @param noted what the database is to say once they are there; it is written first,
	 * for the lease's row is the last to be locked, and stays unsaid if they do not come
	 */
	void intoPlace(OutputSet output, Runnable noted) {
		transaction().executeWithoutResult((status) -> {
			noted.run();
			output.commit(this.lease::check);
			output.sweep();
		});
	}

	HungWatch hungWatch() {
		return new HungWatch(this.outage, this.stop, this.settings.outage().giveUpAfter(), this.time,
				this.disk::shortage, HungWatch.LastResort.HALT);
	}

	LaneLimits limits() {
		Duration longest = this.settings.poll().maxInterval();
		return LaneLimits.of(this.mxSettings.limits().readsPerSecond(), this.mxSettings.limits().writesPerSecond(),
				longest, this.settings.maxVerifying());
	}

	/**
	 * No member is ever told to wait longer: not by a setting, not by MX (a Retry-After
	 * is heeded as long as an outage is borne), not by a bank's maintenance.
	 */
	Duration longestWait() {
		VerificationProperties.Poll poll = this.settings.poll();
		return Stream
			.of(MAINTENANCE, this.settings.outage().giveUpAfter(), this.settings.conflict().maxDelay(),
					poll.initialDelay().plus(poll.maxInterval()), this.mxSettings.readTimeout())
			.max(Comparator.naturalOrder())
			.orElseThrow();
	}

	PolicySettings policySettings(RunPlan plan) {
		VerificationProperties.Poll poll = this.settings.poll();
		VerificationProperties.Conflict conflict = this.settings.conflict();
		return new PolicySettings(
				new PolicySettings.Poll(poll.initialDelay(), poll.interval(), poll.maxInterval(), poll.giveUpAfter()),
				new PolicySettings.Conflict(conflict.initialDelay(), conflict.maxDelay(), conflict.giveUpAfter()),
				this.settings.error().giveUpAfter(), this.settings.numbers().giveUpAfter(),
				this.mxSettings.readTimeout(), this.settings.selectionRule(), this.settings.retryFailed(),
				plan.verifyEven(), this.settings.numbersFirst());
	}

}
