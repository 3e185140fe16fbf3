package io.bulkverify.job;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.bulkverify.BulkVerifyApplication;
import io.bulkverify.member.Interval;
import io.bulkverify.member.ListRow;
import io.bulkverify.member.ListedMember;
import io.bulkverify.member.Reason;
import io.bulkverify.member.Stage;
import io.bulkverify.store.CallCounts;
import io.bulkverify.store.FinishedRuns;
import io.bulkverify.store.KnownNumbers;
import io.bulkverify.store.LatestOutcomes;
import io.bulkverify.store.Lease;
import io.bulkverify.store.RunStatus;
import io.bulkverify.store.RunTable;
import io.bulkverify.store.RunTimeline;
import io.bulkverify.store.TestDatabase;
import io.bulkverify.store.WorkTable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Nothing comes into the database but from the holder of the lease: the application as it
 * is wired, and every way in which a run, a rerun, a close and Spring Batch write.
 */
class LeaseFenceTest {

	private static final Instant NOW = Instant.parse("2026-11-20T01:30:00Z");

	private static final LocalDate DATE = LocalDate.of(2026, 11, 20);

	/** The program as a process that has taken the lease. */
	private record Holder(ConfigurableApplicationContext application, Lease lease, RunLease ours, RunTable runs,
			WorkTable table, long run) implements AutoCloseable {

		static Holder on(TestDatabase database) {
			ConfigurableApplicationContext application = start(database.newUrl());
			Lease lease = application.getBean(Lease.class);
			RunLease ours = application.getBean(RunLease.class);
			RunTable runs = application.getBean(RunTable.class);
			WorkTable table = application.getBean(WorkTable.class);
			long run = runs.create(DATE, "1".repeat(64), "members.csv", "atrium", null, null, NOW).id();
			table.insert(run, List.of(row(2), row(3)), NOW);
			assertThat(lease.tryTake(ours.owner(), null, Duration.ZERO)).isTrue();
			ours.taken(ours.now(), 1);
			return new Holder(application, lease, ours, runs, table, run);
		}

		private <T> T bean(Class<T> type) {
			return this.application.getBean(type);
		}

		void loseTheLease() {
			this.lease.release(this.ours.owner());
			assertThat(this.lease.tryTake("another process", null, Duration.ZERO)).isTrue();
		}

		void inOneTransaction(Runnable work) {
			new TransactionTemplate(bean(PlatformTransactionManager.class))
				.executeWithoutResult((status) -> work.run());
		}

		@Nullable Integer exitCode() {
			return this.runs.find(this.run).orElseThrow().exitCode();
		}

		/** Every row of every table. */
		Map<String, List<Map<String, @Nullable Object>>> everything() {
			JdbcTemplate jdbc = bean(JdbcTemplate.class);
			Map<String, List<Map<String, @Nullable Object>>> rows = new TreeMap<>();
			for (Map<String, @Nullable Object> table : jdbc.queryForList(
					"select table_name from information_schema.tables where lower(table_schema) = 'public' and table_type = 'BASE TABLE'")) {
				String name = String.valueOf(table.get("table_name"));
				rows.put(name, jdbc.queryForList("select * from \"" + name + "\" order by 1, 2, 3"));
			}
			assertThat(rows).hasSizeGreaterThan(10);
			return rows;
		}

		@Override
		public void close() {
			this.application.close();
		}

	}

	private static ConfigurableApplicationContext start(String url) {
		return BulkVerifyApplication.start("--spring.datasource.url=" + url,
				"--spring.datasource.username=" + (url.startsWith("jdbc:h2") ? "sa" : "postgres"));
	}

	@ParameterizedTest
	@EnumSource(TestDatabase.class)
	void a_process_that_has_lost_its_lease_writes_nothing_whatever_it_was_about_to_do(TestDatabase database) {
		try (Holder holder = Holder.on(database)) {
			Map<String, Runnable> writes = writes(holder);
			holder.loseTheLease();
			Map<String, List<Map<String, @Nullable Object>>> before = holder.everything();

			writes.forEach(
					(what, write) -> assertThatThrownBy(write::run).as(what).isInstanceOf(LeaseLostException.class));

			assertThat(holder.everything()).isEqualTo(before);
			assertThat(holder.runs().find(holder.run())).as("looking is allowed").isPresent();
		}
	}

