package io.bulkverify.mx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@Timeout(30)
@Isolated
class PacedLimitTest {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private final FakePause pause = new FakePause();

	@ParameterizedTest
	@ValueSource(doubles = { 0.5, 1, 3, 10, 50, 333.3, 2_000 })
	void whoeverAsksWithoutPauseGetsTheRate(double perSecond) {
		PacedLimit limit = new PacedLimit("reads", perSecond, pause);
		int count = (int) (perSecond * 20);
		List<Long> sent = take(limit, count);
		double seconds = (sent.getLast() - sent.getFirst()) / (double) SECOND;
		assertThat((count - 1) / seconds).isCloseTo(perSecond / 1.02, within(perSecond * 0.001));
		assertThat(peak(sent)).isLessThanOrEqualTo((int) Math.ceil(perSecond));
	}

	@ParameterizedTest
	@ValueSource(doubles = { 1, 5, 20, 100, 2_000 })
	void whatTheFirstConnectionsHoldUpArrivesWithinTheRate(double perSecond) {
		PacedLimit limit = PacedLimit.cold("writes", perSecond, pause);
		List<Long> arrived = new ArrayList<>();
		for (long sent : take(limit, (int) (perSecond * 10))) {
			long first = arrived.isEmpty() ? sent : arrived.getFirst();
			arrived.add(Math.max(sent, Math.min(sent + 300 * SECOND / 1000, first + 300 * SECOND / 1000)));
		}
		assertThat(peak(arrived)).isLessThanOrEqualTo((int) Math.ceil(perSecond) + 1);
		assertThat(limit.currentPerSecond()).isEqualTo(perSecond);
		assertThat(limit.lowestPerSecond()).isEqualTo(perSecond);
		assertThat(arrived.getLast() - arrived.getFirst()).as("held up").isLessThan(11 * SECOND);
	}

	/**
	 * A baseline lasts ten seconds, and a slot comes every twenty: whoever gives up and
	 * asks again must not push all slots ever further away.
	 */
	@ParameterizedTest
	@ValueSource(doubles = { 0.05, 0.2, 0.4, 1 })
	void whoeverGivesUpLeavesTheOthersTheirTurns(double perSecond) {
		PacedLimit limit = new PacedLimit("writes", perSecond, pause);
		int sent = 0;
		long end = pause.nanoTime() + 400 * SECOND;
		while (pause.nanoTime() - end < 0) {
			long old = pause.nanoTime() + 10 * SECOND;
			sent += limit.acquire(() -> pause.nanoTime() - old < 0) ? 1 : 0;
		}
		assertThat(sent).isBetween((int) (400 * perSecond * 0.6), (int) (400 * perSecond) + 1);
	}

	@Test
	void nothingIsSavedUpInAQuietTime() {
		PacedLimit limit = new PacedLimit("reads", 100, pause);
		List<Long> sent = new ArrayList<>(take(limit, 10));
		pause.pass(Duration.ofMinutes(10));
		sent.addAll(take(limit, 300));
		assertThat(peak(sent)).isLessThanOrEqualTo(100);
	}

	@Test
	void afterA429TheRateIsHalvedAndComesBackGradually() {
		PacedLimit limit = new PacedLimit("reads", 100, pause);
		take(limit, 100);
		limit.throttled(pause.nanoTime(), null);
		assertThat(limit.currentPerSecond()).isEqualTo(50);
		List<Long> first = take(limit, 25);
		assertThat(first.getLast() - first.getFirst()).isCloseTo(SECOND * 24 / 50, within(SECOND / 50));
		pause.pass(Duration.ofSeconds(4));
		assertThat(limit.currentPerSecond()).isBetween(65.0, 75.0);
		pause.pass(Duration.ofMinutes(1));
		assertThat(limit.currentPerSecond()).isEqualTo(100);
		assertThat(peak(take(limit, 300))).isBetween(99, 100);
	}

	@Test
	void theLogSaysWhenTheRateGoesDownAndWhenItIsBack() {
		Logger logger = (Logger) LoggerFactory.getLogger(PacedLimit.class);
		ListAppender<ILoggingEvent> said = new ListAppender<>();
		said.start();
		logger.addAppender(said);
		try {
			PacedLimit limit = new PacedLimit("verifies", 40, pause);
			limit.throttled(pause.nanoTime(), Duration.ofSeconds(3));
			pause.pass(Duration.ofSeconds(20));
			take(limit, 2);
		}
		finally {
			logger.detachAppender(said);
		}
		assertThat(said.list).extracting(ILoggingEvent::getFormattedMessage)
			.containsExactly("MX asks for fewer verifies: slowed from 40 to 20 a second, after a rest of 3 s",
					"Back to 40 verifies a second");
	}

