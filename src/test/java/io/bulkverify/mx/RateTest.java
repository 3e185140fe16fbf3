package io.bulkverify.mx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class RateTest {

	private static final long START = Long.MAX_VALUE - 1_000;

	@Test
	void halvesAndComesBackByATwentiethASecond() {
		Rate rate = Rate.full(100, START).lowered(50, START, START);
		assertThat(rate.perSecond(START)).isEqualTo(50);
		assertThat(rate.perSecond(after(0.9))).isEqualTo(50);
		assertThat(rate.perSecond(after(1))).isCloseTo(55, within(1e-9));
		assertThat(rate.perSecond(after(9))).isCloseTo(95, within(1e-9));
	}

	@Test
	void oneCallTooManyOfThousandsIsARipple() {
		Rate rate = Rate.full(2_000, START);
		assertThat(rate.lowered(1_000, START, START).perSecond(START)).isEqualTo(1_950);
		for (int i = 0; i < 40; i++) {
			rate = rate.lowered(1_000, START, START);
		}
		assertThat(rate.perSecond(START)).as("many are an overload").isEqualTo(1_000);
	}

	@Test
	void isNeverAboveTheConfiguredRate() {
		Rate rate = Rate.full(100, START).lowered(50, START, START);
		assertThat(rate.perSecond(after(10))).isEqualTo(100);
		assertThat(rate.perSecond(after(3_600))).isEqualTo(100);
	}

	@Test
	void isNeverBelowATwentieth() {
		Rate rate = Rate.full(100, START);
		for (int i = 0; i < 20; i++) {
			rate = rate.lowered(rate.allowed(START) / 2, START, START);
		}
		assertThat(rate.perSecond(START)).isEqualTo(5);
	}

	@Test
	void doesNotGrowBeforeTheQuietIsOver() {
		Rate rate = Rate.full(100, START).lowered(50, START, after(10));
		assertThat(rate.perSecond(after(9))).isEqualTo(50);
		assertThat(rate.perSecond(after(11))).isCloseTo(55, within(1e-9));
		assertThat(rate.lowered(55, after(11), after(20)).perSecond(after(20))).isCloseTo(55, within(1e-9));
	}

	@Test
	void growsOnlyInSecondsWithoutAnother429() {
		Rate rate = Rate.full(100, START).lowered(50, START, START);
		for (int i = 1; i <= 50; i++) {
			rate = rate.lowered(50, after(i * 0.5), START);
		}
		assertThat(rate.perSecond(after(25.9))).isEqualTo(50);
	}

	private static long after(double seconds) {
		return START + Duration.ofMillis((long) (seconds * 1_000)).toNanos();
	}

}
