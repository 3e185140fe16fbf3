package io.bulkverify.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import io.bulkverify.simulator.Catalogue;
import io.bulkverify.simulator.Faults;
import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MemberReport;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The program is killed at random moments, of the import, the lanes and the export alike,
 * while MX misbehaves, and the same command is given again until it succeeds: nothing is
 * lost and nobody is paid for twice.
 *
 * <p>
 * Short by default. {@code -Dtorture.rounds=10} does ten long rounds on each database.
 * {@code -Dtorture.seed=…} repeats the random choices of a round, though not its timing.
 */
@Execution(ExecutionMode.CONCURRENT)
class KillsTest {

	private static final Logger logger = LoggerFactory.getLogger(KillsTest.class);

	private static final int ROUNDS = Integer.getInteger("torture.rounds", 0);

	private static final int REJECTED = 20_000;

	private static final Duration A_START = Duration.ofSeconds(60);

	private static final Duration A_NIGHT = Duration.ofMinutes(5);

	/**
	 * Stories whose job leaves no trace, or somebody else's: after a lost answer nobody
	 * could tell whether the verify was taken.
	 */
	static boolean tells(String guid) {
		return Stream.of("unmoved", "sameid.moves-none", "sameid.moves-job", "busy", "joined")
			.noneMatch((story) -> guid.startsWith("MBR-" + story));
	}

	/**
	 * What a round does to the program.
	 *
	 * @param kills one during the import, one during the export, the others between
	 * @param second whether a second process is started beside the first
	 */
	private record Plan(int members, int kills, boolean wrongKey, boolean second, boolean terminate, Duration outage) {
	}

	@TempDir
	Path folder;

	@Test
	void nothing_is_lost_on_h2_whenever_the_program_is_killed() throws Exception {
		if (ROUNDS == 0) {
			round(this.folder, Map.of(), new Plan(150, 3, true, false, false, Duration.ofSeconds(2)));
		}
		rounds((round) -> round(this.folder.resolve("round-" + round), Map.of(), everything()));
	}

