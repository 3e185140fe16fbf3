package io.bulkverify.job;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many calls may be in flight follows from how many are made and how long they take.
 */
class CallTimesTest {

	private final AtomicLong nanos = new AtomicLong(77);

	private final CallTimes times = new CallTimes(this.nanos::get);

	private final LaneLimits atTheQuota = LaneLimits.of(2_000, 750, Duration.ofSeconds(30), null);

	@Test
	void a_run_begins_with_few_calls_at_once() {
		assertThat(this.atTheQuota.inFlight(this.times.known())).isEqualTo(256);
		assertThat(LaneLimits.of(5, 1, Duration.ofSeconds(30), null).inFlight(this.times.known())).isEqualTo(16);
	}

	@Test
	void a_near_mx_needs_few_and_a_far_one_many() {
		calls(2_000, Duration.ofMillis(2));
		assertThat(this.atTheQuota.inFlight(this.times.known())).isEqualTo(256);
		calls(2_000, Duration.ofMillis(800));
		calls(2_000, Duration.ofMillis(800));
		for (int second = 0; second < 70; second++) {
			calls(2_000, Duration.ofMillis(800));
		}
		assertThat(this.atTheQuota.inFlight(this.times.known())).isBetween(2_400, 2_600);
	}

	@Test
	void half_as_many_again_as_were_made_are_tried_until_the_limit_is_reached() {
		calls(400, Duration.ofMillis(300));
		assertThat(this.atTheQuota.inFlight(this.times.known())).isBetween(290, 310);
		calls(1_500, Duration.ofMillis(300));
		assertThat(this.atTheQuota.inFlight(this.times.known())).isBetween(990, 1_010);
	}

	@Test
	void what_queues_behind_our_own_calls_is_no_reason_for_more() {
		calls(1, Duration.ofMillis(2));
		calls(2_000, Duration.ofMillis(900));
		assertThat(this.atTheQuota.inFlight(this.times.known())).isEqualTo(256);
	}

	@Test
	void a_quick_refusal_says_nothing_and_a_slow_verify_counts() {
		calls(2_000, Duration.ofMillis(15));
		this.times.ended(false, false, Duration.ofMillis(1));
		for (int call = 0; call < 100; call++) {
			this.times.ended(true, true, Duration.ofMillis(1_500));
		}
		assertThat(this.atTheQuota.inFlight(this.times.known())).isGreaterThan(4_000 - 1);
	}

	private void calls(int number, Duration took) {
		for (int call = 0; call < number; call++) {
			this.nanos.addAndGet(1_000_000_000L / number + 1);
			this.times.ended(false, true, took);
		}
	}

}
