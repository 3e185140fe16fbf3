package io.bulkverify.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A database that holds a thread and never lets it go. */
class HungWatchTest {

	private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(15);

	private final AtomicLong nanos = new AtomicLong();

	private final StopSignal stop = new StopSignal();

	private final RunningTime time = new RunningTime(this.nanos::get);

	private final OutageWatch outage = new OutageWatch(this.time, new PatienceClock(this.nanos::get), GIVE_UP_AFTER,
			this.stop, () -> {
			});

	private Optional<String> shortage = Optional.empty();

	private final List<Integer> halted = new ArrayList<>();

	private String lastWords = "";

	private final HungWatch watch = new HungWatch(this.outage, this.stop, GIVE_UP_AFTER, this.time, () -> this.shortage,
			(exit, words) -> {
				this.halted.add(exit.code());
				this.lastWords = words;
			});

	@Test
	void a_statement_that_never_comes_back_ends_the_run_and_then_the_process() {
		this.outage.watched(() -> {
			pass(GIVE_UP_AFTER.minusSeconds(1));
			assertThat(this.stop.raised()).isFalse();

			pass(Duration.ofSeconds(2));
			assertThat(this.stop.cause()).get()
				.extracting(StopSignal.Cause::why)
				.asString()
				.contains("neither answered nor failed for 900 s");
			assertThat(this.halted).isEmpty();

			pass(HungWatch.END_LASTS);
			assertThat(this.halted).startsWith(1);
			assertThat(this.lastWords).contains("the process ends here", "run the same command again");
		});
	}

	@Test
	void a_lane_that_hangs_is_seen_too() throws Exception {
		this.outage.databaseAnswers(() -> pass(GIVE_UP_AFTER.plusSeconds(1)), new Wakeup());

		assertThat(this.stop.raised()).isTrue();
	}

	@Test
	void whoever_waits_for_the_process_to_end_gets_the_code_of_the_signal() {
		this.stop.raise(new StopSignal.Cause.Signal(ExitCode.INTERRUPTED));

		this.outage.watched(() -> pass(HungWatch.END_LASTS.plusSeconds(2)));

		assertThat(this.halted).startsWith(130);
	}

	@Test
	void a_disk_that_is_about_to_be_full_ends_the_run_before_it_is() {
		this.shortage = Optional.of("only 3 MB left");

		this.watch.look();

		assertThat(this.stop.cause()).get().extracting(StopSignal.Cause::why).isEqualTo("only 3 MB left");
		assertThat(this.halted).isEmpty();
	}

	@Test
	void a_slow_database_that_answers_is_left_alone() {
		for (int statement = 0; statement < 30; statement++) {
			this.outage.watched(() -> pass(Duration.ofMinutes(1)));
		}

		assertThat(this.stop.raised()).isFalse();
	}

	@Test
	void a_long_end_in_which_the_database_answers_is_left_alone() {
		this.stop.raise(new StopSignal.Cause.Operator());

		for (int statement = 0; statement < 30; statement++) {
			this.outage.watched(() -> pass(Duration.ofMinutes(1)));
		}

		assertThat(this.halted).isEmpty();
	}

	private void pass(Duration time) {
		for (long second = 0; second < time.toSeconds(); second++) {
			this.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
			this.watch.look();
		}
	}

}
