package io.bulkverify.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.bulkverify.simulator.Breakage;
import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MemberReport;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * MX goes away for everybody: nobody is reported for it, and nobody is paid for twice.
 */
@ExtendWith(OutputCaptureExtension.class)
@Isolated
class MxAwayTest {

	private static final List<String> MEMBERS = IntStream.rangeClosed(1, 200)
		.mapToObj((row) -> "MBR-fine-" + row)
		.toList();

	private static final String ENDLESS = "MBR-flaky.on-status.times-ever.how-500-1";

	@TempDir
	Path folder;

	@ParameterizedTest
	@EnumSource(names = { "RESET", "HTTP_503" })
	void an_outage_longer_than_every_patience_is_waited_for(Breakage how, CapturedOutput output) throws Exception {
		try (MxSimulator mx = mx(0)) {
			Night night = night(mx).with("verification.error.give-up-after", "3s")
				.with("verification.poll.give-up-after", "5s");
			CompletableFuture<Night.Ended> run = start(night);
			underWay(mx);

			mx.outage(Duration.ofSeconds(6), how);
			Night.Ended ended = run.get(90, TimeUnit.SECONDS);

			assertThat(ended.exit()).as(ended.toString()).isZero();
			EveryStoryTest.assertEndings(night, MEMBERS);
			assertThat(output.getAll().lines().filter((line) -> line.contains("MX has been away")))
				.as("one line a minute")
				.hasSize(1);
			assertThat(output).contains("MX answers again");
		}
	}

	@Test
	void an_outage_that_lasts_ends_the_run_as_resumable() throws Exception {
		MxSimulator mx = mx(0);
		int port = mx.port();
		try {
			Night night = night(mx).with("verification.outage.give-up-after", "3s");
			CompletableFuture<Night.Ended> run = start(night);
			underWay(mx);
			mx.close();

			Night.Ended ended = run.get(60, TimeUnit.SECONDS);

			assertThat(ended.exit()).isEqualTo(1);
			assertThat(ended.err()).contains("MX has been away for")
				.contains("(no connection: refused, or no way there, at http://127.0.0.1:" + port)
				.contains("everything is saved")
				.containsOnlyOnce("un the same command again")
				.hasLineCount(1);
			long before = paid(mx);
			mx = mx(port);
			Night.Ended again = night.run(night.list(MEMBERS));
			assertThat(again.exit()).as(again.toString()).isZero();
			// The second simulator knows nothing of what the first had taken.
			assertThat(before + paid(mx)).isLessThanOrEqualTo(MEMBERS.size());
			assertThat(night.rows("account-numbers.csv").size() + night.rows("exceptions.csv").size())
				.isEqualTo(MEMBERS.size());
		}
		finally {
			mx.close();
		}
	}

	@Test
	void one_member_whose_errors_never_end_is_reported_though_all_others_have_finished() throws Exception {
		try (MxSimulator mx = mx(0)) {
			Night night = night(mx).with("verification.error.give-up-after", "5s");

			Night.Ended ended = inTime(night, List.of("MBR-fine-1", ENDLESS));

			assertThat(ended.exit()).as(ended.toString()).isZero();
			assertThat(night.rows("exceptions.csv")).singleElement()
				.satisfies((row) -> assertThat(row.get("reason")).isEqualTo("API_ERROR"));
		}
	}

	@Test
	void where_nobody_can_witness_whose_errors_they_are_the_run_stops_and_names_the_way_out() throws Exception {
		try (MxSimulator mx = mx(0)) {
			Night night = night(mx).with("verification.error.give-up-after", "3s")
				.with("verification.outage.give-up-after", "8s");

			Night.Ended ended = inTime(night, List.of(ENDLESS));

			assertThat(ended.exit()).as(ended.toString()).isEqualTo(1);
			assertThat(ended.err()).contains("no good answer to any read of a status")
				.contains("HTTP 500")
				.contains(mx.baseUrl())
				.contains("stop --run 1 --close");
			assertThat(night.output().resolve("exceptions.csv")).doesNotExist();
		}
	}

	private static Night.Ended inTime(Night night, List<String> members) throws Exception {
		return CompletableFuture.supplyAsync(() -> night.run(night.list(members)), (task) -> new Thread(task).start())
			.get(90, TimeUnit.SECONDS);
	}

	private static MxSimulator mx(int port) {
		return MxSimulator.start(SimulatorSettings.builder()
			.flavour(Flavour.ATRIUM)
			.port(port)
			.verification(Duration.ofMillis(500), Duration.ofSeconds(2))
			.build());
	}

	private Night night(MxSimulator mx) {
		return new Night(mx, Night.h2(this.folder), this.folder).with("mx.limits.writes-per-second", 50);
	}

	private static CompletableFuture<Night.Ended> start(Night night) {
		Path list = night.list(MEMBERS);
		return CompletableFuture.supplyAsync(() -> night.run(list), (task) -> new Thread(task).start());
	}

	private static void underWay(MxSimulator mx) {
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> paid(mx) >= 60);
	}

	private static long paid(MxSimulator mx) {
		return mx.members().stream().mapToInt(MemberReport::accepted).sum();
	}

}
