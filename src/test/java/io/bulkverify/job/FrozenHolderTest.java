package io.bulkverify.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.bulkverify.simulator.Call;
import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MemberReport;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that was frozen wakes up after another has taken its lease, and finds that it
 * is over. On PostgreSQL: with H2 in a file the frozen process is the database too, and
 * nobody else can get at it.
 */
class FrozenHolderTest {

	private static final int MEMBERS = 120;

	@TempDir
	Path folder;

	@Test
	void a_holder_that_wakes_up_after_its_lease_was_taken_sends_nothing_and_writes_nothing() throws Exception {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
				MxSimulator mx = MxSimulator.start(SimulatorSettings.builder()
					.flavour(Flavour.ATRIUM)
					.verification(Duration.ofSeconds(1), Duration.ofSeconds(3))
					.build())) {
			Night night = new Night(mx, "jdbc:postgresql:unused", this.folder);
			List<String> members = IntStream.rangeClosed(1, MEMBERS).mapToObj((row) -> "MBR-fine-" + row).toList();
			night.list(members);
			Map<String, String> settings = new HashMap<>(Night.QUICK);
			settings.putAll(Map.of("spring.datasource.url", postgres.getJdbcUrl("postgres", "postgres"),
					"spring.datasource.username", "postgres", "mx.base-url", mx.baseUrl(), "mx.client-id",
					mx.settings().clientId(), "mx.api-key", mx.settings().apiKey(), "mx.limits.writes-per-second", "20",
					"verification.progress-every", "1h"));
			try (ProgramProcess first = start("first.log", settings)) {
				first.until(Duration.ofSeconds(90), () -> mx.ledger().calls(Call.VERIFY) >= 30);
				assertThat(first.runs()).as(first::said).isTrue();
				first.signal("STOP");
				try (ProgramProcess second = start("second.log", settings)) {
					assertThat(second.ended(Duration.ofMinutes(2))).as(second::said).isZero();
					assertThat(second.said()).contains("Took the lease of process " + first.pid());
				}
				long calls = mx.ledger().calls();
				long verifies = mx.ledger().calls(Call.VERIFY);
				Map<String, String> files = files(night.output());
				JdbcTemplate database = new JdbcTemplate(postgres.getPostgresDatabase());
				List<Map<String, @Nullable Object>> rows = rows(database);

				first.signal("CONT");
				int exit = first.ended(Duration.ofSeconds(20));

				assertThat(exit).as(first::said).isEqualTo(4);
				assertThat(first.said()
					.lines()
					.skip(first.said().lines().takeWhile((line) -> !line.contains(" starts")).count() + 1)
					.filter((line) -> !line.contains(" INFO "))).as("its words").hasSize(1);
				assertThat(mx.ledger().calls(Call.VERIFY)).as("verifies").isEqualTo(verifies);
				// A read that was on its way when the process froze cannot be called
				// back.
				assertThat(mx.ledger().calls()).as("calls").isBetween(calls, calls + 1);
				assertThat(rows(database)).isEqualTo(rows);
				assertThat(files(night.output())).isEqualTo(files);
			}
			EveryStoryTest.assertEndings(night, members);
			assertThat(mx.members()).extracting(MemberReport::accepted).containsOnly(1);
		}
	}

	private ProgramProcess start(String log, Map<String, String> settings) {
		return ProgramProcess.start(this.folder, log, settings, "run", "--input", "members.csv", "--output", "out");
	}

	private static List<Map<String, @Nullable Object>> rows(JdbcTemplate database) {
		List<Map<String, @Nullable Object>> rows = database
			.queryForList("select * from member_verification order by id");
		rows.addAll(database.queryForList("select * from verification_run order by id"));
		rows.addAll(database.queryForList("select * from run_lease"));
		return rows;
	}

	private static Map<String, String> files(Path folder) throws IOException {
		Map<String, String> texts = new TreeMap<>();
		try (Stream<Path> files = Files.list(folder)) {
			for (Path file : files.toList()) {
				texts.put(file.getFileName().toString(), Files.readString(file));
			}
		}
		return texts;
	}

}
