package io.bulkverify.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

import io.bulkverify.member.Interval;
import io.bulkverify.mx.CallLog;
import io.bulkverify.store.RunTimeline;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;

class TimelineRecorderTest {

	private static final Instant START = Instant.parse("2026-11-20T01:00:00Z");

	private final Map<Instant, Interval> stored = new TreeMap<>();

	private final RunTimeline timeline = Mockito.mock(RunTimeline.class);

	private Instant now = START.plusSeconds(3);

	private long verifies = 100;

	private boolean away;

	private boolean databaseAway;

	private boolean answerLost;

	private final TimelineRecorder recorder = new TimelineRecorder(1, this.timeline,
			() -> new CallLog.Counts(this.verifies, 0, 0, 0, 0, 0), () -> this.away, () -> this.now);

	@BeforeEach
	void store() {
		Mockito.doAnswer((call) -> {
			if (this.databaseAway) {
				throw new DataAccessResourceFailureException("away");
			}
			Collection<Interval> intervals = call.getArgument(1);
			intervals.forEach((interval) -> this.stored.put(interval.start(), interval));
			if (this.answerLost) {
				throw new DataAccessResourceFailureException("gone before it answered");
			}
			return null;
		}).when(this.timeline).put(anyLong(), any());
		Mockito.when(this.timeline.at(anyLong(), any())).thenAnswer((call) -> {
			Instant start = call.getArgument(1);
			return this.stored.getOrDefault(start, Interval.empty(start));
		});
	}

	@Test
	void calls_from_before_the_run_are_not_its_own() {
		this.recorder.save();

		assertThat(this.stored).isEmpty();
	}

	@Test
	void calls_are_noted_in_the_stretch_in_which_they_were_made() {
		call(2, 1);
		call(9, 5);
		this.recorder.save();

		assertThat(this.stored.values()).containsExactly(verifies(0, 1), verifies(10, 5));
	}

	@Test
	void nothing_is_written_twice() {
		call(1, 1);
		this.recorder.save();
		this.recorder.save();

		assertThat(this.stored.values()).containsExactly(verifies(0, 1));
	}

	@Test
	void what_was_written_although_the_database_did_not_say_so_counts_once() {
		this.stored.put(START, verifies(0, 3));
		call(1, 4);
		this.answerLost = true;
		assertThatThrownBy(this.recorder::save).isInstanceOf(DataAccessResourceFailureException.class);
		assertThatThrownBy(this.recorder::save).isInstanceOf(DataAccessResourceFailureException.class);
		this.answerLost = false;
		call(1, 2);
		this.recorder.save();
		call(1, 1);
		this.recorder.save();

		assertThat(this.stored.values()).as("3 of an earlier process, 7 of this one").containsExactly(verifies(0, 10));
	}

	@Test
	void time_away_is_spread_over_the_stretches_that_it_took() {
		this.away = true;
		this.now = this.now.plusSeconds(22);
		this.recorder.save();

		assertThat(this.stored.values()).containsExactly(away(0, 7), away(10, 10), away(20, 5));
	}

	@Test
	void what_the_database_did_not_take_is_written_later() {
		this.databaseAway = true;
		call(1, 4);
		assertThatThrownBy(this.recorder::save).isInstanceOf(DataAccessResourceFailureException.class);
		this.databaseAway = false;
		call(8, 2);
		this.recorder.save();

		assertThat(this.stored.values()).containsExactly(verifies(0, 4), verifies(10, 2));
	}

	@Test
	void after_the_report_was_written_nothing_changes_it() {
		call(1, 1);
		this.recorder.close();
		call(1, 1);
		this.away = true;
		this.recorder.save();

		assertThat(this.stored.values()).containsExactly(verifies(0, 1));
	}

	private void call(int secondsLater, int verifies) {
		this.now = this.now.plusSeconds(secondsLater);
		this.verifies += verifies;
		this.recorder.note();
	}

	private static Interval verifies(int from, int verifies) {
		return new Interval(START.plusSeconds(from), 0, verifies, 0, 0, 0, 0, Duration.ZERO);
	}

	private static Interval away(int from, int seconds) {
		return new Interval(START.plusSeconds(from), 0, 0, 0, 0, 0, 0, Duration.ofSeconds(seconds));
	}

}
