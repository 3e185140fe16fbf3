package io.bulkverify.job;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.LongSupplier;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.bulkverify.input.QuerySource;
import io.bulkverify.mx.CallLog;
import io.bulkverify.mx.Outage;
import io.bulkverify.mx.MxApi;
import io.bulkverify.mx.MxProperties;
import io.bulkverify.mx.RateLimits;
import io.bulkverify.store.DiskSpace;
import io.bulkverify.store.InstitutionOutcomes;
import io.bulkverify.store.KnownNumbers;
import io.bulkverify.store.LatestOutcomes;
import io.bulkverify.store.Lease;
import io.bulkverify.store.NumberCipher;
import io.bulkverify.store.RunTable;
import io.bulkverify.store.RunTimeline;
import io.bulkverify.store.Schema;
import io.bulkverify.store.WorkTable;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.transaction.PlatformTransactionManager;

/** Puts the parts of a run together. */
@Configuration(proxyBeanMethods = false)
class JobConfiguration {

	private static final Path SPOOL = Path.of("data", "spool");

	@Bean
	static SettingsGate settingsGate(Environment environment) {
		return new SettingsGate(environment);
	}

	@Bean
	StopSignal stopSignal() {
		return new StopSignal();
	}

	@Bean
	RunGate runGate(StopSignal stop) {
		return new RunGate(stop);
	}

	@Bean
	PatienceClock patienceClock(LongSupplier nanos) {
		return new PatienceClock(nanos);
	}

	@Bean
	RunLease runLease(Lease lease, VerificationProperties settings, LongSupplier nanos, InstantSource clock,
			StopSignal stop) {
		return new RunLease(lease, thisProcess(), settings.lease().takeOverAfter(), nanos, clock, stop);
	}

	@Bean
	LeaseFence leaseFence(RunLease lease) {
		return new LeaseFence(lease);
	}

	@Bean
	LeaseDesk leaseDesk(Lease lease, RunLease ours, VerificationProperties settings, WorkTable table, StopSignal stop,
			InstantSource clock, LongSupplier nanos) {
		return new LeaseDesk(lease, ours, settings.lease().takeOverAfter(), table, stop, clock, nanos);
	}

	/** Who holds the lease, in words that lead an operator to the process. */
	private static String thisProcess() {
		String host;
		try {
			host = InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			host = "unknown host";
		}
		return "process %d on %s (%s)".formatted(ProcessHandle.current().pid(), host,
				UUID.randomUUID().toString().substring(0, 8));
	}

	@Bean
	@Lazy
	NumberCipher numberCipher(VerificationProperties settings) {
		try {
			return settings.encryptionKeys().map(NumberCipher::with).orElseGet(NumberCipher::none);
		}
		catch (IllegalArgumentException ex) {
			throw new UsageException(String.valueOf(ex.getMessage()));
		}
	}

	@Bean
	RunReports runReports(RunTable runs, WorkTable table, RunTimeline timeline, InstitutionOutcomes institutions,
			VerificationProperties settings) {
		return new RunReports(runs, table, timeline, institutions, settings.failAbove());
	}

	@Bean
	RunParts runParts(JobRepository jobs, PlatformTransactionManager transactions, RunTable runs, WorkTable table,
			LatestOutcomes outcomes, KnownNumbers known, MxApi mx, MxProperties mxSettings,
			VerificationProperties settings, RunLease lease, PatienceClock patience, StopSignal stop,
			RateLimits rateLimits, RunningTime time, InstantSource clock, DiskSpace disk) {
		OutageWatch outage = new OutageWatch(time, patience, settings.outage().giveUpAfter(), stop, () -> runs.find(0));
		return new RunParts(jobs, transactions, runs, table, outcomes, known, mx, mxSettings, settings, lease, patience,
				outage, rateLimits, stop, clock, time, disk);
	}

	@Bean
	RunMetrics runMetrics(MeterRegistry registry, CallLog calls, WorkTable table, InstantSource clock) {
		return new RunMetrics(registry, calls, table, clock);
	}

	@Bean
	JobStarter jobStarter(JobOperator operator, RunParts parts, RunReports reports, CallLog calls, Outage mx,
			RateLimits limits, ProgressDesk progress, RunTimeline timeline, RunMetrics metrics) {
		return new JobStarter(operator, parts, reports, calls, mx, new QuotaInForce(limits, calls), progress, timeline,
				metrics);
	}

	@Bean
	QuerySource querySource(VerificationProperties settings, DataSourceProperties own, DataSource database) {
		VerificationProperties.Source second = settings.source();
		return new QuerySource((second != null && second.url() != null)
				? new QuerySource.Login("verification.source.url", second.url(), second.username(), second.password())
				: new QuerySource.Login("spring.datasource.url", address(own, database), own.getUsername(),
						own.getPassword()));
	}

	/** The pool knows better where it looks than the settings: see the data folder. */
	private static String address(DataSourceProperties own, DataSource database) {
		return (database instanceof HikariDataSource pool) ? String.valueOf(pool.getJdbcUrl())
				: String.valueOf(own.getUrl());
	}

	@Bean
	ListSpool listSpool(Environment environment) throws IOException {
		boolean looksOnly = environment.getProperty("bulkverify.look-only", boolean.class, false);
		return looksOnly ? ListSpool.forNow() : new ListSpool(SPOOL, true);
	}

	@Bean
	ListDesk listDesk(QuerySource queries, ListSpool spool) {
		return new ListDesk(System.in, spool.folder(), queries);
	}

	@Bean
	RunFinder runFinder(RunTable runs, VerificationProperties settings, InstantSource clock) {
		return new RunFinder(runs, settings, clock);
	}

	@Bean
	CheckService checkService(MxProperties mxSettings, VerificationProperties settings, MxApi mx, ListDesk lists,
			RunFinder finder, Schema schema, Lease lease, WorkTable table, KnownNumbers known, InstantSource clock) {
		return new CheckService(mxSettings, settings, mx, lists, finder, schema, lease, table, known, clock);
	}

	@Bean
	EarlierRuns earlierRuns(JobStarter jobs, RunReports reports, WorkTable table) {
		return new EarlierRuns(jobs, reports, table);
	}

	@Bean
	RunService runService(MxProperties mxSettings, VerificationProperties settings, ListDesk lists, RunFinder finder,
			LeaseDesk leases, RunLease lease, RunGate gate, RunTable runs, EarlierRuns earlierRuns, JobStarter jobs,
			RunReports reports, RunDeletion deletion, RerunDesk reruns, StopSignal stop, InstantSource clock) {
		return new RunService(mxSettings, settings, lists, leases, lease, gate, runs, finder, earlierRuns, jobs,
				reports, deletion, reruns, stop, clock);
	}

}
