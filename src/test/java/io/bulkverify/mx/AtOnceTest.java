package io.bulkverify.mx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** As many calls at once as are needed. */
@Timeout(30)
class AtOnceTest {

	private static final int MOST = 400;

	private final FakePause time = new FakePause();

	private volatile double needed;

	private volatile boolean busy;

	private final AtOnce places = new AtOnce(MOST, () -> needed, () -> busy, time::nanoTime);

	@Test
	void aFewAreAlwaysAllowedAndNoMore() throws Exception {
		enter(AtOnce.LEAST);
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			Future<Boolean> oneMore = threads.submit(places::enter);
			assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> oneMore.get(50, TimeUnit.MILLISECONDS));
			places.leave();
			assertThat(oneMore.get(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	@Test
	void moreAreAllowedWhenMoreAreNeededByHalfASecondAndFewerAgainAfterwards() {
		needed = 250;
		oneCallInTheNextSecond();
		assertThat(places.size()).isEqualTo(192);
		oneCall();
		assertThat(places.size()).isEqualTo(192);
		oneCallInTheNextSecond();
		assertThat(places.size()).isEqualTo(250);
		enter(250);
		needed = 0;
		for (int call = 0; call < 250; call++) {
			places.leave();
		}
		assertThat(places.size()).isEqualTo(AtOnce.LEAST);
		enter(AtOnce.LEAST);
		Thread.currentThread().interrupt();
		assertThat(places.enter()).isFalse();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void thereAreNeverMoreThanTheMostHoweverManyAreNeeded() {
		needed = 10_000;
		for (int second = 0; second < 10; second++) {
			oneCallInTheNextSecond();
		}
		assertThat(places.size()).isEqualTo(MOST);
	}

	@Test
	void theirNumberDoesNotGrowWhileOurOwnMachineIsBusy() {
		needed = 150;
		busy = true;
		oneCallInTheNextSecond();
		assertThat(places.size()).isEqualTo(AtOnce.LEAST);
		busy = false;
		oneCall();
		assertThat(places.size()).isEqualTo(150);
	}

	private void oneCallInTheNextSecond() {
		time.pass(Duration.ofSeconds(1));
		oneCall();
	}

	private void oneCall() {
		enter(1);
		places.leave();
	}

	private void enter(int times) {
		for (int call = 0; call < times; call++) {
			assertThat(places.enter()).isTrue();
		}
	}

}
