package io.bulkverify.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code purge} deletes what is old and over, and keeps what somebody may still need. */
class PurgeTest {

	private static final List<String> TABLES = List.of("verification_run", "member_verification", "rejected_row",
			"run_account_number");

	private static final List<String> SPRING_BATCH = List.of("batch_job_instance", "batch_job_execution",
			"batch_job_execution_params", "batch_job_execution_context", "batch_step_execution",
			"batch_step_execution_context");

	@TempDir
	Path folder;

	@Test
	void old_finished_runs_go_with_all_their_rows_on_h2() {
		purge(Night.h2(this.folder), new DriverManagerDataSource(Night.h2(this.folder), "sa", ""));
	}

	@Test
	void old_finished_runs_go_with_all_their_rows_on_postgresql() throws Exception {
		try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
			purge(server.getJdbcUrl("postgres", "postgres"), server.getPostgresDatabase());
		}
	}

	private void purge(String url, DataSource database) {
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.defaults())) {
			Night night = new Night(mx, url, this.folder);
			Path list = night.list(List.of("MBR-fine-1", "MBR-start.status-DENIED-1", "MBR-fine-1"));
			night.run(list);
			night.type("rerun", "--run", "1", "--output", this.folder.resolve("rerun").toString());
			JdbcClient jdbc = JdbcClient.create(database);

			assertThat(night.type("purge", "--older-than", "400d").out()).contains("nothing was deleted");
			jdbc.sql(
					"update verification_run set finished_at = timestamp with time zone '2020-01-01 00:00:00+00' where id = 1")
				.update();
			assertThat(night.type("purge", "--older-than", "400d").out()).as("a run whose rerun stays")
				.contains("nothing was deleted");

			jdbc.sql("update verification_run set finished_at = timestamp with time zone '2020-01-01 00:00:00+00'")
				.update();
			night.with("mx.base-url", "http://127.0.0.1:9").with("mx.read-timeout", "300ms");
			Night.Ended purge = night.type("purge", "--older-than", "400d");

			assertThat(purge.exit()).as(purge.toString()).isZero();
			assertThat(purge.out()).contains("Deleted run 2 ")
				.contains("Deleted run 1 of ")
				.contains("2 members, 1 rejected rows, 1 account numbers")
				.contains("Deleted 2 runs.");
			assertThat(TABLES).allSatisfy((table) -> assertThat(rows(jdbc, table)).as(table).isZero());
			assertThat(SPRING_BATCH).allSatisfy((table) -> assertThat(rows(jdbc, table)).as(table).isZero());
			assertThat(rows(jdbc, "account_number")).as("the latest numbers").isOne();
		}
	}

	@Test
	void what_is_younger_than_a_week_is_deleted_only_by_somebody_who_insists() {
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.defaults())) {
			Night night = new Night(mx, Night.h2(this.folder), this.folder);
			night.run(night.list(List.of("MBR-fine-1")));
			JdbcClient jdbc = JdbcClient.create(new DriverManagerDataSource(Night.h2(this.folder), "sa", ""));

			for (String age : List.of("0d", "6d", "167h")) {
				Night.Ended refused = night.type("purge", "--older-than", age);
				assertThat(refused.exit()).as(age).isEqualTo(2);
				assertThat(refused.err()).contains("less than 7 days", "--dry-run", "--force").hasLineCount(1);
			}
			assertThat(night.type("purge", "--older-than", "0d", "--dry-run").out()).contains("Would delete run 1 of ",
					"1 run would be deleted; nothing was.");
			assertThat(rows(jdbc, "member_verification")).isOne();

			assertThat(night.type("purge", "--older-than", "0d", "--force").out()).contains("Deleted 1 run.");
			assertThat(rows(jdbc, "member_verification")).isZero();
		}
	}

	@Test
	void nothing_is_deleted_while_another_process_works_on_a_run() {
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.defaults())) {
			Night night = new Night(mx, Night.h2(this.folder), this.folder);
			night.run(night.list(List.of("MBR-fine-1")));
			JdbcClient jdbc = JdbcClient.create(new DriverManagerDataSource(Night.h2(this.folder), "sa", ""));
			OtherHolder other = new OtherHolder(jdbc, 7L);
			Night.Ended purge = night.type("purge", "--older-than", "0d", "--force");
			other.close();

			assertThat(purge.exit()).as(purge.toString()).isEqualTo(4);
			assertThat(purge.err()).contains("another process works on this database", "run 7").hasLineCount(1);
			assertThat(rows(jdbc, "member_verification")).isOne();
			assertThat(night.type("purge", "--older-than", "0d", "--force").exit()).isZero();
		}
	}

	/** A purge takes the lease for each of its runs, and has no run that it works on. */
	@Test
	void a_run_that_starts_while_a_purge_is_at_work_waits_for_it() {
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.defaults())) {
			Night night = new Night(mx, Night.h2(this.folder), this.folder);
			night.run(night.list(List.of("MBR-fine-1")));
			JdbcClient jdbc = JdbcClient.create(new DriverManagerDataSource(Night.h2(this.folder), "sa", ""));
			OtherHolder purge = new OtherHolder(jdbc, null);
			Background run = Background.of(() -> night
				.run(night.write("other.csv", "user_guid,member_guid\nUSR-1,MBR-fine-2\n"), "--replace"));
			Awaitility.await()
				.pollDelay(Duration.ofSeconds(2))
				.untilAsserted(() -> assertThat(run.command()).isNotDone());
			purge.close();

			assertThat(run.ended().exit()).as(run.ended().toString()).isZero();
		}
	}

	@Test
	void unfinished_runs_stay_however_old_they_are() {
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.defaults())) {
			Night night = new Night(mx, Night.h2(this.folder), this.folder);
			Path list = night.list(List.of("MBR-fine-1"));
			night.with("mx.api-key", "wrong");
			assertThat(night.run(list).exit()).isOne();
			JdbcClient jdbc = JdbcClient.create(new DriverManagerDataSource(Night.h2(this.folder), "sa", ""));
			jdbc.sql("update verification_run set finished_at = timestamp with time zone '2020-01-01 00:00:00+00'")
				.update();

			Night.Ended purge = night.type("purge", "--older-than", "400d");

			assertThat(purge.out()).contains("Kept run 1: it is not finished").contains("stop --run 1 --close");
			assertThat(rows(jdbc, "member_verification")).isOne();
		}
	}

	private static long rows(JdbcClient jdbc, String table) {
		return jdbc.sql("select count(*) from " + table).query(Long.class).single();
	}

}
