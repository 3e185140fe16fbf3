package io.bulkverify.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import org.springframework.dao.TransientDataAccessResourceException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/** How long an outage has lasted, whatever happens to the machine's clocks meanwhile. */
class OutageWatchTest {

	private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(15);

	private static final Optional<Instant> AWAY = Optional.of(Instant.parse("2026-11-20T02:00:00Z"));

	private final AtomicLong nanos = new AtomicLong();

	private final StopSignal stop = new StopSignal();

	private final RunningTime time = new RunningTime(this.nanos::get);

	private final OutageWatch watch = new OutageWatch(this.time, new PatienceClock(this.nanos::get), GIVE_UP_AFTER,
			this.stop, () -> {
			});

	@Test
	void an_outage_that_lasts_ends_the_run() {
		mxIsAway(GIVE_UP_AFTER.minusSeconds(1));
		assertThat(this.stop.raised()).isFalse();

		mxIsAway(Duration.ofSeconds(2));
		assertThat(this.stop.cause()).get()
			.extracting(StopSignal.Cause::why)
			.asString()
			.startsWith("MX has been away for 900 s");
	}

	@Test
	void outages_with_answers_between_them_are_not_added_up() {
		for (int outage = 0; outage < 20; outage++) {
			mxIsAway(Duration.ofMinutes(2));
			this.watch.mx(Optional.empty(), "no answer");
		}

		assertThat(this.stop.raised()).isFalse();
	}

	@Test
	void a_freeze_in_an_outage_is_no_outage() {
		mxIsAway(Duration.ofSeconds(10));
		pass(Duration.ofHours(1));
		mxIsAway(Duration.ofSeconds(10));

		assertThat(this.stop.raised()).isFalse();
	}

	@Test
	void a_database_that_is_asked_again_and_again_in_vain_ends_the_run() {
		Wakeup wakeup = new Wakeup();
		AtomicLong tries = new AtomicLong();

		assertThat(catchThrowable(() -> this.watch.databaseAnswers(() -> {
			tries.incrementAndGet();
			for (int second = 0; second < 300; second++) {
				pass(Duration.ofSeconds(1));
				this.time.now();
			}
			throw new TransientDataAccessResourceException("gone");
		}, wakeup))).isInstanceOf(TransientDataAccessResourceException.class);

		assertThat(tries).hasValue(4);
		assertThat(this.stop.cause()).get()
			.extracting(StopSignal.Cause::why)
			.asString()
			.startsWith("The database has been away for 900 s");
	}

	private void mxIsAway(Duration time) {
		this.watch.mx(AWAY, "HTTP 503");
		for (long second = 0; second < time.toSeconds(); second++) {
			pass(Duration.ofSeconds(1));
			this.watch.mx(AWAY, "HTTP 503");
		}
	}

	private void pass(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

}
