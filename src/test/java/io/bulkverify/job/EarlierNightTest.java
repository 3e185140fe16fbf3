package io.bulkverify.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.bulkverify.simulator.Call;
import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MemberReport;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import io.bulkverify.store.RunStatus;
import io.bulkverify.store.RunTable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A failed night and what comes after it: each night gets its own outcome, none is
 * forgotten, and nobody is billed for one that nobody asked for.
 */
@Isolated
@ExtendWith(OutputCaptureExtension.class)
class EarlierNightTest {

	private static final List<String> MEMBERS = IntStream.range(0, 24)
		.mapToObj((i) -> "MBR-fine.ms-3000-" + i)
		.toList();

	@TempDir
	Path folder;

	private MxSimulator mx;

	private Night night;

	private Path list;

	private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

	private final LocalDate yesterday = this.today.minusDays(1);

	@BeforeEach
	void start() {
		this.mx = MxSimulator.start(SimulatorSettings.builder().flavour(Flavour.ATRIUM).build());
		this.night = new Night(this.mx, Night.h2(this.folder), this.folder).with("verification.zone", "UTC")
			.with("mx.limits.writes-per-second", 4);
		this.list = this.night.list(MEMBERS);
	}

	@AfterEach
	void stop() {
		this.mx.close();
	}

	@Test
	void a_failed_night_is_settled_and_then_today_s_is_done(CapturedOutput log) throws Exception {
		stoppedInMidRun("--date", this.yesterday.toString());
		long sent = this.mx.ledger().calls(Call.VERIFY);
		this.night.with("mx.limits.writes-per-second", 200);

		Night.Ended ended = this.night.run(this.list);

		assertThat(ended.exit()).as(ended.toString()).isZero();
		assertThat(log).contains("comes first");
		assertThat(ended.out()).contains("Run 1 for " + this.yesterday, "Run 2 for " + this.today);
		Path settled = this.folder.resolve("out-" + this.yesterday);
		assertThat(Files.readString(settled.resolve("summary.json"))).contains("\"ties\" : true");
		List<Map<String, String>> left = this.night.rows("../" + settled.getFileName() + "/exceptions.csv");
		assertThat(left).hasSize((int) (MEMBERS.size() - sent))
			.allSatisfy((row) -> assertThat(row).containsEntry("reason", "NOT_REACHED")
				.containsEntry("detail", "in the run of " + this.yesterday));
		assertThat(this.night.rows("../" + settled.getFileName() + "/account-numbers.csv")).hasSize((int) sent);
		assertThat(this.night.rows("account-numbers.csv")).as("today's").hasSize(MEMBERS.size());
		assertThat(this.mx.ledger().calls(Call.VERIFY)).as("one for each night and member that was verified in it")
			.isEqualTo(sent + MEMBERS.size());
		assertThat(status(1)).isEqualTo(RunStatus.FINISHED);
		assertThat(status(2)).isEqualTo(RunStatus.FINISHED);
		assertThat(log.getAll()).as("what two runs in one process register").doesNotContain("already registered");
	}

	@Test
	void a_night_that_cannot_be_settled_keeps_today_s_from_beginning() {
		stoppedInMidRun("--date", this.yesterday.toString());
		long sent = this.mx.ledger().calls(Call.VERIFY);
		this.night.with("mx.api-key", "wrong");

		Night.Ended ended = this.night.run(this.list);

		assertThat(ended.exit()).as(ended.toString()).isEqualTo(1);
		assertThat(ended.err()).contains("Run 1:", "The run for " + this.today + " was not begun");
		assertThat(runs().all(10)).hasSize(1);
		assertThat(this.mx.ledger().calls(Call.VERIFY)).isEqualTo(sent);
	}

	@Test
	void whoever_names_the_date_gets_that_night_and_no_other(CapturedOutput log) {
		stoppedInMidRun("--date", this.yesterday.toString());
		this.night.with("mx.limits.writes-per-second", 200);

		assertThat(this.night.run(this.list, "--date", this.today.toString()).exit()).isZero();

		assertThat(status(1)).isEqualTo(RunStatus.STOPPED);
		assertThat(log).contains("members.csv for " + this.yesterday + " is not finished (STOPPED)");
		assertThat(this.night.run(this.list, "--date", this.yesterday.toString(), "--replace").exit()).isZero();
		assertThat(this.night.rows("account-numbers.csv")).hasSize(MEMBERS.size());
		assertThat(this.mx.members()).extracting(MemberReport::accepted)
			.as("once for each night, but once for both where the first was still under way")
			.isSubsetOf(1, 2);
	}

