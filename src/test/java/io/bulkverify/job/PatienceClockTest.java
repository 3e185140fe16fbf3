package io.bulkverify.job;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PatienceClockTest {

	private static final Duration ROUND = Duration.ofMillis(250);

	private final AtomicLong nanos = new AtomicLong(42);

	private final PatienceClock patience = new PatienceClock(this.nanos::get);

	@Test
	void patience_counts_while_the_lanes_come_round() {
		looking(Duration.ofMinutes(5), Lane.values());

		assertThat(this.patience.now()).isEqualTo(Duration.ofMinutes(5));
	}

	@Test
	void patience_goes_on_from_where_the_last_process_left_it() {
		looking(Duration.ofHours(1), Lane.POLL);
		this.patience.goOnFrom(Duration.ofMinutes(7));
		looking(Duration.ofMinutes(1), Lane.POLL);

		assertThat(this.patience.now()).isEqualTo(Duration.ofMinutes(8));
	}

	@Test
	void patience_stands_still_during_an_outage() {
		looking(Duration.ofSeconds(10), Lane.POLL);
		this.patience.standStill();
		this.patience.standStill();
		looking(Duration.ofHours(1), Lane.POLL);
		assertThat(this.patience.now()).isEqualTo(Duration.ofSeconds(10));

		this.patience.goOn();
		this.patience.goOn();
		looking(Duration.ofSeconds(5), Lane.POLL);
		assertThat(this.patience.now()).isEqualTo(Duration.ofSeconds(15));
	}

	@Test
	void a_process_that_was_frozen_has_not_been_waiting() {
		looking(Duration.ofSeconds(10), Lane.values());
		pass(Duration.ofSeconds(18));

		assertThat(this.patience.now()).as("an answer that is judged before any lane has looked up")
			.isEqualTo(Duration.ofSeconds(10).plus(PatienceClock.LOOK_LASTS));
		looking(Duration.ofSeconds(5), Lane.values());
		assertThat(this.patience.now()).isEqualTo(Duration.ofSeconds(15).plus(PatienceClock.LOOK_LASTS));
	}

	@Test
	void a_lane_that_hangs_in_a_statement_stops_the_patience_though_others_come_round() {
		looking(Duration.ofSeconds(10), Lane.values());
		looking(Duration.ofSeconds(40), Lane.TRIGGER, Lane.COLLECT);

		assertThat(this.patience.now()).isEqualTo(Duration.ofSeconds(10).plus(PatienceClock.LOOK_LASTS));
	}

	@Test
	void a_lane_without_work_is_not_waited_for() {
		looking(Duration.ofSeconds(10), Lane.values());
		this.patience.ended(Lane.TRIGGER);
		looking(Duration.ofSeconds(10), Lane.POLL, Lane.COLLECT);

		assertThat(this.patience.now()).isEqualTo(Duration.ofSeconds(20));
	}

	@Test
	void nobody_looks_while_no_lane_is_at_work() {
		pass(Duration.ofMinutes(20));
		looking(Duration.ofSeconds(1), Lane.POLL);
		this.patience.ended(Lane.POLL);
		pass(Duration.ofMinutes(20));

		assertThat(this.patience.now()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void slow_rounds_use_up_patience_all_the_same() {
		this.patience.looked(Lane.POLL);
		for (int round = 0; round < 10; round++) {
			pass(Duration.ofSeconds(7));
			this.patience.looked(Lane.POLL);
		}

		assertThat(this.patience.now()).isEqualTo(PatienceClock.LOOK_LASTS.multipliedBy(10));
	}

	/** The lanes come round for so long. */
	private void looking(Duration time, Lane... lanes) {
		look(lanes);
		for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(ROUND)) {
			pass(ROUND);
			look(lanes);
		}
	}

	private void look(Lane... lanes) {
		for (Lane lane : lanes) {
			this.patience.looked(lane);
		}
	}

	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

}
