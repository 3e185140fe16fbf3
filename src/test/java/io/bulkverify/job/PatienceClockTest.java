package io.bulkverify.job;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PatienceClockTest {

	private final AtomicLong nanos = new AtomicLong(42);

	private final PatienceClock patience = new PatienceClock(this.nanos::get);

	@Test
	void patience_goes_on_from_where_the_last_process_left_it() {
		pass(Duration.ofHours(1));
		this.patience.goOnFrom(Duration.ofMinutes(7));
		pass(Duration.ofMinutes(1));

		assertThat(this.patience.now()).isEqualTo(Duration.ofMinutes(8));
	}

	@Test
	void patience_stands_still_during_an_outage() {
		pass(Duration.ofSeconds(10));
		this.patience.standStill();
		this.patience.standStill();
		pass(Duration.ofHours(1));
		assertThat(this.patience.now()).isEqualTo(Duration.ofSeconds(10));

		this.patience.goOn();
		this.patience.goOn();
		pass(Duration.ofSeconds(5));
		assertThat(this.patience.now()).isEqualTo(Duration.ofSeconds(15));
	}

	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

}
