package io.bulkverify.mx;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

/** How busy this program keeps the machine. */
class OwnLoadTest {

	private final FakePause time = new FakePause();

	private double share = 0.2;

	@Test
	void aProgramThatUsesMostOfTheMachineKeepsItBusy() {
		OwnLoad load = new OwnLoad(() -> share, time::nanoTime);
		assertThat(load.busy()).isFalse();
		share = 0.9;
		assertThat(load.busy()).isFalse();
		time.pass(Duration.ofSeconds(1));
		assertThat(load.busy()).isTrue();
		share = -1;
		time.pass(Duration.ofSeconds(1));
		assertThat(load.busy()).isFalse();
	}

}
