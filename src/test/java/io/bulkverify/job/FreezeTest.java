package io.bulkverify.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.bulkverify.simulator.Call;
import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MemberReport;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Time in which the program could not look is nobody's: a process or a database that
 * stands still for longer than a member is waited for times nobody out. The verifications
 * last longer than the freeze, so that the first look after it still shows them running.
 */
class FreezeTest {

	private static final int MEMBERS = 40;

	private static final Duration FREEZE = Duration.ofSeconds(13);

	private static final String GIVE_UP_AFTER = "12s";

	@TempDir
	Path folder;

	private final List<String> members = IntStream.rangeClosed(1, MEMBERS)
		.mapToObj((row) -> "MBR-fine-" + row)
		.toList();

	private MxSimulator mx;

	private Night night;

	@BeforeEach
	void start() {
		this.mx = MxSimulator.start(SimulatorSettings.builder()
			.flavour(Flavour.ATRIUM)
			.verification(Duration.ofSeconds(15), Duration.ofSeconds(17))
			.build());
		this.night = new Night(this.mx, "jdbc:unused", this.folder);
		this.night.list(this.members);
	}

	@AfterEach
	void stop() {
		this.mx.close();
	}

	@Test
	void a_process_that_was_frozen_times_nobody_out() throws Exception {
		try (ProgramProcess program = run(Night.h2(this.folder))) {
			verifiesAreSent(program);
			program.signal("STOP");
			Night.pause(FREEZE);
			program.signal("CONT");

			assertThat(program.ended(Duration.ofMinutes(2))).as(program::said).isZero();
		}
		assertNobodyLost();
	}

	@Test
	void a_database_that_was_frozen_times_nobody_out() throws Exception {
		Path data = this.folder.resolve("pg");
		try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setDataDirectory(data).start();
				ProgramProcess program = run(postgres.getJdbcUrl("postgres", "postgres"))) {
			verifiesAreSent(program);
			signal(data, "STOP");
			Night.pause(FREEZE);
			signal(data, "CONT");

			assertThat(program.ended(Duration.ofMinutes(2))).as(program::said).isZero();
		}
		assertNobodyLost();
	}

	private void verifiesAreSent(ProgramProcess program) {
		program.until(Duration.ofSeconds(90), () -> this.mx.ledger().calls(Call.VERIFY) >= MEMBERS);
		// Their answers are written, and they are polled.
		Night.pause(Duration.ofSeconds(1));
		assertThat(program.runs()).as(program::said).isTrue();
	}

	private void assertNobodyLost() {
		EveryStoryTest.assertEndings(this.night, this.members);
		assertThat(this.night.rows("account-numbers.csv")).hasSize(MEMBERS);
		assertThat(this.mx.members()).extracting(MemberReport::accepted).containsOnly(1);
	}

	private ProgramProcess run(String database) {
		Map<String, String> settings = new HashMap<>(Night.QUICK);
		settings.putAll(Map.of("spring.datasource.url", database, "spring.datasource.username",
				database.startsWith("jdbc:h2") ? "sa" : "postgres", "mx.base-url", this.mx.baseUrl(), "mx.client-id",
				this.mx.settings().clientId(), "mx.api-key", this.mx.settings().apiKey(), "mx.limits.writes-per-second",
				"200", "verification.poll.max-interval", "3s", "verification.poll.give-up-after", GIVE_UP_AFTER));
		return ProgramProcess.start(this.folder, "run.log", settings, "run", "--input", "members.csv", "--output",
				"out");
	}

	/** As {@code kill -NAME} of all processes of the database. */
	private static void signal(Path data, String name) throws IOException, InterruptedException {
		long postmaster = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst().trim());
		ProcessHandle first = ProcessHandle.of(postmaster).orElseThrow();
		List<String> pids = Stream.concat(Stream.of(first), first.descendants())
			.map((process) -> String.valueOf(process.pid()))
			.toList();
		List<String> kill = Stream.concat(Stream.of("kill", "-" + name), pids.stream()).toList();
		new ProcessBuilder(kill).start().waitFor();
	}

}
