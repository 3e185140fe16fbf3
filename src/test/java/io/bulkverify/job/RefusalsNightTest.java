package io.bulkverify.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.bulkverify.simulator.Call;
import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What MX refuses: a member, a bank, or everybody (src/docs/decisions.md, no 10). */
@ExtendWith(OutputCaptureExtension.class)
@Isolated
class RefusalsNightTest {

	@TempDir
	Path folder;

	@ParameterizedTest
	@CsvSource({ "unsupported,INSTITUTION_NOT_SUPPORTED", "unsupported.type-prevented,INSTITUTION_NOT_SUPPORTED",
			"unsupported.type-maintenance,INSTITUTION_UNAVAILABLE" })
	void a_bank_that_refused_one_member_is_not_asked_for_its_others(String story, String reason) {
		try (MxSimulator mx = mx(Flavour.NEXUS)) {
			Night night = night(mx).with("mx.limits.writes-per-second", 8);
			List<String> customers = members(story, 40);

			Night.Ended ended = night.run(night.list(and(customers, members("fine", 3))));

			assertThat(ended.exit()).as(ended.err()).isZero();
			assertThat(customers).allSatisfy((guid) -> {
				assertThat(night.ending(guid)).isEqualTo(reason);
				assertThat(night.reported(guid)).containsEntry("verify_called",
						String.valueOf(mx.member(guid).verifyCalls() > 0));
			});
			assertThat(members("fine", 3)).allSatisfy((guid) -> assertThat(night.ending(guid)).isEqualTo("VERIFIED"));
			assertThat(mx.ledger().calls(Call.VERIFY, "400")).as("what was on its way when the first no came")
				.isBetween(1L, 10L);
		}
	}

	@Test
	void a_feature_that_is_off_for_everybody_stops_the_run_and_reports_nobody() {
		try (MxSimulator mx = mx(Flavour.PLATFORM_20250224)) {
			Night night = night(mx);

			Night.Ended ended = night.run(night.list(members("forbidden", 60)));

			assertStopped(night, ended, "VERIFICATION_NOT_ENABLED", 60);
		}
	}

	@Test
	void a_short_list_of_deleted_members_comes_to_its_end_though_one_may_be_under_way_at_a_time() {
		try (MxSimulator mx = mx(Flavour.ATRIUM)) {
			Night night = night(mx).with("verification.max-verifying", 1)
				.with("verification.error.give-up-after", "3s");
			List<String> deleted = members("gone", 9);

			Night.Ended ended = night.run(night.list(deleted));

			assertThat(ended.exit()).as(ended.err()).isZero();
			assertThat(deleted).allSatisfy((guid) -> assertThat(night.ending(guid)).isEqualTo("MEMBER_NOT_FOUND"));
		}
	}

	/** At these rates fewer calls may be in flight than it takes to see a wall. */
	@ParameterizedTest
	@CsvSource({ "forbidden, VERIFICATION_NOT_ENABLED, 200, 12", "gone, MEMBER_NOT_FOUND, 200, 2" })
	void a_slow_run_sees_a_wall_too(String story, String reason, double reads, double writes) {
		try (MxSimulator mx = mx(Flavour.ATRIUM)) {
			Night night = night(mx).with("mx.limits.reads-per-second", reads)
				.with("mx.limits.writes-per-second", writes)
				.with("verification.max-verifying", 5);

			Night.Ended ended = night.run(night.list(members(story, 70)));

			assertStopped(night, ended, reason, 70);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "PLATFORM_20250224", "NEXUS" })
	void a_key_that_mx_does_not_know_stops_the_run_at_once(Flavour flavour) {
		try (MxSimulator mx = mx(flavour)) {
			Night night = night(mx).with("mx.api-key", "not-the-key");

			Night.Ended ended = night.run(night.list(members("fine", 100)));

			assertStopped(night, ended, "mx.api-key", 100);
			assertThat(mx.ledger().calls(Call.VERIFY)).isZero();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "PLATFORM_20111101", "NEXUS" })
	void an_address_that_is_not_allowed_stops_the_run(Flavour flavour) {
		try (MxSimulator mx = mx(flavour)) {
			Night night = night(mx);

			Night.Ended ended = night.run(night.list(members("address", 10)));

			assertStopped(night, ended, "address", 10);
		}
	}

	@Test
	void a_version_that_mx_does_not_speak_stops_the_run() {
		try (MxSimulator mx = mx(Flavour.PLATFORM_20250224)) {
			Night night = night(mx).with("mx.platform.version", "v20990101");

			Night.Ended ended = night.run(night.list(members("fine", 10)));

			assertStopped(night, ended, "mx.platform.version", 10);
		}
	}

	@Test
	void too_many_calls_slow_all_of_them_down_and_up_again(CapturedOutput output) {
		try (MxSimulator mx = mx(Flavour.PLATFORM_20250224)) {
			Night night = night(mx).with("mx.limits.reads-per-second", 100).with("mx.limits.writes-per-second", 50);
			mx.quota(30, 50);
			// Not in the common pool: on a small machine the HTTP client needs all of it.
			CompletableFuture<Night.Ended> running = CompletableFuture.supplyAsync(
					() -> night.run(night.list(members("fine", 150))), (task) -> Thread.ofPlatform().start(task));
			await().atMost(Duration.ofMinutes(1))
				.until(() -> mx.ledger().calls(Call.READ_MEMBER, "429")
						+ mx.ledger().calls(Call.READ_STATUS, "429") > 2);
			mx.quota(0, 0);

			Night.Ended ended = running.join();

			assertThat(ended.exit()).as(ended.err()).isZero();
			assertThat(night.rows("account-numbers.csv")).as("nobody is reported for it").hasSize(150);
			assertThat(output).contains("writes a second at most")
				.contains("MX asks for fewer reads: slowed from 100 to 50");
			assertThat(ended.out()).containsPattern(
					"Quota in force: [\\d.]+ reads and 50 writes a second; MX answered 429 \\d+ times, the slowest were [\\d.]+ reads");
		}
	}

	private static MxSimulator mx(Flavour flavour) {
		return MxSimulator.start(SimulatorSettings.builder().flavour(flavour).build());
	}

	private Night night(MxSimulator mx) {
		return new Night(mx, Night.h2(this.folder), this.folder);
	}

	private static List<String> members(String story, int count) {
		return IntStream.rangeClosed(1, count).mapToObj((i) -> "MBR-" + story + "-" + i).toList();
	}

	private static List<String> and(List<String> some, List<String> others) {
		return Stream.concat(some.stream(), others.stream()).toList();
	}

	private static void assertStopped(Night night, Night.Ended ended, String why, int members) {
		assertThat(ended.exit()).as(ended.toString()).isEqualTo(1);
		assertThat(ended.err()).contains(why).contains("0 of " + members + " members").hasLineCount(1);
		assertThat(night.output().resolve("summary.json")).doesNotExist();
		assertThat(night.output().resolve("exceptions.csv")).doesNotExist();
	}

}
