package io.bulkverify.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MemberReport;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A database that goes away and comes back is used again, without a restart of the
 * program.
 */
class DatabaseAwayTest {

	private static final int MEMBERS = 300;

	/** Not the common pool: the HTTP client needs that, and it is small. */
	private static final Executor THREADS = (task) -> new Thread(task).start();

	@TempDir
	Path folder;

	@Test
	void a_run_outlives_a_database_that_cuts_its_connections_again_and_again() throws Exception {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.start(); MxSimulator mx = mx()) {
			Night night = night(mx, postgres.getPort());
			AtomicBoolean over = new AtomicBoolean();
			CompletableFuture<Night.Ended> run = CompletableFuture.supplyAsync(() -> night.run(list(night)), THREADS);
			Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> mx.ledger().calls() > 0);
			CompletableFuture<Integer> cuts = CompletableFuture.supplyAsync(() -> {
				int cut = 0;
				while (!over.get()) {
					Night.pause(Duration.ofMillis(400));
					cut += cutAll(postgres);
				}
				return cut;
			}, THREADS);

			Night.pause(Duration.ofSeconds(6));
			over.set(true);
			Night.Ended ended = ended(run, postgres);

			assertThat(ended.exit()).as(ended.toString()).isZero();
			assertThat(cuts.get()).as("connections cut").isGreaterThan(20);
			assertComplete(night);
		}
	}

	@Test
	void a_run_waits_for_a_database_that_is_stopped_and_started_again() throws Exception {
		Path data = this.folder.resolve("pg");
		EmbeddedPostgres postgres = EmbeddedPostgres.builder()
			.setDataDirectory(data)
			.setCleanDataDirectory(false)
			.start();
		int port = postgres.getPort();
		try (MxSimulator mx = mx()) {
			Night night = night(mx, port);
			CompletableFuture<Night.Ended> run = CompletableFuture.supplyAsync(() -> night.run(list(night)), THREADS);
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> mx.members().stream().filter((member) -> member.accepted() > 0).count() > 50);
			postgres.close();
			Night.pause(Duration.ofSeconds(7));
			assertThat(run).isNotDone();
			postgres = EmbeddedPostgres.builder()
				.setDataDirectory(data)
				.setCleanDataDirectory(false)
				.setPort(port)
				.start();

			Night.Ended ended = run.get(2, TimeUnit.MINUTES);

			assertThat(ended.exit()).as(ended.toString()).isZero();
			assertComplete(night);
		}
		finally {
			postgres.close();
		}
	}

	@Test
	void a_database_that_stays_away_ends_the_run_as_resumable() throws Exception {
		Path data = this.folder.resolve("pg");
		EmbeddedPostgres postgres = EmbeddedPostgres.builder()
			.setDataDirectory(data)
			.setCleanDataDirectory(false)
			.start();
		int port = postgres.getPort();
		try (MxSimulator mx = mx()) {
			Night night = night(mx, port).with("verification.outage.give-up-after", "4s");
			CompletableFuture<Night.Ended> run = CompletableFuture.supplyAsync(() -> night.run(list(night)), THREADS);
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> mx.members().stream().filter((member) -> member.accepted() > 0).count() > 50);
			postgres.close();

			Night.Ended ended = run.get(1, TimeUnit.MINUTES);

			assertThat(ended.exit()).isEqualTo(1);
			assertThat(ended.err()).contains("The database has been away").contains("Run the same command again");
			postgres = EmbeddedPostgres.builder()
				.setDataDirectory(data)
				.setCleanDataDirectory(false)
				.setPort(port)
				.start();
			Night.Ended again = night.run(list(night));
			assertThat(again.exit()).as(again.toString()).isZero();
			assertComplete(night);
		}
		finally {
			postgres.close();
		}
	}

	private static MxSimulator mx() {
		return MxSimulator.start(SimulatorSettings.builder()
			.flavour(Flavour.ATRIUM)
			.verification(Duration.ofMillis(500), Duration.ofSeconds(4))
			.build());
	}

	private Night night(MxSimulator mx, int port) {
		return new Night(mx, "jdbc:postgresql://localhost:" + port + "/postgres", this.folder)
			.with("mx.limits.writes-per-second", 40);
	}

	private static List<String> members() {
		return IntStream.rangeClosed(1, MEMBERS).mapToObj((number) -> "MBR-fine-" + number).toList();
	}

	private static Path list(Night night) {
		return night.list(members());
	}

	private static void assertComplete(Night night) {
		EveryStoryTest.assertEndings(night, members());
		assertThat(night.rows("account-numbers.csv")).hasSize(MEMBERS);
		assertThat(night.mx().members()).extracting(MemberReport::accepted).containsOnly(1);
		assertThat(Files.exists(night.output().resolve("summary.json"))).isTrue();
	}

	private static int cutAll(EmbeddedPostgres postgres) {
		try (Connection connection = postgres.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement();
				var cut = statement.executeQuery("""
						select count(pg_terminate_backend(pid)) from pg_stat_activity
						where pid <> pg_backend_pid() and backend_type = 'client backend' and random() < 0.4
						""")) {
			cut.next();
			return cut.getInt(1);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Night.Ended ended(CompletableFuture<Night.Ended> run, EmbeddedPostgres postgres) throws Exception {
		try {
			return run.get(80, TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			throw new AssertionError("the run does not end; its members are " + stages(postgres), ex);
		}
	}

	private static String stages(EmbeddedPostgres postgres) throws SQLException {
		try (Connection connection = postgres.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement();
				var rows = statement.executeQuery("""
						select string_agg(stage || ' ' || n || ' due ' || due, ', ') from (
						    select stage, count(*) as n, min(next_due_at - now()) as due
						    from member_verification group by stage) as stages
						""")) {
			rows.next();
			return String.valueOf(rows.getString(1));
		}
	}

}