	@Test
	void everySecondOfTheWayBackKeepsItsOwnRate() {
		PacedLimit limit = new PacedLimit("reads", 100, pause);
		limit.throttled(pause.nanoTime(), null);
		List<Long> sent = take(limit, 1_200);
		for (int i = 1; i < sent.size(); i++) {
			double share = Math.min(1, 0.5 + 0.05 * Math.floor((sent.get(i) - sent.getFirst()) / (double) SECOND + 1));
			assertThat(sent.get(i) - sent.get(i - 1)).isGreaterThanOrEqualTo((long) (SECOND / (100 * share) * 0.99));
		}
	}

	@Test
	void aNewRateGivesNoCallAway() {
		PacedLimit limit = new PacedLimit("reads", 100, pause);
		long sent = take(limit, 1).getFirst();
		pause.pass(Duration.ofMillis(1));
		limit.throttled(pause.nanoTime(), null);
		assertThat(take(limit, 1).getFirst() - sent).isGreaterThanOrEqualTo(SECOND / 50);
	}

	@Test
	void whoWaitsForAFarSlotProfitsFromTheWayBack() {
		PacedLimit limit = new PacedLimit("writes", 1, pause);
		for (int i = 0; i < 10; i++) {
			pause.pass(Duration.ofMillis(1_100));
			limit.throttled(pause.nanoTime(), null);
		}
		assertThat(limit.currentPerSecond()).as("about one call in twenty seconds").isBetween(0.05, 0.06);
		long sent = take(limit, 1).getFirst();
		pause.pass(Duration.ofMillis(10));
		limit.throttled(pause.nanoTime(), null);
		assertThat(take(limit, 1).getFirst() - sent).isBetween(3 * SECOND, 8 * SECOND);
	}

	@Test
	void manyAnswersToOneOverloadSlowDownOnce() {
		PacedLimit limit = new PacedLimit("reads", 100, pause);
		long sentBefore = pause.nanoTime();
		pause.pass(Duration.ofMillis(30));
		for (int i = 0; i < 40; i++) {
			limit.throttled(sentBefore, null);
		}
		assertThat(limit.currentPerSecond()).isEqualTo(50);
		pause.pass(Duration.ofMillis(900));
		limit.throttled(pause.nanoTime(), null);
		assertThat(limit.currentPerSecond()).as("the same second at MX").isEqualTo(50);
		pause.pass(Duration.ofMillis(200));
		limit.throttled(pause.nanoTime(), null);
		assertThat(limit.currentPerSecond()).isEqualTo(25);
	}

	@Test
	void nobodySendsBeforeRetryAfterIsOver() {
		PacedLimit limit = new PacedLimit("reads", 100, pause);
		take(limit, 10);
		long told = pause.nanoTime();
		limit.throttled(told, Duration.ofSeconds(7));
		limit.throttled(told, Duration.ofSeconds(3));
		assertThat(take(limit, 1).getFirst() - told).isGreaterThanOrEqualTo(7 * SECOND);
		assertThat(limit.currentPerSecond()).isEqualTo(50);
	}

	@Test
	void aLaterRetryAfterOfTheSameOverloadCountsToo() {
		PacedLimit limit = new PacedLimit("reads", 100, pause);
		long told = pause.nanoTime();
		limit.throttled(told, null);
		limit.throttled(told - 1, Duration.ofSeconds(2));
		assertThat(take(limit, 1).getFirst() - told).isGreaterThanOrEqualTo(2 * SECOND);
	}

	@Test
	void aThreadThatWakesTooLateGivesItsSlotUp() {
		List<Long> asleep = new ArrayList<>();
		FakePause sleepy = new FakePause() {
			@Override
			void nanos(long nanos) {
				asleep.add(nanos);
				super.nanos(asleep.size() == 1 ? nanos + TimeUnit.MILLISECONDS.toNanos(30) : nanos);
			}
		};
		PacedLimit limit = new PacedLimit("reads", 10, sleepy);
		limit.acquire(() -> true);
		limit.acquire(() -> true);
		assertThat(sleepy.nanoTime()).as("the slot after the one missed")
			.isEqualTo(1_000_000_000_000L + SECOND / 5 * 102 / 100);
	}

