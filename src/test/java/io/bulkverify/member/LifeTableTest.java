package io.bulkverify.member;

import java.time.Duration;
import java.util.Random;
import java.util.function.IntToLongFunction;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** When to look again is learnt from looks that came too early and looks that did not. */
class LifeTableTest {

	private final Random dice = new Random(11);

	private final LifeTable table = new LifeTable(this.dice);

	@Test
	void nothing_is_known_at_first_nor_from_a_few() {
		assertThat(this.table.likelyEnd(Duration.ZERO)).isEmpty();
		lookAt(LifeTable.ENOUGH - 1, 1_000, (one) -> 20_000);
		assertThat(this.table.likelyEnd(Duration.ZERO)).isEmpty();
	}

	@Test
	void two_of_three_have_ended_by_then() {
		lookAt(20_000, 1_000, (one) -> 5_000 + this.dice.nextLong(55_000));

		assertThat(end(0)).isBetween(38_000L, 45_000L);
		assertThat(end(32_000)).isBetween(47_000L, 54_000L);
	}

	@Test
	void looks_far_apart_teach_the_same() {
		lookAt(20_000, 15_000, (one) -> 5_000 + this.dice.nextLong(55_000));

		assertThat(end(0)).isBetween(36_000L, 48_000L);
	}

	@Test
	void that_only_quick_ones_have_ended_so_far_makes_nobody_quick() {
		for (int member = 0; member < 1_000; member++) {
			long lasts = 5_000 + this.dice.nextLong(55_000);
			for (long age = 1_000; age <= 10_000; age += 1_000) {
				boolean over = age >= lasts;
				this.table.looked(Duration.ofMillis(age - 1_000), Duration.ofMillis(age), over);
				if (over) {
					break;
				}
			}
		}

		assertThat(end(0)).as("as far as anybody has come").isBetween(8_500L, 10_100L);
		assertThat(this.table.likelyEnd(Duration.ofSeconds(12))).as("nobody has been there").isEmpty();
	}

	private long end(long age) {
		return this.table.likelyEnd(Duration.ofMillis(age)).orElseThrow().toMillis();
	}

	private void lookAt(int members, long every, IntToLongFunction lasts) {
		for (int member = 0; member < members; member++) {
			long end = lasts.applyAsLong(member);
			long age = every;
			while (age < end) {
				this.table.looked(Duration.ofMillis(age - every), Duration.ofMillis(age), false);
				age += every;
			}
			this.table.looked(Duration.ofMillis(age - every), Duration.ofMillis(age), true);
		}
	}

}
