package io.bulkverify.job;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A night with many short outages of the database, and a database that never works. */
class SetbacksTest {

	private final Setbacks setbacks = new Setbacks(40);

	@Test
	void a_night_that_gets_on_between_them_may_have_any_number() {
		for (int setback = 1; setback <= 100; setback++) {
			assertThat(this.setbacks.passes(40 + setback)).as("setback %d", setback).isTrue();
		}
	}

	@Test
	void ten_without_a_decision_between_them_are_borne_and_no_more() {
		for (int setback = 1; setback <= Setbacks.MOST_WITHOUT_PROGRESS; setback++) {
			assertThat(this.setbacks.passes(40)).as("setback %d", setback).isTrue();
		}

		assertThat(this.setbacks.passes(40)).isFalse();
	}

	@Test
	void what_is_written_and_taken_back_again_is_no_progress() {
		assertThat(this.setbacks.passes(50)).isTrue();
		for (int setback = 2; setback <= Setbacks.MOST_WITHOUT_PROGRESS; setback++) {
			assertThat(this.setbacks.passes((setback % 2 == 0) ? 45 : 50)).as("setback %d", setback).isTrue();
		}

		assertThat(this.setbacks.passes(50)).isFalse();
	}

}