	private static Map<String, Runnable> writes(Holder holder) {
		JobRepository jobs = holder.bean(JobRepository.class);
		JobParameters parameters = new JobParameters();
		JobInstance instance = jobs.createJobInstance(VerifyMembersJob.NAME, parameters);
		JobExecution execution = jobs.createJobExecution(instance, parameters, new ExecutionContext());
		StepExecution step = jobs.createStepExecution("importMembers", execution);
		LatestOutcomes outcomes = holder.bean(LatestOutcomes.class);
		RunTable runs = holder.runs();
		WorkTable table = holder.table();
		long run = holder.run();
		Map<String, Runnable> writes = new LinkedHashMap<>();
		writes.put("a new run", () -> runs.create(DATE, "2".repeat(64), "b.csv", "atrium", null, null, NOW));
		writes.put("a run that starts", () -> runs.started(run, NOW));
		writes.put("a wish to stop that was heard", () -> runs.clearStop(run));
		writes.put("carried columns", () -> runs.carriedColumns(run, List.of("a")));
		writes.put("an output folder", () -> runs.outputDirectory(run, "out"));
		writes.put("an end of the run's time", () -> runs.until(run, NOW));
		writes.put("a list that is there", () -> runs.imported(run));
		writes.put("calls", () -> runs.calls(run, new CallCounts(1, 2, 3, 4), Duration.ofSeconds(1)));
		writes.put("the end of a run", () -> runs.ended(run, RunStatus.FAILED, 1, NOW));
		writes.put("rows of a list", () -> table.insert(run, List.of(row(4)), NOW));
		writes.put("an import anew", () -> table.forget(run));
		writes.put("members reported", () -> table.reportOpen(run, Reason.RUN_CLOSED, Set.of(Stage.PENDING), NOW));
		writes.put("later settlement", () -> table.postponeUnsettled(NOW));
		writes.put("outcomes of later runs", () -> table.adoptOutcomes(run));
		writes.put("outcomes of earlier runs", () -> table.takeOver(run, List.of(1L)));
		writes.put("fresh numbers", () -> holder.bean(KnownNumbers.class).take(run, NOW, NOW));
		writes.put("a rerun's members", () -> outcomes.relist(List.of(run), List.of(Reason.DENIED), run, NOW));
		writes.put("the timeline", () -> holder.bean(RunTimeline.class)
			.put(run, List.of(new Interval(NOW, 0, 1, 1, 0, 0, 0, Duration.ZERO))));
		writes.put("a run deleted", () -> holder.bean(FinishedRuns.class).delete(run));
		writes.put("a job's instance", () -> jobs.createJobInstance("another", parameters));
		writes.put("a job's execution", () -> jobs.createJobExecution(instance, parameters, new ExecutionContext()));
		writes.put("a job mended", () -> {
			execution.setStatus(BatchStatus.FAILED);
			execution.setEndTime(LocalDateTime.of(2026, 11, 20, 1, 30));
			jobs.update(execution);
		});
		writes.put("a step begun", () -> jobs.createStepExecution("closeRun", execution));
		writes.put("a step mended", () -> {
			step.setStatus(BatchStatus.FAILED);
			jobs.update(step);
		});
		writes.put("a step's context", () -> jobs.updateExecutionContext(step));
		writes.put("a job deleted", () -> jobs.deleteJobInstance(instance));
		writes.put("a chunk step's own transaction", () -> holder.inOneTransaction(() -> holder.bean(JdbcTemplate.class)
			.update("update verification_run set list_name = 'x' where id = ?", run)));
		return writes;
	}

	@ParameterizedTest
	@EnumSource(TestDatabase.class)
	void a_lease_that_is_lost_between_a_write_and_its_commit_takes_the_write_along(TestDatabase database) {
		try (Holder holder = Holder.on(database)) {
			assertThatThrownBy(() -> holder.inOneTransaction(() -> {
				holder.runs().ended(holder.run(), RunStatus.FAILED, 1, NOW);
				elsewhere(holder::loseTheLease);
			})).isInstanceOf(LeaseLostException.class);

			assertThat(holder.exitCode()).isNull();
		}
	}

	@ParameterizedTest
	@EnumSource(TestDatabase.class)
	void heartbeats_do_not_wait_for_the_work_before_a_commit(TestDatabase database) {
		try (Holder holder = Holder.on(database)) {
			holder.inOneTransaction(() -> {
				holder.runs().ended(holder.run(), RunStatus.FAILED, 1, NOW);
				elsewhere(() -> assertThat(holder.lease().heartbeat(holder.ours().owner(), holder.run())).isTrue());
			});

			assertThat(holder.exitCode()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@EnumSource(TestDatabase.class)
	void whoever_never_took_the_lease_may_ask_a_run_to_stop(TestDatabase database) {
		try (Holder holder = Holder.on(database)) {
			holder.loseTheLease();
			String url = String.valueOf(holder.application().getEnvironment().getProperty("spring.datasource.url"));
			try (ConfigurableApplicationContext beside = start(url)) {
				beside.getBean(RunTable.class).requestStop(holder.run());
			}

			assertThat(holder.runs().find(holder.run()).orElseThrow().stopRequested()).isTrue();
		}
	}

	private static void elsewhere(Runnable work) {
		CompletableFuture.runAsync(work, (task) -> Thread.ofPlatform().start(task)).join();
	}

	private static ListRow row(long line) {
		return new ListRow.Listed(new ListedMember(line, "USR-" + line, "MBR-" + line, null, null, Set.of(), null),
				Map.of(), "USR-%d,MBR-%d".formatted(line, line));
	}

}
