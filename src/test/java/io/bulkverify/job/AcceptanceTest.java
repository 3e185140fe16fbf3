package io.bulkverify.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.opencsv.CSVReaderHeaderAware;
import com.opencsv.exceptions.CsvValidationException;
import io.bulkverify.simulator.Call;
import io.bulkverify.simulator.Catalogue;
import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MemberReport;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import io.bulkverify.store.TestDatabase;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Hostile nights from the jar, on both databases, as a table: by hand, before a release.
 * Everybody's end must be the one of the quiet night in the table's first row, and nobody
 * may be billed twice.
 *
 * <pre>
 * mvn -B package -DskipTests
 * mvn -B test -Dtest=AcceptanceTest -Dtorture.jar=target/bulk-member-verification.jar
 * </pre>
 *
 * <p>
 * {@code -Dacceptance.nights=freeze,404} plays only nights whose name contains one of
 * these words. What the processes said stays in the folder that a failure names.
 */
@EnabledIfSystemProperty(named = "torture.jar", matches = ".+")
class AcceptanceTest {

	private static final int MEMBERS = 300;

	private static final Duration A_START = Duration.ofSeconds(90);

	private static final Duration A_NIGHT = Duration.ofMinutes(10);

	private static final Duration AN_ORDERLY_END = Duration.ofSeconds(30);

	/** More commands than any of these troubles lasts. */
	private static final int MOST_COMMANDS = 15;

	private static final Pattern SOME_DONE = Pattern.compile("Run 1 .*[1-9]\\d*/" + MEMBERS);

	@TempDir(cleanup = CleanupMode.ON_SUCCESS)
	Path folder;

	/** What is done to the program in one night. */
	private interface Script {

		void play(Scene scene) throws Exception;

	}

	@ParameterizedTest
	@EnumSource
	void hostile_nights_end_as_a_quiet_one(TestDatabase database) throws Exception {
		List<Row> rows = new ArrayList<>();
		Map<String, String> ends = play(rows, database, "quiet", Scene::quietNight, Map.of());
		Map<String, String> endsOfRerun = play(rows, database, "quiet, and its rerun", Scene::finishAndRerun, Map.of());
		nights().forEach((name, script) -> {
			if (chosen(name)) {
				play(rows, database, name, script, name.startsWith("rerun") ? endsOfRerun : ends);
			}
		});
		String table = Row.table(rows);
		System.out.println(table);
		assertThat(rows).as(table).allMatch(Row::good);
	}

