package io.bulkverify.job;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

import io.bulkverify.member.Stage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many calls may be in flight follows from how many are made and how long they take.
 */
class LaneLimitsTest {

	private final LaneLimits atTheQuota = LaneLimits.of(2_000, 750, Duration.ofSeconds(30), null);

	@Test
	void a_run_begins_with_few_calls_in_hand() {
		assertThat(this.atTheQuota.inFlight(0, 128)).isEqualTo(256);
		assertThat(LaneLimits.of(5, 1, Duration.ofSeconds(30), null).inFlight(0, 128)).isEqualTo(16);
	}

	@Test
	void as_many_as_are_made_at_once_and_those_that_come_next() {
		assertThat(this.atTheQuota.inFlight(600, 300)).isEqualTo(330);
		assertThat(this.atTheQuota.inFlight(2_000, 900)).isEqualTo(1_000);
	}

	@Test
	void verifies_that_wait_for_the_write_limit_keep_no_reads_back() {
		List<Stage> verifies = Collections.nCopies(256, Stage.REQUESTING);
		assertThat(LaneLimits.free(Stage.READY, 256, verifies, List.of())).isZero();
		assertThat(LaneLimits.free(Stage.PENDING, 256, verifies, List.of())).isEqualTo(256);
		List<Stage> baselines = Collections.nCopies(200, Stage.PENDING);
		assertThat(LaneLimits.free(Stage.PENDING, 256, baselines, List.of())).isEqualTo(56);
		assertThat(LaneLimits.free(Stage.READY, 256, baselines, List.of())).isEqualTo(256);
	}

	@Test
	void who_is_held_back_takes_nobodys_place() {
		List<Stage> verifies = Collections.nCopies(4, Stage.REQUESTING);
		assertThat(LaneLimits.free(Stage.READY, 4, verifies, verifies.subList(0, 3))).isEqualTo(3);
	}

	@Test
	void never_more_than_two_seconds_of_calls() {
		assertThat(this.atTheQuota.inFlight(2_000, 5_000)).isEqualTo(4_000);
		assertThat(LaneLimits.of(100, 10, Duration.ofSeconds(30), null).inFlight(100, 500)).isEqualTo(200);
	}

}
