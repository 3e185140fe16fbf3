package io.bulkverify.job;

import java.time.InstantSource;
import java.util.Locale;
import java.util.function.LongSupplier;

import io.bulkverify.mx.CallLog;
import io.bulkverify.mx.MxProperties;
import io.bulkverify.mx.Outage;
import io.bulkverify.mx.RateLimits;
import io.bulkverify.store.FinishedRuns;
import io.bulkverify.store.LatestOutcomes;
import io.bulkverify.store.Lease;
import io.bulkverify.store.RunComparison;
import io.bulkverify.store.RunTable;
import io.bulkverify.store.RunTimeline;
import io.bulkverify.store.WorkTable;

import org.springframework.batch.core.repository.JobRepository;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the commands together that look at runs, stop them or clear them away. */
@Configuration(proxyBeanMethods = false)
class CommandConfiguration {

	@Bean
	KnownRuns knownRuns(RunTable runs) {
		return new KnownRuns(runs);
	}

	@Bean
	RerunDesk rerunDesk(RunTable runs, KnownRuns known, MxProperties mx, InstantSource clock) {
		return new RerunDesk(runs, known, mx.api().name().toLowerCase(Locale.ROOT), clock);
	}

	@Bean
	ProgressDesk progressDesk(RunParts parts, Outage mx, RateLimits limits, MxProperties mxSettings,
			VerificationProperties settings, InstantSource clock, LongSupplier nanos) {
		RunWaits waits = new RunWaits(parts.outage(), mx::outage, limits, mxSettings.limits(), clock);
		return new ProgressDesk(waits, settings.progressEvery(), nanos);
	}

	@Bean
	RunFiles runFiles(RunTable runs, WorkTable table, LatestOutcomes outcomes, RunReports reports) {
		return new RunFiles(runs, table, outcomes, reports);
	}

	@Bean
	ReportDesk reportDesk(KnownRuns known, RunFiles files) {
		return new ReportDesk(known, files);
	}

	@Bean
	StopDesk stopDesk(Lease lease, RunTable runs, KnownRuns known, MxProperties mxSettings,
			VerificationProperties settings, LongSupplier nanos) {
		return new StopDesk(lease, runs, known, settings.lease().takeOverAfter(), mxSettings.readTimeout(), nanos);
	}

	@Bean
	CloseDesk closeDesk(StopDesk stops, LeaseDesk leases, RunParts parts, KnownRuns known, RunReports reports,
			RunFiles files, CallLog calls, RunTimeline timeline) {
		return new CloseDesk(stops, leases, (run) -> {
			parts.patience().goOnFrom(run.patience());
			TimelineRecorder recorder = new TimelineRecorder(run.id(), timeline, calls::counts, parts.outage()::away,
					parts.clock());
			return new RunKeeper(run, parts.lease(), parts.runs(), calls, recorder, parts.patience(), parts.stop(),
					() -> {
					}, parts.outage(), parts.hungWatch(), new LaneSignals());
		}, known, parts, reports, files);
	}

	@Bean
	StatusDesk statusDesk(RunTable runs, WorkTable table, RunComparison comparison, Lease lease, KnownRuns known,
			VerificationProperties settings, InstantSource clock) {
		return new StatusDesk(runs, table, comparison, lease, known, settings.lease().takeOverAfter(), clock);
	}

	@Bean
	RunDeletion runDeletion(FinishedRuns rows, JobRepository jobs) {
		return new RunDeletion(rows, jobs);
	}

	@Bean
	PurgeDesk purgeDesk(FinishedRuns old, KnownRuns known, RunDeletion deletion, LeaseDesk leases,
			InstantSource clock) {
		return new PurgeDesk(old, known, deletion, leases, clock);
	}

}
