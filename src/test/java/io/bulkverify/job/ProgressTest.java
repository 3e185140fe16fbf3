package io.bulkverify.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.bulkverify.member.Stage;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Somebody who waits for a run can see how far it is. */
@ExtendWith(OutputCaptureExtension.class)
@Isolated
class ProgressTest {

	@TempDir
	Path folder;

	@AfterEach
	void forgetTheFormat() {
		// Spring Boot leaves it to the next application of the process.
		System.clearProperty("CONSOLE_LOG_STRUCTURED_FORMAT");
	}

	@Test
	void without_a_terminal_a_line_now_and_then_says_how_far_the_run_is(CapturedOutput output) {
		night(Map.of("verification.progress-every", "1s"), "MBR-fine.ms-4000-1", "MBR-start.status-DENIED-1",
				"MBR-busy.for-4000-1");

		assertThat(lines(output))
			.anySatisfy((line) -> assertThat(line)
				.matches("\\S+ INFO  \\[run 1] Run 1: 1 of 3 members are done \\(0 verified, 1 exceptions\\), .*/s.*"))
			.anySatisfy((line) -> assertThat(line).contains("1 wait for another job at MX (409)"))
			.allSatisfy((line) -> assertThat(line).contains("[run 1]").doesNotContain("MBR-"));
	}

	@Test
	void the_log_is_json_where_spring_boots_setting_says_so(CapturedOutput output) {
		night(Map.of("logging.structured.format.console", "ecs", "verification.progress-every", "1s"),
				"MBR-fine.ms-3000-1");

		List<JsonNode> lines = lines(output).stream().map(JsonMapper.shared()::readTree).toList();
		assertThat(lines).hasSizeGreaterThan(1)
			.allSatisfy((line) -> assertThat(line.path("run").asString()).isEqualTo("1"))
			.anySatisfy((line) -> assertThat(line.path("message").asString()).contains("of 1 members are done"));
	}

	private void night(Map<String, String> settings, String... members) {
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.defaults())) {
			Night night = new Night(mx, Night.h2(this.folder), this.folder).with("verification.poll.interval", "3s")
				.with("verification.poll.max-interval", "3s");
			settings.forEach(night::with);
			assertThat(night.run(night.list(List.of(members))).exit()).isZero();
		}
	}

	private static List<String> lines(CapturedOutput output) {
		return output.getErr().lines().filter((line) -> !line.startsWith("\tat ")).toList();
	}

	@Test
	void a_log_line_comes_as_often_as_the_setting_says(CapturedOutput output) {
		long[] seconds = { 0 };
		ProgressLog log = new ProgressLog(Duration.ofSeconds(30), () -> TimeUnit.SECONDS.toNanos(seconds[0]));
		for (seconds[0] = 0; seconds[0] <= 90; seconds[0]++) {
			log.see(new RunGlance(9, Map.of(Stage.PENDING, seconds[0] + 1), 0, null, List.of()));
		}
		log.close();

		assertThat(output.getAll().lines().filter((line) -> line.contains("Run 9: "))).hasSize(3);
	}

	@Test
	void the_rate_is_that_of_the_last_minute() {
		Pace pace = new Pace();
		for (int second = 0; second <= 300; second++) {
			pace.at(TimeUnit.SECONDS.toNanos(second), (second <= 200) ? second * 100 : 20_000 + (second - 200) * 2);
		}

		assertThat(pace.perSecond()).isEqualTo(2);
		assertThat(Pace.until(101, 2)).isEqualTo(Duration.ofSeconds(51));
		assertThat(Pace.until(101, 0)).isNull();
	}

	@Test
	void what_an_earlier_start_did_is_not_this_ones_rate() {
		long[] seconds = { 0 };
		StageCounts counts = new StageCounts();
		RunProgress progress = progress(counts, seconds);
		progress.glance();
		seconds[0] = 1;
		counts.load(Map.of(Stage.VERIFIED, 111_421L, Stage.PENDING, 1_000L));

		assertThat(progress.glance().perSecond()).isZero();

		seconds[0] = 2;
		counts.moved(Map.of(Stage.VERIFIED, 5L, Stage.PENDING, -5L));
		assertThat(progress.glance().perSecond()).isEqualTo(5);
	}

	/** Ten verifies a second; the first verdicts come after 15 s, and slowly at first. */
	@Test
	void the_time_left_is_told_once_it_can_be_and_is_not_far_from_what_it_takes() {
		long[] seconds = { 0 };
		StageCounts counts = new StageCounts();
		RunProgress progress = progress(counts, seconds);
		counts.load(Map.of(Stage.PENDING, 2_000L));

		for (long ended = 0; ended < 2_000; seconds[0]++) {
			Duration left = progress.glance().left();
			if (seconds[0] < 10) {
				assertThat(left).isNull();
			}
			else {
				long takes = 220 - seconds[0];
				assertThat(left).as("after %d s", seconds[0])
					.isBetween(Duration.ofSeconds(takes - 30), Duration.ofSeconds(takes + 30));
			}
			long begin = (seconds[0] < 200) ? 10 : 0;
			long end = Math.clamp((seconds[0] - 15) / 2, 0, Math.min(10, 2_000 - ended));
			ended += end;
			counts.moved(Map.of(Stage.PENDING, -begin, Stage.VERIFYING, begin - end, Stage.VERIFIED, end));
		}
	}

	private static RunProgress progress(StageCounts counts, long[] seconds) {
		return new RunProgress(1, counts, List::of, new ProgressLog(Duration.ofSeconds(30), () -> 0),
				() -> TimeUnit.SECONDS.toNanos(seconds[0]));
	}

	@Test
	void the_log_says_when_only_the_files_are_left() {
		assertThat(new RunGlance(9, Map.of(Stage.VERIFIED, 3L), 2, Duration.ofSeconds(9), List.of()).text())
			.isEqualTo("3 of 3 members are done (3 verified, 0 exceptions), the files are being written");
	}

	@Test
	void a_count_that_shrinks_is_measured_anew() {
		Pace pace = new Pace();
		pace.at(0, 1_000);
		pace.at(TimeUnit.SECONDS.toNanos(1), 0);
		pace.at(TimeUnit.SECONDS.toNanos(3), 10);

		assertThat(pace.perSecond()).isEqualTo(5);
	}

}
