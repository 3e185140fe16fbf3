package io.bulkverify.job;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RunningTimeTest {

	private final AtomicLong nanos = new AtomicLong(42);

	private final RunningTime time = new RunningTime(this.nanos::get);

	@Test
	void time_counts_while_somebody_asks() {
		for (int second = 0; second < 600; second++) {
			pass(Duration.ofSeconds(1));
			this.time.now();
		}

		assertThat(this.time.now()).isEqualTo(Duration.ofMinutes(10));
	}

	@Test
	void a_gap_does_not_count() {
		pass(Duration.ofSeconds(1));
		this.time.now();
		pass(Duration.ofMinutes(20));

		assertThat(this.time.now()).isEqualTo(Duration.ofSeconds(1).plus(RunningTime.LONGEST_STEP));
	}

	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

}