	/**
	 * {@code stop --close}, {@code report} and {@code purge} are killed at random moments
	 * and given again: everybody is in one place, the files are the same to the byte, and
	 * nothing of what was deleted is left.
	 */
	@ParameterizedTest
	@EnumSource
	void what_ends_a_run_may_be_killed_and_given_again(TestDatabase database) throws Exception {
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.builder()
			.flavour(Flavour.PLATFORM_20250224)
			.verification(Duration.ofMillis(500), Duration.ofSeconds(4))
			.build())) {
			Scene scene = new Scene(this.folder, database.newUrl(), mx);
			try (ProgramProcess program = scene.start("run", "--input", "members.csv", "--output", "out")) {
				program.until(A_START, () -> mx.ledger().calls(Call.VERIFY) >= 100);
				program.signal("TERM");
				assertThat(scene.ended(program, AN_ORDERLY_END)).isEqualTo(143);
			}

			killed(scene, "stop", "--run", "1", "--close");
			Map<String, String> ends = scene.ends();
			killed(scene, "report", "--run", "1", "--output", "again");

			assertThat(ends.keySet()).containsExactlyInAnyOrderElementsOf(scene.members);
			assertThat(ends.values()).contains("RUN_CLOSED");
			try (Stream<Path> files = Files.list(this.folder.resolve("again"))) {
				assertThat(files).hasSize(5)
					.allSatisfy((file) -> assertThat(file)
						.hasSameBinaryContentAs(this.folder.resolve("out").resolve(file.getFileName())));
			}
			killed(scene, "purge", "--older-than", "0d", "--force");
			assertThat(scene.run("report", "--run", "1", "--output", "gone")).isEqualTo(2);
			System.out.println("%s: exits %s".formatted(database, scene.exits));
		}
	}

	private static void killed(Scene scene, String... command) {
		for (int kill = 1; kill <= 5; kill++) {
			try (ProgramProcess program = scene.start(command)) {
				Night.pause(Duration.ofMillis(1_500 + ThreadLocalRandom.current().nextInt(2_000)));
				program.signal("KILL");
				scene.ended(program, A_START);
			}
		}
		scene.finish(command);
	}

	private static Map<String, Script> nights() {
		Map<String, Script> nights = new LinkedHashMap<>();
		nights.put("404 to all members' endpoints for 9 s", wall("calls=endpoints how=404 after-calls=700 seconds=9"));
		nights.put("403 to verify for 9 s", wall("calls=verify how=403 after-calls=80 seconds=9"));
		nights.put("405 to verify for 9 s", wall("calls=verify how=405 after-calls=80 seconds=9"));
		nights.put("429 to all members' endpoints for 9 s", wall("calls=endpoints how=429 after-calls=700 seconds=9"));
		nights.put("429 to verify for 9 s", wall("calls=verify how=429 after-calls=80 seconds=9"));
		nights.put("8 % of answers are another member's", wall("calls=endpoints how=swapped when=after share=0.08"));
		nights.put("frozen for 18 s, patience 12 s", AcceptanceTest::freeze);
		nights.put("rerun killed nine times", AcceptanceTest::killedReruns);
		nights.put("Ctrl-C at a terminal", AcceptanceTest::ctrlC);
		nights.put("a failed night, then the next", AcceptanceTest::failedNightAndTheNext);
		return nights;
	}

	private static boolean chosen(String night) {
		return Stream.of(System.getProperty("acceptance.nights", "").split(",", -1)).anyMatch(night::contains);
	}

	/**
	 * Plays a night.
	 * @param right how each member must end; empty where nobody knows yet
	 * @return how each ended
	 */
	private Map<String, String> play(List<Row> rows, TestDatabase database, String name, Script script,
			Map<String, String> right) {
		Path where = this.folder.resolve(name.replaceAll("\\W+", "-"));
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.builder()
			.flavour(Flavour.PLATFORM_20250224)
			.verification(Duration.ofMillis(500), Duration.ofSeconds(4))
			.build())) {
			Scene scene = new Scene(Files.createDirectories(where), database.newUrl(), mx);
			String failure = "";
			try {
				script.play(scene);
			}
			catch (Exception | AssertionError ex) {
				failure = "BROKEN OFF: " + ex.getMessage();
			}
			rows.add(scene.row(name + ", " + database, right, failure));
			return scene.ends();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Script wall(String disturbance) {
		return (scene) -> {
			scene.mx.disturb(disturbance);
			scene.finish();
			assertThat(scene.mx.befallen().getFirst()).as("calls that met it").isPositive();
		};
	}

	private static void freeze(Scene scene) {
		try (ProgramProcess program = scene.start("run", "--input", "members.csv", "--output", "out")) {
			program.until(A_START, () -> scene.mx.ledger().calls(Call.VERIFY) >= 100);
			program.signal("STOP");
			Night.pause(Duration.ofSeconds(18));
			program.signal("CONT");
			scene.ended(program, A_NIGHT);
		}
		scene.finish();
	}

	private static void ctrlC(Scene scene) {
		try (ProgramProcess program = scene.startAtTerminal("run", "--input", "members.csv", "--output", "out")) {
			program.until(A_START, () -> SOME_DONE.matcher(program.said()).find());
			program.types("\003");
			assertThat(scene.ended(program, AN_ORDERLY_END)).as(program::said).isEqualTo(130);
		}
		scene.finish();
	}

	private static void killedReruns(Scene scene) {
		scene.finish();
		scene.nextIsAnotherBill();
		for (int kill = 1; kill <= 9; kill++) {
			try (ProgramProcess program = scene.start(scene.rerun())) {
				int before = program.said().length();
				program.until(A_START, () -> program.said().indexOf(" starts", before) > 0);
				Night.pause(Duration.ofMillis(ThreadLocalRandom.current().nextInt(kill * 500)));
				program.signal("KILL");
				scene.ended(program, A_START);
			}
		}
		scene.finish(scene.rerun());
	}

	/** The first night fails at its outage; the second has no date of its own. */
	private static void failedNightAndTheNext(Scene scene) {
		scene.settings.put("verification.outage.give-up-after", "4s");
		scene.mx.disturb("calls=all how=503 after-calls=700");
		assertThat(scene.run("run", "--input", "members.csv", "--date", "2026-11-20")).isEqualTo(1);
		scene.mx.calm();
		scene.settings.put("verification.outage.give-up-after", "60s");
		scene.nextIsAnotherBill();
		assertThat(scene.run("run", "--input", "members.csv")).isZero();
		assertThat(scene.folder.resolve("out/2026-11-20/summary.json")).as("the failed night, settled").exists();
		scene.output = scene.newestOutput();
	}

	/**
	 * A line of the table.
	 *
	 * @param wrong members whose end is not that of the quiet night, with both ends
	 * @param twice members that were billed twice
	 * @param words what the processes said last that ended otherwise than with 0
	 */
	private record Row(String night, List<Integer> exits, List<String> wrong, List<String> twice, String words,
			String failure) {

		boolean good() {
			return this.wrong.isEmpty() && this.twice.isEmpty() && this.failure.isEmpty();
		}

		static String table(List<Row> rows) {
			return rows.stream()
				.map((row) -> "| %s | %s | %d %s | %d %s | %s |".formatted(row.night,
						row.exits.stream().map(String::valueOf).collect(Collectors.joining(" ")), row.wrong.size(),
						some(row.wrong), row.twice.size(), some(row.twice),
						row.failure + row.words.replace("\n", "<br>").replace("|", "\\|")))
				.collect(Collectors.joining("\n",
						"\n| night | exits | wrong ends | billed twice | words |\n|---|---|---|---|---|\n", "\n"));
		}

		private static String some(List<String> guids) {
			return guids.stream().limit(5).collect(Collectors.joining(", "));
		}

	}

	/** One night: a folder, a database, a simulator and the commands. */
	private static final class Scene {

		private final Path folder;

		private final MxSimulator mx;

		private final Night night;

		private final List<String> members = Catalogue.members(MEMBERS * 2)
			.stream()
			.filter(KillsTest::tells)
			.limit(MEMBERS)
			.toList();

		private final Map<String, String> settings = new LinkedHashMap<>(Night.QUICK);

		private final List<Integer> exits = new ArrayList<>();

		private final List<String> words = new ArrayList<>();

		private final Map<String, Integer> billedBefore = new HashMap<>();

		private final List<String> billedTwice = new ArrayList<>();

		private Path output;

		private int processes;

		Scene(Path folder, String database, MxSimulator mx) {
			this.folder = folder;
			this.mx = mx;
			this.night = new Night(mx, database, folder);
			this.output = this.night.output();
			this.night.list(this.members);
			this.settings.put("spring.datasource.url", database);
			this.settings.put("spring.datasource.username", database.startsWith("jdbc:h2") ? "sa" : "postgres");
			this.settings.put("mx.api", "platform");
			this.settings.put("mx.base-url", mx.baseUrl());
			this.settings.put("mx.client-id", mx.settings().clientId());
			this.settings.put("mx.api-key", mx.settings().apiKey());
			this.settings.put("mx.limits.reads-per-second", "150");
			this.settings.put("mx.limits.writes-per-second", "20");
			this.settings.put("verification.poll.give-up-after", "12s");
			this.settings.put("verification.error.give-up-after", "60s");
			this.settings.put("verification.outage.give-up-after", "60s");
		}

		ProgramProcess start(String... command) {
			return ProgramProcess.start(this.folder, nextLog(), this.settings, command);
		}

		ProgramProcess startAtTerminal(String... command) {
			return ProgramProcess.startAtTerminal(this.folder, nextLog(), this.settings, command);
		}

		private String nextLog() {
			this.processes++;
			return "process-" + this.processes + ".log";
		}

		int run(String... command) {
			try (ProgramProcess program = start(command)) {
				return ended(program, A_NIGHT);
			}
		}

		int ended(ProgramProcess program, Duration atMost) {
			int exit = program.ended(atMost);
			this.exits.add(exit);
			if (exit != 0 && exit != 137) {
				program.said()
					.lines()
					.filter((line) -> !line.isBlank())
					.reduce((earlier, later) -> later)
					.ifPresent(this.words::add);
			}
			return exit;
		}

		/** What the others are compared with must be right itself. */
		void quietNight() {
			finish();
			EveryStoryTest.assertEndings(this.night, this.members);
		}

		void finish() {
			finish("run", "--input", "members.csv", "--output", "out");
		}

		void finishAndRerun() {
			finish();
			nextIsAnotherBill();
			finish(rerun());
		}

		/** The same command for as long as it stops as resumable. */
		void finish(String... command) {
			int exit;
			int commands = 0;
			do {
				exit = run(command);
				commands++;
			}
			while ((exit == 1 || exit == 4 || exit == 5) && commands < MOST_COMMANDS);
			assertThat(exit).as(() -> this.words.toString()).isZero();
		}

		String[] rerun() {
			this.output = this.folder.resolve("again");
			return new String[] { "rerun", "--run", "1", "--output", "again" };
		}

		/** What is accepted from now on is a night or a rerun of its own. */
		void nextIsAnotherBill() {
			billedTwice();
			this.mx.members().forEach((member) -> this.billedBefore.put(member.guid(), member.accepted()));
		}

		/**
		 * Whoever has no numbers and lost the answer to its verify is UNCONFIRMED; and on
		 * a night after a failed one some banks answer otherwise, or are still busy with
		 * that one's.
		 */
		private boolean explained(String guid, String end) {
			boolean secondNight = this.output.startsWith(this.folder.resolve("out"))
					&& !this.output.equals(this.folder.resolve("out"));
			return ((guid.startsWith("MBR-masked") || guid.startsWith("MBR-nonumbers")) && end.equals("UNCONFIRMED"))
					|| (secondNight && (guid.contains(".then-") || guid.startsWith("MBR-never")));
		}

		private void billedTwice() {
			this.mx.members()
				.stream()
				.filter((member) -> member.accepted() - this.billedBefore.getOrDefault(member.guid(), 0) > 1)
				.map(MemberReport::guid)
				.forEach(this.billedTwice::add);
		}

		Path newestOutput() {
			try (Stream<Path> folders = Files.list(this.folder.resolve("out"))) {
				return folders.filter(Files::isDirectory).max(Path::compareTo).orElseThrow();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		/** By member: the reason, or the numbers. */
		Map<String, String> ends() {
			Map<String, String> ends = new TreeMap<>();
			rows("account-numbers.csv").stream()
				.map((row) -> Map.entry(guid(row),
						Stream.of("account_guid", "account_number", "routing_number", "transit_number")
							.map((column) -> String.valueOf(row.get(column)))
							.collect(Collectors.joining("/"))))
				.sorted(Map.Entry.comparingByValue())
				.forEach((entry) -> ends.merge(entry.getKey(), entry.getValue(), (one, more) -> one + " " + more));
			ends.replaceAll((guid, numbers) -> "VERIFIED " + numbers);
			rows("exceptions.csv").forEach((row) -> ends.put(guid(row), String.valueOf(row.get("reason"))));
			return ends;
		}

		private static String guid(Map<String, String> row) {
			return Objects.requireNonNull(row.get("member_guid"));
		}

		private List<Map<String, String>> rows(String file) {
			List<Map<String, String>> rows = new ArrayList<>();
			Path path = this.output.resolve(file);
			if (!Files.exists(path)) {
				return rows;
			}
			try (CSVReaderHeaderAware csv = new CSVReaderHeaderAware(Files.newBufferedReader(path))) {
				for (Map<String, String> row = csv.readMap(); row != null; row = csv.readMap()) {
					rows.add(new LinkedHashMap<>(row));
				}
				return rows;
			}
			catch (IOException | CsvValidationException ex) {
				throw new IllegalStateException(path.toString(), ex);
			}
		}

		Row row(String name, Map<String, String> right, String failure) {
			billedTwice();
			Map<String, String> ends = ends();
			List<String> wrong = new ArrayList<>();
			right.forEach((guid, end) -> {
				String now = ends.getOrDefault(guid, "nowhere");
				if (!end.equals(now) && !explained(guid, now)) {
					wrong.add(guid + ": " + now + ", not " + end);
				}
			});
			if (!right.isEmpty() && ends.size() != right.size()) {
				wrong.add(ends.size() + " members, not " + right.size());
			}
			return new Row(name, List.copyOf(this.exits), wrong, List.copyOf(this.billedTwice),
					String.join("\n", this.words), failure);
		}

	}

}
