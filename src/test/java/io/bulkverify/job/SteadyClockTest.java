package io.bulkverify.job;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SteadyClockTest {

	private static final Instant START = Instant.parse("2026-11-20T02:00:00Z");

	private Instant wall = START;

	private final AtomicLong nanos = new AtomicLong(-7);

	private final SteadyClock clock = new SteadyClock(() -> this.wall, this.nanos::get);

	@Test
	void it_says_what_the_wall_clock_says() {
		pass(Duration.ofMinutes(3));

		assertThat(this.clock.instant()).isEqualTo(START.plus(Duration.ofMinutes(3)));
	}

	@Test
	void it_goes_on_when_the_wall_clock_is_set_back() {
		pass(Duration.ofMinutes(1));
		this.wall = START.minus(Duration.ofHours(3));
		assertThat(this.clock.instant()).isEqualTo(START.plus(Duration.ofMinutes(1)));

		pass(Duration.ofMinutes(1));
		assertThat(this.clock.instant()).as("due times come").isEqualTo(START.plus(Duration.ofMinutes(2)));
	}

	@Test
	void it_follows_a_wall_clock_that_is_ahead_as_after_a_suspended_machine() {
		pass(Duration.ofMinutes(1));
		this.wall = this.wall.plus(Duration.ofHours(8));

		assertThat(this.clock.instant()).isEqualTo(START.plus(Duration.ofMinutes(8 * 60 + 1)));
	}

	@Test
	void a_pause_between_the_two_readings_is_no_step_ahead() {
		AtomicLong frozen = new AtomicLong();
		SteadyClock freezing = new SteadyClock(() -> {
			Instant read = this.wall;
			this.wall = read.plusSeconds(18);
			frozen.addAndGet(Duration.ofSeconds(18).toNanos());
			return read;
		}, frozen::get);

		for (int reading = 0; reading < 3; reading++) {
			assertThat(freezing.instant()).isBeforeOrEqualTo(this.wall);
		}
	}

	private void pass(Duration time) {
		this.wall = this.wall.plus(time);
		this.nanos.addAndGet(time.toNanos());
	}

}
