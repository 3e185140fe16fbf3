package io.bulkverify.mx;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

/** How many calls are made, and how long they take. */
class CallTimesTest {

	private final FakePause time = new FakePause();

	private final CallTimes times = new CallTimes(time::nanoTime);

	@Test
	void nothingIsKnownAtFirst() {
		assertThat(times.known()).isEqualTo(new CallTimes.Known(0, Duration.ZERO));
		assertThat(times.known().atOnce(2_000)).isZero();
	}

	@Test
	void whatQueuesBehindOurOwnCallsIsNoReasonForMore() {
		calls(1, Duration.ofMillis(2));
		calls(2_000, Duration.ofMillis(900));
		assertThat(times.known().latency()).isEqualTo(Duration.ofMillis(40));
	}

	@Test
	void aFarMxIsLearnt() {
		calls(2_000, Duration.ofMillis(2));
		for (int second = 0; second < 70; second++) {
			calls(2_000, Duration.ofMillis(800));
		}
		assertThat(times.known().latency()).isBetween(Duration.ofMillis(795), Duration.ofMillis(805));
		assertThat(times.known().perSecond()).isBetween(1_990.0, 2_010.0);
		assertThat(times.known().atOnce(2_000)).isBetween(2_380.0, 2_420.0);
	}

	@Test
	void halfAsManyAgainAreTriedUntilTheLimitIsReached() {
		calls(400, Duration.ofMillis(300));
		assertThat(times.known().atOnce(2_000)).isBetween(265.0, 275.0);
		calls(1_500, Duration.ofMillis(300));
		assertThat(times.known().atOnce(2_000)).isBetween(890.0, 910.0);
	}

	@Test
	void aQuickRefusalSaysNothingAndASlowVerifyCounts() {
		calls(2_000, Duration.ofMillis(15));
		times.ended(false, false, Duration.ofMillis(1));
		for (int call = 0; call < 100; call++) {
			times.ended(true, true, Duration.ofMillis(1_500));
		}
		assertThat(times.known().latency()).isEqualTo(Duration.ofMillis(1_500));
	}

	private void calls(int number, Duration took) {
		for (int call = 0; call < number; call++) {
			time.pass(Duration.ofNanos(1_000_000_000L / number + 1));
			times.ended(false, true, took);
		}
	}

}
