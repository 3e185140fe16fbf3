package io.bulkverify.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MemberReport;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import io.bulkverify.store.RunTable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** A run that is told to end does so in order, and the same command goes on with it. */
class OrderlyEndTest {

	private static final List<String> MEMBERS = IntStream.rangeClosed(1, 60)
		.mapToObj((number) -> "MBR-fine.ms-" + (number % 3 == 0 ? 4000 : 500) + "-" + number)
		.toList();

	private static final Pattern SOME_DONE = Pattern.compile("Run 1 .*[1-9]\\d*/60");

	@TempDir
	Path folder;

	@Test
	void a_run_hears_the_stop_command_within_two_seconds() throws Exception {
		try (MxSimulator mx = mx()) {
			Night night = new Night(mx, Night.h2(this.folder), this.folder);
			Path list = night.list(MEMBERS);
			CompletableFuture<Night.Ended> run = CompletableFuture.supplyAsync(() -> night.run(list),
					(task) -> new Thread(task).start());
			underWay(mx);
			new RunTable(database()).requestStop(1);
			long asked = System.nanoTime();
			Awaitility.await()
				.pollInterval(Duration.ofMillis(50))
				.until(() -> database().sql("select count(*) from run_lease where owner is null")
					.query(Integer.class)
					.single() == 1);
			Duration took = Duration.ofNanos(System.nanoTime() - asked);

			Night.Ended ended = run.get(20, TimeUnit.SECONDS);

			assertThat(ended.exit()).as(ended.toString()).isEqualTo(5);
			assertThat(took).isLessThan(Duration.ofSeconds(4));
			assertStopped();
			assertGoesOn(mx, night.run(list).exit(), night);
		}
	}

	@ParameterizedTest
	@CsvSource({ "TERM, 143", "INT, 130", "HUP, 129" })
	void a_signal_ends_the_run_in_order_and_an_immediate_restart_goes_on(String signal, int exit) throws IOException {
		assumeThat(heard(signal)).as("a build that was put into the background hands a deaf ear on").isTrue();
		try (MxSimulator mx = mx()) {
			Night night = new Night(mx, Night.h2(this.folder), this.folder);
			night.list(MEMBERS);
			Map<String, String> settings = settings(mx);
			try (ProgramProcess first = start(settings)) {
				underWay(mx);
				first.signal(signal);
				assertThat(first.ended(Duration.ofSeconds(2 + 5))).as(first::said).isEqualTo(exit);
				assertThat(first.said()).contains("stopped by a signal");
			}
			assertStopped();
			long unknown = database()
				.sql("select count(*) from member_verification where stage = 'REQUESTING' and posted_at is not null")
				.query(Long.class)
				.single();
			assertThat(unknown).as("outcomes that were not written").isZero();

			// A lease that was not released would hold it up for five.
			try (ProgramProcess second = start(settings)) {
				assertGoesOn(mx, second.ended(Duration.ofMinutes(2)), night);
			}
		}
	}

	/** The bar on the screen must not take the signals for itself. */
	@Test
	void ctrl_c_at_a_terminal_ends_the_run_in_order_under_its_progress_bar() throws IOException {
		assumeThat(ProgramProcess.hasTerminals()).as("util-linux's script").isTrue();
		assumeThat(heard("INT")).as("a build that was put into the background hands a deaf ear on").isTrue();
		try (MxSimulator mx = mx()) {
			Night night = new Night(mx, Night.h2(this.folder), this.folder);
			night.list(MEMBERS);
			try (ProgramProcess run = ProgramProcess.startAtTerminal(this.folder, "screen.log", settings(mx), "run",
					"--input", "members.csv", "--output", "out")) {
				run.until(Duration.ofMinutes(2), () -> SOME_DONE.matcher(run.said()).find());
				assertThat(run.said()).containsPattern(SOME_DONE);
				run.types("\003");
				assertThat(run.ended(Duration.ofSeconds(2 + 5))).as(run::said).isEqualTo(130);
				assertThat(run.said()).contains("SIGINT: nothing more is begun", "stopped by a signal");
			}
			assertStopped();
			assertThat(
					database().sql("select count(*) from run_lease where owner is null").query(Integer.class).single())
				.as("the lease is released")
				.isOne();
		}
	}

	private Map<String, String> settings(MxSimulator mx) {
		Map<String, String> settings = new HashMap<>(Night.QUICK);
		settings.putAll(Map.of("spring.datasource.url", Night.h2(this.folder), "mx.base-url", mx.baseUrl(),
				"mx.client-id", mx.settings().clientId(), "mx.api-key", mx.settings().apiKey(),
				"verification.lease.take-over-after", "5m"));
		return settings;
	}

	/** Whoever ignores a signal makes its children ignore it. */
	private static boolean heard(String signal) throws IOException {
		Path status = Path.of("/proc/self/status");
		if (signal.equals("TERM") || !Files.exists(status)) {
			return true;
		}
		String ignored = Files.readAllLines(status)
			.stream()
			.filter((line) -> line.startsWith("SigIgn:"))
			.findFirst()
			.orElse("SigIgn: 0");
		return (Long.parseUnsignedLong(ignored.substring("SigIgn:".length()).strip(), 16)
				& (signal.equals("INT") ? 0b10 : 0b1)) == 0;
	}

	private ProgramProcess start(Map<String, String> settings) {
		return ProgramProcess.start(this.folder, "run.log", settings, "run", "--input", "members.csv", "--output",
				"out");
	}

	private static MxSimulator mx() {
		return MxSimulator.start(SimulatorSettings.builder().flavour(Flavour.ATRIUM).build());
	}

	private static void underWay(MxSimulator mx) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.until(() -> mx.members().stream().filter((member) -> member.accepted() > 0).count() >= 20);
	}

	private JdbcClient database() {
		return JdbcClient.create(new DriverManagerDataSource(Night.h2(this.folder), "sa", ""));
	}

	private void assertStopped() {
		assertThat(database().sql("select status from batch_job_execution").query(String.class).list())
			.containsExactly("STOPPED");
		assertThat(database().sql("select status from batch_step_execution").query(String.class).set())
			.contains("STOPPED")
			.isSubsetOf("STOPPED", "COMPLETED");
		assertThat(database().sql("select status from verification_run").query(String.class).single())
			.isEqualTo("STOPPED");
	}

	private static void assertGoesOn(MxSimulator mx, int exit, Night night) {
		assertThat(exit).isZero();
		EveryStoryTest.assertEndings(night, MEMBERS);
		assertThat(mx.members()).extracting(MemberReport::accepted).containsOnly(1);
	}

}