	@Test
	void aMachineThatIsAlwaysLateStillSends() {
		FakePause sleepy = new FakePause() {
			@Override
			void nanos(long nanos) {
				super.nanos(nanos + TimeUnit.MILLISECONDS.toNanos(90));
			}
		};
		PacedLimit limit = new PacedLimit("reads", 1_000, sleepy);
		for (int i = 0; i < 100; i++) {
			assertThat(limit.acquire(() -> true)).isTrue();
		}
	}

	@Test
	void whoIsNotWantedAnyMoreStopsWaitingSoon() throws Exception {
		PacedLimit limit = new PacedLimit("writes", 0.01, new Pause());
		limit.acquire(() -> true);
		AtomicBoolean wanted = new AtomicBoolean(true);
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			Future<Long> waiting = threads.submit(() -> {
				assertThat(limit.acquire(wanted::get)).isFalse();
				return System.nanoTime();
			});
			TimeUnit.MILLISECONDS.sleep(200);
			assertThat(waiting.isDone()).isFalse();
			long stopped = System.nanoTime();
			wanted.set(false);
			assertThat(waiting.get(5, TimeUnit.SECONDS) - stopped).isLessThan(TimeUnit.MILLISECONDS.toNanos(400));
		}
	}

	@Test
	void whoIsInterruptedStopsWaitingAndStaysInterrupted() {
		PacedLimit limit = new PacedLimit("writes", 0.01, pause);
		limit.acquire(() -> true);
		Thread.currentThread().interrupt();
		assertThat(limit.acquire(() -> true)).isFalse();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void whoWaitsNoticesALowerRate() throws Exception {
		PacedLimit limit = new PacedLimit("reads", 20, new Pause());
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			ConcurrentLinkedQueue<Long> sent = new ConcurrentLinkedQueue<>();
			for (int i = 0; i < 40; i++) {
				threads.execute(() -> {
					limit.acquire(() -> true);
					sent.add(System.nanoTime());
				});
			}
			TimeUnit.MILLISECONDS.sleep(500);
			long told = System.nanoTime();
			limit.throttled(told, Duration.ofMillis(700));
			TimeUnit.MILLISECONDS.sleep(1_400);
			assertThat(sent.stream().filter(at -> at > told + SECOND / 50 && at < told + 7 * SECOND / 10)).isEmpty();
			assertThat(sent.stream().filter(at -> at > told + SECOND / 50).count()).as("half the rate afterwards")
				.isBetween(3L, 9L);
			threads.shutdownNow();
		}
	}

	/** 200 threads that all want to send at once, on the real clock. */
	@Test
	void manyThreadsTogetherKeepTheRateInEverySlidingSecond() throws Exception {
		double perSecond = 400;
		PacedLimit limit = new PacedLimit("reads", perSecond, new Pause());
		ConcurrentLinkedQueue<Long> granted = new ConcurrentLinkedQueue<>();
		AtomicBoolean going = new AtomicBoolean(true);
		long start = System.nanoTime();
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			for (int i = 0; i < 200; i++) {
				threads.execute(() -> {
					while (limit.acquire(going::get)) {
						granted.add(System.nanoTime());
					}
				});
			}
			TimeUnit.SECONDS.sleep(4);
			going.set(false);
		}
		double seconds = (System.nanoTime() - start) / (double) SECOND;
		List<Long> sent = new ArrayList<>(granted);
		Collections.sort(sent);
		assertThat(peak(sent)).isLessThanOrEqualTo((int) (perSecond * 1.02));
		assertThat(sent.size() / seconds).as("calls a second").isGreaterThan(perSecond * 0.8);
	}

	private List<Long> take(PacedLimit limit, int count) {
		List<Long> sent = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			assertThat(limit.acquire(() -> true)).isTrue();
			sent.add(pause.nanoTime());
		}
		return sent;
	}

	/** The most in any sliding second. */
	static int peak(List<Long> sorted) {
		int peak = 0;
		int first = 0;
		for (int last = 0; last < sorted.size(); last++) {
			while (sorted.get(last) - sorted.get(first) >= SECOND) {
				first++;
			}
			peak = Math.max(peak, last - first + 1);
		}
		return peak;
	}

}
