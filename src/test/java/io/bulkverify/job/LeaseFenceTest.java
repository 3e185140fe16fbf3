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
import io.bulkverify.store.KnownNumbers;
import io.bulkverify.store.LatestOutcomes;
import io.bulkverify.store.Lease;
import io.bulkverify.store.RunStatus;
import io.bulkverify.store.RunTable;
import io.bulkverify.store.RunTimeline;
import io.bulkverify.store.TestDatabase;
import io.bulkverify.store.WorkTable;
import org.junit.jupiter.api.AfterEach;
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

	private ConfigurableApplicationContext application;

	private Lease lease;

	private RunLease ours;

	private RunTable runs;

	private WorkTable table;

	private long run;

	private void start(TestDatabase database) {
		String url = database.newUrl();
		this.application = BulkVerifyApplication.start("--spring.datasource.url=" + url,
				"--spring.datasource.username=" + (url.startsWith("jdbc:h2") ? "sa" : "postgres"));
		this.lease = bean(Lease.class);
		this.ours = bean(RunLease.class);
		this.runs = bean(RunTable.class);
		this.table = bean(WorkTable.class);
		this.run = this.runs.create(DATE, "1".repeat(64), "members.csv", "atrium", null, null, NOW).id();
		this.table.insert(this.run, List.of(row(2), row(3)), NOW);
		assertThat(this.lease.tryTake(this.ours.owner(), null, Duration.ZERO)).isTrue();
		this.ours.taken(this.ours.now(), 1);
	}

	@AfterEach
	void stop() {
		this.application.close();
	}

	@ParameterizedTest
	@EnumSource(TestDatabase.class)
	void a_process_that_has_lost_its_lease_writes_nothing_whatever_it_was_about_to_do(TestDatabase database) {
		start(database);
		Map<String, Runnable> writes = writes();
		anotherTakesTheLease();
		Map<String, List<Map<String, Object>>> before = everything();

		writes.forEach((what, write) -> assertThatThrownBy(write::run).as(what).isInstanceOf(LeaseLostException.class));

		assertThat(everything()).isEqualTo(before);
		assertThat(this.runs.find(this.run)).as("looking is allowed").isPresent();
	}

	private Map<String, Runnable> writes() {
		JobRepository jobs = bean(JobRepository.class);
		JobParameters parameters = new JobParameters();
		JobInstance instance = jobs.createJobInstance(VerifyMembersJob.NAME, parameters);
		JobExecution execution = jobs.createJobExecution(instance, parameters, new ExecutionContext());
		StepExecution step = jobs.createStepExecution("importMembers", execution);
		LatestOutcomes outcomes = bean(LatestOutcomes.class);
		Map<String, Runnable> writes = new LinkedHashMap<>();
		writes.put("a new run", () -> this.runs.create(DATE, "2".repeat(64), "b.csv", "atrium", null, null, NOW));
		writes.put("a run that starts", () -> this.runs.started(this.run, NOW));
		writes.put("a wish to stop that was heard", () -> this.runs.clearStop(this.run));
		writes.put("carried columns", () -> this.runs.carriedColumns(this.run, List.of("a")));
		writes.put("an output folder", () -> this.runs.outputDirectory(this.run, "out"));
		writes.put("a list that is there", () -> this.runs.imported(this.run));
		writes.put("calls", () -> this.runs.calls(this.run, new CallCounts(1, 2, 3, 4), Duration.ofSeconds(1)));
		writes.put("the end of a run", () -> this.runs.ended(this.run, RunStatus.FAILED, 1, NOW));
		writes.put("rows of a list", () -> this.table.insert(this.run, List.of(row(4)), NOW));
		writes.put("an import anew", () -> this.table.forget(this.run));
		writes.put("members reported",
				() -> this.table.reportOpen(this.run, Reason.RUN_CLOSED, Set.of(Stage.PENDING), NOW));
		writes.put("later settlement", () -> this.table.postponeUnsettled(NOW));
		writes.put("outcomes of later runs", () -> this.table.adoptOutcomes(this.run));
		writes.put("fresh numbers", () -> bean(KnownNumbers.class).take(this.run, NOW, NOW));
		writes.put("a rerun's members",
				() -> outcomes.relist(List.of(this.run), List.of(Reason.DENIED), this.run, NOW));
		writes.put("the timeline", () -> bean(RunTimeline.class).put(this.run,
				List.of(new Interval(NOW, 0, 1, 1, 0, 0, 0, Duration.ZERO))));
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
		writes.put("a chunk step's own transaction", () -> transaction().executeWithoutResult(
				(status) -> jdbc().update("update verification_run set list_name = 'x' where id = ?", this.run)));
		return writes;
	}

	@ParameterizedTest
	@EnumSource(TestDatabase.class)
	void a_lease_that_is_lost_between_a_write_and_its_commit_takes_the_write_along(TestDatabase database) {
		start(database);

		assertThatThrownBy(() -> transaction().executeWithoutResult((status) -> {
			this.runs.ended(this.run, RunStatus.FAILED, 1, NOW);
			elsewhere(this::anotherTakesTheLease);
		})).isInstanceOf(LeaseLostException.class);

		assertThat(this.runs.find(this.run).orElseThrow().exitCode()).isNull();
	}

	@ParameterizedTest
	@EnumSource(TestDatabase.class)
	void heartbeats_do_not_wait_for_the_work_before_a_commit(TestDatabase database) {
		start(database);

		transaction().executeWithoutResult((status) -> {
			this.runs.ended(this.run, RunStatus.FAILED, 1, NOW);
			elsewhere(() -> assertThat(this.lease.heartbeat(this.ours.owner(), this.run)).isTrue());
		});

		assertThat(this.runs.find(this.run).orElseThrow().exitCode()).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource(TestDatabase.class)
	void whoever_never_took_the_lease_may_ask_a_run_to_stop(TestDatabase database) {
		start(database);
		anotherTakesTheLease();
		try (ConfigurableApplicationContext beside = BulkVerifyApplication.start(
				"--spring.datasource.url=" + this.application.getEnvironment().getProperty("spring.datasource.url"),
				"--spring.datasource.username="
						+ this.application.getEnvironment().getProperty("spring.datasource.username"))) {
			beside.getBean(RunTable.class).requestStop(this.run);
		}

		assertThat(this.runs.find(this.run).orElseThrow().stopRequested()).isTrue();
	}

	private void anotherTakesTheLease() {
		this.lease.release(this.ours.owner());
		assertThat(this.lease.tryTake("another process", null, Duration.ZERO)).isTrue();
	}

	private static void elsewhere(Runnable work) {
		CompletableFuture.runAsync(work, (task) -> Thread.ofPlatform().start(task)).join();
	}

	/** Every row of every table. */
	private Map<String, List<Map<String, Object>>> everything() {
		Map<String, List<Map<String, Object>>> rows = new TreeMap<>();
		List<String> tables = jdbc().queryForList(
				"select table_name from information_schema.tables where lower(table_schema) = 'public' and table_type = 'BASE TABLE'",
				String.class);
		assertThat(tables).hasSizeGreaterThan(10);
		tables
			.forEach((name) -> rows.put(name, jdbc().queryForList("select * from \"" + name + "\" order by 1, 2, 3")));
		return rows;
	}

	private JdbcTemplate jdbc() {
		return bean(JdbcTemplate.class);
	}

	private TransactionTemplate transaction() {
		return new TransactionTemplate(bean(PlatformTransactionManager.class));
	}

	private <T> T bean(Class<T> type) {
		return this.application.getBean(type);
	}

	private static ListRow row(long line) {
		return new ListRow.Listed(new ListedMember(line, "USR-" + line, "MBR-" + line, null, null, Set.of(), null),
				Map.of(), "USR-%d,MBR-%d".formatted(line, line));
	}

}
