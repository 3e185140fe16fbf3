package io.bulkverify.job;

import java.time.Duration;

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
		assertThat(this.atTheQuota.inFlight(400, 300)).isEqualTo(330);
		assertThat(this.atTheQuota.inFlight(2_000, 900)).isEqualTo(1_000);
	}

	@Test
	void never_more_than_two_seconds_of_calls() {
		assertThat(this.atTheQuota.inFlight(2_000, 5_000)).isEqualTo(4_000);
		assertThat(LaneLimits.of(100, 10, Duration.ofSeconds(30), null).inFlight(100, 500)).isEqualTo(200);
	}

}
