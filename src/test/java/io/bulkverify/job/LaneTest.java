package io.bulkverify.job;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.bulkverify.member.Stage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LaneTest {

	private final StageCounts counts = new StageCounts();

	@Test
	void every_open_stage_belongs_to_one_lane() {
		for (Stage stage : Stage.values()) {
			long lanes = java.util.Arrays.stream(Lane.values()).filter((lane) -> lane.stages().contains(stage)).count();
			assertThat(lanes).as(stage.name()).isEqualTo(stage.terminal() ? 0 : 1);
		}
	}

	@Test
	void a_lane_goes_on_as_long_as_a_member_can_still_come_to_it() {
		assertThat(Lane.COLLECT.sources()).contains(Stage.PENDING, Stage.VERIFYING, Stage.CONNECTED);
		assertThat(Lane.TRIGGER.sources()).as("a failed verification may be asked for again").contains(Stage.VERIFYING);
		assertThat(Lane.TRIGGER.sources()).doesNotContain(Stage.CONNECTED, Stage.VERIFIED, Stage.REPORTED);
	}

	@Test
	void few_members_are_made_ready_and_none_beyond_what_may_be_under_way() {
		LaneLimits limits = LaneLimits.of(50, 10, Duration.ofSeconds(30), null);
		this.counts.load(Map.of(Stage.PENDING, 100_000L));
		assertThat(limits.allowed(Stage.PENDING, this.counts, 0, 0, List.of())).isEqualTo(50);
		assertThat(limits.allowed(Stage.PENDING, this.counts, 20, 0, List.of())).isEqualTo(30);

		this.counts.load(Map.of(Stage.PENDING, 100_000L, Stage.READY, 45L));
		assertThat(limits.allowed(Stage.PENDING, this.counts, 0, 0, List.of())).isEqualTo(5);

		this.counts.load(Map.of(Stage.PENDING, 100_000L, Stage.VERIFYING, 1_500L));
		assertThat(limits.allowed(Stage.PENDING, this.counts, 0, 0, List.of())).isZero();
		assertThat(limits.allowed(Stage.READY, this.counts, 0, 0, List.of())).isZero();
	}

	@Test
	void verifies_in_flight_are_few_so_that_no_baseline_grows_old_in_the_queue() {
		LaneLimits limits = LaneLimits.of(50, 10, Duration.ofSeconds(30), null);
		this.counts.load(Map.of(Stage.READY, 50L));

		assertThat(limits.allowed(Stage.READY, this.counts, 0, 0, List.of())).isEqualTo(10);
		assertThat(limits.allowed(Stage.READY, this.counts, 0, 8, List.of())).isEqualTo(2);
	}

	@Test
	void what_an_operator_says_of_members_under_way_wins() {
		LaneLimits limits = LaneLimits.of(50, 10, Duration.ofSeconds(30), 3);
		this.counts.load(Map.of(Stage.READY, 50L, Stage.VERIFYING, 2L));

		assertThat(limits.allowed(Stage.READY, this.counts, 0, 0, List.of())).isEqualTo(1);
	}

	@Test
	void a_member_that_is_held_back_takes_nobodys_place() {
		LaneLimits limits = LaneLimits.of(50, 10, Duration.ofSeconds(30), 3);
		this.counts.load(Map.of(Stage.READY, 50L, Stage.REQUESTING, 3L));

		assertThat(limits.allowed(Stage.READY, this.counts, 0, 0, List.of())).isZero();
		assertThat(limits.allowed(Stage.READY, this.counts, 0, 0, List.of(Stage.REQUESTING, Stage.REQUESTING)))
			.isEqualTo(2);
	}

}
