package io.bulkverify.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.bulkverify.simulator.Call;
import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MemberReport;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process is frozen in the middle of a statement, another takes its lease and brings
 * the run to its end, and the first wakes up. Where it is frozen is no matter of luck:
 * the test holds a lock that the statement has to wait for.
 */
class FrozenWriterTest {

	private static final int MEMBERS = 12;

	private static final Duration A_WHILE = Duration.ofSeconds(90);

	private static final String THE_RUN = "select * from verification_run for update";

	private static final String A_MEMBER = "select * from member_verification where stage not in ('VERIFIED', 'REPORTED') limit 1 for update";

	private static final String[] RUN = { "run", "--input", "members.csv", "--date", "2026-11-20", "--output", "out" };

	private static final String[] CLOSE = { "stop", "--run", "1", "--close" };

	@TempDir
	Path folder;

	private EmbeddedPostgres postgres;

	private MxSimulator mx;

	private Night night;

	private List<String> members;

	private final Map<String, String> settings = new HashMap<>(Night.QUICK);

	@BeforeEach
	void start() throws IOException {
		this.postgres = EmbeddedPostgres.start();
		this.mx = MxSimulator.start(SimulatorSettings.builder()
			.flavour(Flavour.ATRIUM)
			.verification(Duration.ofMillis(500), Duration.ofSeconds(1))
			.build());
		this.night = new Night(this.mx, "jdbc:postgresql:unused", this.folder);
		this.members = IntStream.rangeClosed(1, MEMBERS).mapToObj((row) -> "MBR-fine-" + row).toList();
		this.night.list(this.members);
		this.settings.putAll(Map.of("spring.datasource.url", this.postgres.getJdbcUrl("postgres", "postgres"),
				"spring.datasource.username", "postgres", "mx.base-url", this.mx.baseUrl(), "mx.client-id",
				this.mx.settings().clientId(), "mx.api-key", this.mx.settings().apiKey(), "mx.limits.writes-per-second",
				"1", "spring.datasource.hikari.data-source-properties.options",
				"-c idle_in_transaction_session_timeout=2s", "verification.progress-every", "1h"));
	}

	@AfterEach
	void stop() throws IOException {
		this.mx.close();
		this.postgres.close();
	}

	@Test
	void as_it_goes_on_with_a_run() throws Exception {
		endedInMidRun();

		frozenWhileItWaitsFor(THE_RUN, () -> true, RUN);
	}

	@Test
	void as_it_brings_the_files_into_place() throws Exception {
		frozenWhileItWaitsFor(THE_RUN, () -> ProgramProcess.exporting(this.night.output()), RUN);
	}

	@Test
	void as_it_takes_a_run_to_be_closed() throws Exception {
		endedInMidRun();

		frozenWhileItWaitsFor(THE_RUN, () -> true, CLOSE);
	}

	@Test
	void as_it_closes_the_open_members_of_a_run() throws Exception {
		endedInMidRun();

		frozenWhileItWaitsFor(A_MEMBER, () -> true, CLOSE);
	}

	private void endedInMidRun() {
		try (ProgramProcess program = process("before.log", RUN)) {
			program.until(A_WHILE, () -> this.mx.ledger().calls(Call.VERIFY) >= 3);
			program.signal("TERM");
			program.ended(A_WHILE);
		}
	}

	private void frozenWhileItWaitsFor(String lock, BooleanSupplier moment, String... command) throws Exception {
		List<String> known = new ArrayList<>();
		try (Connection connection = this.postgres.getPostgresDatabase().getConnection();
				Statement holding = connection.createStatement()) {
			connection.setAutoCommit(false);
			boolean locked = moment.getAsBoolean() && holding.execute(lock);
			try (ProgramProcess first = process("first.log", command)) {
				if (!locked) {
					first.until(A_WHILE, moment);
					holding.execute(lock);
				}
				awaitSomebodyWaiting();
				assertThat(first.runs()).as(first::said).isTrue();
				first.signal("STOP");
				connection.rollback();
				known.addAll(first.said().lines().toList());

				try (ProgramProcess second = process("second.log", RUN)) {
					assertThat(second.ended(A_WHILE)).as(second::said).isZero();
					assertThat(second.said()).contains("Took the lease of process " + first.pid());
				}
				long verifies = this.mx.ledger().calls(Call.VERIFY);
				Map<String, String> files = files();
				List<Map<String, @Nullable Object>> rows = rows();
				first.signal("CONT");

				assertThat(first.ended(A_WHILE)).as(first::said).isEqualTo(4);
				assertThat(first.said().lines().skip(known.size()).filter((line) -> !line.contains(" INFO ")))
					.as("its words")
					.singleElement()
					.asString()
					.contains("another process has taken the lease");
				assertThat(this.mx.ledger().calls(Call.VERIFY)).as("verifies").isEqualTo(verifies);
				assertThat(rows()).isEqualTo(rows);
				assertThat(files()).isEqualTo(files);
			}
		}
		EveryStoryTest.assertEndings(this.night, this.members);
		assertThat(this.mx.members()).extracting(MemberReport::accepted).containsOnly(1);
	}

	private void awaitSomebodyWaiting() {
		JdbcTemplate database = database();
		Awaitility.await()
			.atMost(A_WHILE)
			.until(() -> !database
				.queryForList("select pid from pg_stat_activity where wait_event_type = 'Lock' and state = 'active'")
				.isEmpty());
	}

	private ProgramProcess process(String log, String... command) {
		return ProgramProcess.start(this.folder, log, this.settings, command);
	}

	private JdbcTemplate database() {
		return new JdbcTemplate(this.postgres.getPostgresDatabase());
	}

	private List<Map<String, @Nullable Object>> rows() throws SQLException {
		List<Map<String, @Nullable Object>> rows = new ArrayList<>();
		for (String table : List.of("member_verification", "verification_run", "run_account_number", "run_timeline",
				"run_lease", "batch_job_instance", "batch_job_execution", "batch_step_execution")) {
			rows.addAll(database().queryForList("select * from " + table + " order by 1, 2"));
		}
		return rows;
	}

	private Map<String, String> files() throws IOException {
		Map<String, String> texts = new TreeMap<>();
		try (Stream<Path> files = Files.list(this.night.output())) {
			for (Path file : files.toList()) {
				texts.put(file.getFileName().toString(), Files.readString(file));
			}
		}
		return texts;
	}

}
