package io.bulkverify.job;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LagWatchTest {

	private static final Instant START = Instant.parse("2026-11-20T02:00:00Z");

	private final LagWatch watch = new LagWatch(Duration.ofSeconds(30), START);

	@Test
	void reads_that_come_late_are_spoken_of_once_a_minute() {
		assertThat(this.watch.reads(at(0), at(29))).isFalse();
		assertThat(this.watch.reads(at(0), at(30))).isTrue();
		assertThat(this.watch.reads(at(20), at(89))).isFalse();
		assertThat(this.watch.reads(at(20), at(90))).isTrue();
	}

	@Test
	void what_was_due_while_nobody_was_at_work_is_not_late() {
		assertThat(this.watch.reads(at(-3_600), at(29))).isFalse();
	}

	private static Instant at(int second) {
		return START.plusSeconds(second);
	}

}
