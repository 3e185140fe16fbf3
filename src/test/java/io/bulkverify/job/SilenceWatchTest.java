package io.bulkverify.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import io.bulkverify.member.Answer;
import io.bulkverify.member.Call;
import io.bulkverify.member.Moment;

class SilenceWatchTest {

	private static final Instant START = Instant.parse("2026-11-20T02:00:00Z");

	private final StopSignal stop = new StopSignal();

	private final CallHealth health = new CallHealth(Duration.ZERO);

	private final OutageWatch outage = Mockito.mock();

	private final AtomicLong nanos = new AtomicLong();

	private Instant now = START;

	private SilenceWatch watch;

	@BeforeEach
	void watch() {
		this.watch = new SilenceWatch(7, this.health, this.outage, this.stop, Duration.ofMinutes(15),
				"https://mx.example", new RunningTime(this.nanos::get));
	}

	@Test
	void verifies_that_are_throttled_for_a_quarter_of_an_hour_stop_the_run_though_reads_are_good() {
		throttled(1);
		later(14 * 60);
		throttled(2);
		good(Call.READ_STATUS, 3);
		this.watch.look();
		assertThat(this.stop.raised()).isFalse();

		later(60);

		assertThat(this.stop.cause()).hasValueSatisfying((cause) -> assertThat(cause.why()).contains("any verify")
			.contains("HTTP 429")
			.contains("900 s")
			.contains("2 answers for 2 members")
			.contains("https://mx.example")
			.contains("stop --run 7 --close"));
	}

	@Test
	void one_good_answer_begins_the_patience_anew() {
		throttled(1);
		later(14 * 60);
		good(Call.VERIFY, 2);
		throttled(1);
		later(60);

		assertThat(this.stop.raised()).isFalse();
	}

	@Test
	void what_nobody_wants_any_more_is_not_missed() {
		throttled(1);
		this.health.ended(1);
		later(60 * 60);

		assertThat(this.stop.raised()).isFalse();
	}

	@Test
	void a_process_that_was_frozen_has_not_heard_a_silence() {
		throttled(1);
		later(1);
		pass(Duration.ofMinutes(20));
		later(1);

		assertThat(this.stop.raised()).isFalse();
	}

	@Test
	void a_wall_clock_that_is_set_ahead_makes_no_silence_longer() {
		throttled(1);
		later(1);
		this.now = this.now.plus(Duration.ofMinutes(20));
		throttled(1);
		later(1);

		assertThat(this.stop.raised()).isFalse();
	}

	@Test
	void an_outage_of_all_of_mx_is_another_s_business() {
		Mockito.when(this.outage.away()).thenReturn(true);
		throttled(1);
		later(60 * 60);

		assertThat(this.stop.raised()).isFalse();
	}

	@Test
	void patience_stands_still_where_no_status_of_many_members_can_be_seen() {
		LongStream.rangeClosed(1, 10)
			.forEach((member) -> heard(Call.READ_STATUS, member, new Answer.Throttled<>(null)));
		this.watch.look();
		Mockito.verify(this.outage).blind(false);

		later(10);

		Mockito.verify(this.outage).blind(true);
	}

	private void throttled(long member) {
		heard(Call.VERIFY, member, new Answer.Throttled<>(null));
	}

	private void good(Call call, long member) {
		heard(call, member, new Answer.Good<>("here"));
	}

	private void heard(Call call, long member, Answer<?> answer) {
		this.health.heard(call, member, answer, this.now, new Moment(this.now, Duration.between(START, this.now)));
	}

	private void later(int seconds) {
		this.watch.look();
		for (int second = 0; second < seconds; second++) {
			pass(Duration.ofSeconds(1));
			this.watch.look();
		}
	}

	private void pass(Duration time) {
		this.now = this.now.plus(time);
		this.nanos.addAndGet(time.toNanos());
	}

}