	@Test
	void the_same_list_with_one_row_changed_is_another_and_those_billed_today_are_named(CapturedOutput log) {
		this.night.with("mx.limits.writes-per-second", 200);
		assertThat(this.night.run(this.list).exit()).isZero();
		this.night.with("mx.limits.writes-per-second", 4);
		Path changed = this.night.list(Stream.concat(MEMBERS.stream(), Stream.of("MBR-fine-new")).toList());
		stoppedInMidRun(changed, MEMBERS.size(), "--replace");
		this.night.with("mx.limits.writes-per-second", 200);

		Path another = this.night
			.list(Stream.concat(MEMBERS.stream(), Stream.of("MBR-fine-new", "MBR-fine-newer")).toList());
		Night.Ended ended = this.night.type("run", "--input", another.toString(), "--output",
				this.folder.resolve("another").toString());

		assertThat(ended.exit()).as(ended.toString()).isZero();
		assertThat(log)
			.contains("24 members of run 2 were verified earlier today and will be billed again",
					"verification.fresh-for")
			.contains("members.csv for " + this.today + " is not finished (STOPPED)");
	}

	@Test
	void again_goes_on_with_its_own_unfinished_run() {
		this.night.with("mx.limits.writes-per-second", 200);
		assertThat(this.night.run(this.list).exit()).isZero();
		this.night.with("mx.limits.writes-per-second", 4);
		stoppedInMidRun(this.list, MEMBERS.size(), "--again", "--replace");
		this.night.with("mx.limits.writes-per-second", 200);

		assertThat(this.night.run(this.list, "--again", "--replace").out()).contains("Run 2 for");

		assertThat(this.mx.members()).extracting(MemberReport::accepted).containsOnly(2);
		assertThat(this.night.run(this.list).out()).contains("Run 2 (", "No call was made");
	}

	@Test
	void a_finished_run_supersedes_older_unfinished_ones_of_its_list_and_date(CapturedOutput log) {
		stoppedInMidRun();
		long verifies = this.mx.ledger().calls(Call.VERIFY);
		long finished = runs()
			.create(this.today, runs().find(1).orElseThrow().listSha256(), "members.csv", "atrium", null, null,
					Instant.now())
			.id();
		runs().ended(finished, RunStatus.FINISHED, 0, Instant.now());

		assertThat(this.night.run(this.list).out()).contains("Run " + finished + " (", "No call was made");
		assertThat(this.mx.ledger().calls(Call.VERIFY)).isEqualTo(verifies);
		assertThat(log).doesNotContain("is not finished");
	}

	@Test
	void no_run_is_made_for_what_is_refused() throws IOException {
		this.night.with("verification.max-verify-calls", 5);
		Night.Ended refused = this.night.run(this.list);
		assertThat(refused.exit()).isEqualTo(2);
		assertThat(refused.err()).contains("24 verify calls").hasLineCount(1);
		assertThat(runs().all(10)).isEmpty();

		this.night.without("verification.max-verify-calls");
		Path notAFolder = Files.writeString(this.folder.resolve("a file"), "x");
		for (Path folder : List.of(notAFolder.resolve("in it"), Path.of("/proc"))) {
			Night.Ended ended = this.night.type("run", "--input", this.list.toString(), "--output", folder.toString());
			assertThat(ended.exit()).as(ended.toString()).isNotZero();
			assertThat(ended.err()).contains("Cannot write " + folder).hasLineCount(1);
		}
		assertThat(runs().all(10)).isEmpty();
		assertThat(this.mx.ledger().calls()).isZero();
	}

	@Test
	void until_stays_with_the_run(CapturedOutput log) {
		String inAnHour = Instant.now()
			.plusSeconds(3_600)
			.truncatedTo(ChronoUnit.SECONDS)
			.atZone(ZoneOffset.UTC)
			.toLocalTime()
			.toString();
		stoppedInMidRun("--until", inAnHour);
		assertThat(log).contains("(--until)");
		Instant until = Optional.ofNullable(runs().find(1).orElseThrow().until()).orElseThrow();
		assertThat(until).isBetween(Instant.now().plusSeconds(3_000), Instant.now().plusSeconds(3_600));
		long sent = this.mx.ledger().calls(Call.VERIFY);
		runs().until(1, until.minus(Duration.ofDays(1)));

		assertThat(this.night.run(this.list, "--until", inAnHour).exit()).isZero();

		assertThat(this.mx.ledger().calls(Call.VERIFY)).isEqualTo(sent);
		assertThat(this.night.rows("exceptions.csv")).isNotEmpty()
			.allSatisfy((row) -> assertThat(row).containsEntry("reason", "NOT_REACHED").containsEntry("detail", ""));
	}

	private void stoppedInMidRun(String... options) {
		stoppedInMidRun(this.list, 0, options);
	}

	private void stoppedInMidRun(Path list, long verifiesBefore, String... options) {
		Background run = Background.of(() -> this.night.run(list, options));
		Awaitility.await()
			.atMost(Duration.ofSeconds(40))
			.until(() -> run.command().isDone() || this.mx.ledger().calls(Call.VERIFY) >= verifiesBefore + 3);
		assertThat(run.command()).isNotDone();
		this.night.type("stop");
		assertThat(run.ended().exit()).isEqualTo(5);
	}

	private RunStatus status(long run) {
		return runs().find(run).orElseThrow().status();
	}

	private RunTable runs() {
		return new RunTable(JdbcClient.create(new DriverManagerDataSource(Night.h2(this.folder), "sa", "")));
	}

}