	@Test
	void nothing_is_lost_on_postgresql_whenever_the_program_is_killed() throws Exception {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
			if (ROUNDS == 0) {
				round(this.folder, newDatabase(postgres, 0), new Plan(150, 3, false, true, true, Duration.ZERO));
			}
			rounds((round) -> round(this.folder.resolve("round-" + round), newDatabase(postgres, round), everything()));
		}
	}

	private static Plan everything() {
		return new Plan(600, 6, true, true, true, Duration.ofSeconds(6));
	}

	private interface Round {

		void number(int round) throws Exception;

	}

	private static void rounds(Round round) throws Exception {
		for (int number = 1; number <= ROUNDS; number++) {
			round.number(number);
			logger.warn("round {} of {} passed", number, ROUNDS);
		}
	}

	private static Map<String, String> newDatabase(EmbeddedPostgres postgres, int round) throws Exception {
		String name = "torture_" + round;
		try (var connection = postgres.getPostgresDatabase().getConnection();
				var statement = connection.createStatement()) {
			statement.execute("create database " + name);
		}
		return Map.of("spring.datasource.url", postgres.getJdbcUrl("postgres", name), "spring.datasource.username",
				"postgres");
	}

	private static void round(Path folder, Map<String, String> database, Plan plan) throws Exception {
		long seed = Long.getLong("torture.seed", ThreadLocalRandom.current().nextLong(1_000_000));
		Files.createDirectories(folder);
		try (MxSimulator mx = MxSimulator
			.start(SimulatorSettings.builder().flavour(Flavour.ATRIUM).quota(400, 150).build())) {
			mx.faults(Faults.of(seed, 0.05, 0.04, 0.02).withTooMany(0.002, 1));
			new OneRound(folder, mx, database, plan, RandomGenerator.of("L64X128MixRandom"), seed).play();
		}
	}

	/** One list, from its first start to its end. */
	private static final class OneRound {

		private final Path folder;

		private final MxSimulator mx;

		private final Plan plan;

		private final RandomGenerator dice;

		private final long seed;

		private final Map<String, String> settings = new LinkedHashMap<>();

		private final Night night;

		private final List<String> members;

		private final Map<String, Integer> tried = new TreeMap<>();

		OneRound(Path folder, MxSimulator mx, Map<String, String> database, Plan plan, RandomGenerator dice, long seed)
				throws IOException {
			this.folder = folder;
			this.mx = mx;
			this.plan = plan;
			this.dice = dice;
			this.seed = seed;
			this.night = new Night(mx, Night.h2(folder), folder);
			this.members = Catalogue.members(plan.members() * 2)
				.stream()
				.filter(KillsTest::tells)
				.limit(plan.members())
				.toList();
			this.settings.putAll(Night.QUICK);
			this.settings.putAll(database);
			this.settings.put("mx.base-url", mx.baseUrl());
			this.settings.put("mx.client-id", mx.settings().clientId());
			this.settings.put("mx.api-key", mx.settings().apiKey());
			this.settings.put("mx.read-timeout", "3s");
			this.settings.put("mx.limits.reads-per-second", "350");
			this.settings.put("mx.limits.writes-per-second", "120");
			this.settings.put("verification.poll.give-up-after", "30s");
			this.settings.put("verification.error.give-up-after", "60s");
			list();
		}

		private void list() throws IOException {
			Path list = this.night.list(this.members);
			StringBuilder bad = new StringBuilder();
			for (int row = 0; row < REJECTED; row++) {
				bad.append("USR-1,no guid at all ").append(row).append(",C\n");
			}
			Files.writeString(list, bad, java.nio.file.StandardOpenOption.APPEND);
		}

		private ProgramProcess start() {
			tried("starts");
			return ProgramProcess.start(this.folder, "run.log", this.settings, "run", "--input", "members.csv",
					"--output", "out");
		}

		private void tried(String what) {
			this.tried.merge(what, 1, Integer::sum);
		}

		void play() throws Exception {
			if (this.plan.wrongKey()) {
				wrongKey();
			}
			duringImport();
			for (int kill = 2; kill < this.plan.kills(); kill++) {
				duringLanes();
			}
			if (this.plan.second()) {
				second();
			}
			if (this.plan.terminate()) {
				terminate();
			}
			duringExport();
			finish();
			check();
			logger.warn("seed {}: {}; answers of MX {}", this.seed, this.tried, this.mx.ledger().totals());
		}

		private void wrongKey() {
			String right = String.valueOf(this.settings.put("mx.api-key", "wrong"));
			try (ProgramProcess program = start()) {
				assertThat(program.ended(A_START)).as(program::said).isEqualTo(1);
				assertThat(program.said()).contains("401");
				tried("wrong key");
			}
			this.settings.put("mx.api-key", right);
		}

		private void duringImport() {
			kill((program) -> Night.pause(Duration.ofMillis(this.dice.nextInt(800))));
		}

		/** The first of these kills meets an outage. */
		private void duringLanes() {
			kill((program) -> {
				if (!this.plan.outage().isZero() && this.tried.get("outages") == null) {
					this.mx.outage(this.plan.outage());
					tried("outages");
				}
				Night.pause(Duration.ofMillis(this.dice.nextInt(5_000)));
			});
		}

		private void duringExport() {
			kill((program) -> {
				program.until(A_NIGHT, () -> ProgramProcess.exporting(this.folder.resolve("out")));
				Night.pause(Duration.ofMillis(this.dice.nextInt(250)));
			});
		}

		private void kill(Consumer<ProgramProcess> moment) {
			try (ProgramProcess program = start()) {
				int before = program.said().length();
				program.until(A_START, () -> program.said().indexOf(" starts", before) > 0);
				moment.accept(program);
				tried(program.runs() ? "kills" : "kills that came too late");
				program.signal("KILL");
				program.ended(A_START);
			}
		}

		private void second() {
			try (ProgramProcess first = start()) {
				int before = first.said().length();
				first.until(A_START, () -> first.said().indexOf(" starts", before) > 0);
				if (!first.runs()) {
					tried("second processes that came too late");
					return;
				}
				try (ProgramProcess second = ProgramProcess.start(this.folder, "second.log", this.settings, "run",
						"--input", "members.csv", "--output", "out")) {
					int exit = second.ended(A_START);
					if (first.runs()) {
						assertThat(exit).as(second::said).isEqualTo(4);
						assertThat(second.said()).contains("process " + first.pid() + " on ");
						tried("second processes");
					}
				}
				first.signal("KILL");
			}
		}

		private void terminate() {
			try (ProgramProcess program = start()) {
				int before = program.said().length();
				program.until(A_START, () -> program.said().indexOf(" starts", before) > 0);
				Night.pause(Duration.ofMillis(this.dice.nextInt(1_500)));
				program.signal("TERM");
				int exit = program.ended(Duration.ofSeconds(3 + 5));
				assertThat(exit).as(program::said).isIn(143, 0);
				tried("SIGTERM");
			}
		}

		private void finish() {
			try (ProgramProcess program = start()) {
				assertThat(program.ended(A_NIGHT)).as(program::said).isZero();
			}
		}

		private void check() throws IOException {
			EveryStoryTest.assertEndingsAfterKills(this.night, this.members);
			assertThat(this.night.rows("rejected-rows.csv")).hasSize(REJECTED);
			assertThat(Files.readString(this.night.output().resolve("summary.json"))).contains("\"ties\" : true");
			try (Stream<Path> files = Files.list(this.night.output())) {
				assertThat(files.map((file) -> file.getFileName().toString())).as("files")
					.noneMatch((name) -> name.endsWith(".part"));
			}
			assertThat(this.mx.members().stream().mapToInt(MemberReport::accepted).max().orElse(0))
				.as("accepted verifies of one member")
				.isEqualTo(1);
			assertThat(this.mx.ledger().peakWritesPerSecond()).isLessThanOrEqualTo(150);
			List<String> log = new ArrayList<>(Files.readAllLines(this.folder.resolve("run.log")));
			assertThat(log).as("stack traces").noneMatch((line) -> line.startsWith("\tat "));
		}

	}

}
