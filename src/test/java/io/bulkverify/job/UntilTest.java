package io.bulkverify.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;

import io.bulkverify.member.Stage;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** From {@code --until} on nothing is begun, and what was begun is finished. */
class UntilTest {

	private static final int MEMBERS = 3_000;

	@TempDir
	Path folder;

	@Test
	void members_that_were_not_reached_are_reported_and_the_others_finished() throws Exception {
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.defaults())) {
			Night night = new Night(mx, Night.h2(this.folder), this.folder).with("verification.zone", "UTC")
				.with("mx.limits.writes-per-second", 20);
			List<String> members = IntStream.range(0, MEMBERS).mapToObj((i) -> "MBR-fine-" + i).toList();
			Instant until = Instant.now().plusSeconds(12);

			Night.Ended ended = night.run(night.list(members), "--until",
					LocalTime.ofInstant(until, ZoneOffset.UTC).toString());

			assertThat(ended.exit()).as(ended.toString()).isZero();
			int verified = night.rows("account-numbers.csv").size();
			assertThat(verified).isPositive();
			assertThat(night.rows("exceptions.csv")).hasSize(MEMBERS - verified)
				.allSatisfy((row) -> assertThat(row).containsEntry("reason", "NOT_REACHED"));
			assertThat(Instant.now()).isBefore(until.plus(Duration.ofSeconds(60)));
			assertThat(Files.readString(night.output().resolve("summary.json"))).contains("\"ties\" : true");
		}
	}

	@Test
	void a_time_that_is_over_today_is_tomorrows() {
		ZoneId zone = ZoneId.of("America/New_York");
		Instant evening = Instant.parse("2026-11-21T03:00:00Z");

		assertThat(Deadline.next(LocalTime.of(6, 0), zone, () -> evening)).hasToString("2026-11-21T11:00:00Z");
		assertThat(Deadline.next(LocalTime.of(23, 30), zone, () -> evening)).hasToString("2026-11-21T04:30:00Z");
		assertThat(Deadline.next(LocalTime.of(22, 0), zone, () -> evening)).hasToString("2026-11-22T03:00:00Z");
	}

	@Test
	void the_same_command_given_again_means_the_same_moment() {
		ZoneId zone = ZoneId.of("America/New_York");
		Instant six = Instant.parse("2026-11-21T11:00:00Z");
		InstantSource afterSix = () -> six.plusSeconds(60);

		assertThat(Deadline.until(six, LocalTime.of(6, 0), zone, afterSix)).isEqualTo(six);
		assertThat(Deadline.until(six, null, zone, afterSix)).isEqualTo(six);
		assertThat(Deadline.until(null, null, zone, afterSix)).isNull();
		assertThat(Deadline.until(null, LocalTime.of(6, 0), zone, afterSix)).isEqualTo("2026-11-22T11:00:00Z");
		assertThat(Deadline.until(six, LocalTime.of(8, 30), zone, afterSix)).as("another time of day")
			.isEqualTo("2026-11-21T13:30:00Z");
	}

	@Test
	void only_members_without_a_verify_under_way_are_left() {
		Instant[] now = { Instant.parse("2026-11-20T05:59:59Z") };
		InstantSource clock = () -> now[0];
		Deadline deadline = Deadline.at(Deadline.next(LocalTime.of(6, 0), ZoneOffset.UTC, clock), clock);

		assertThat(Stage.values()).noneMatch(deadline::leaves);

		now[0] = now[0].plusSeconds(1);
		assertThat(Stage.values()).filteredOn(deadline::leaves).containsExactly(Stage.PENDING, Stage.READY);
	}

	@Test
	void a_run_without_an_end_leaves_nobody() {
		Deadline never = Deadline.at(null, () -> Instant.MAX);

		assertThat(Stage.values()).noneMatch(never::leaves);
	}

}
