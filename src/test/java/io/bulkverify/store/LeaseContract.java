package io.bulkverify.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

abstract class LeaseContract extends StoreContract {

	private static final Duration TWENTY_SECONDS = Duration.ofSeconds(20);

	LeaseContract(TestDatabase kind) {
		super(kind);
	}

	@BeforeEach
	void nobodyHoldsIt() {
		lease.holder().map(Lease.Holder::owner).ifPresent(lease::release);
	}

	@Test
	void aFreeLeaseIsTakenByTheFirstWhoAsks() {
		assertThat(lease.holder()).isEmpty();

		assertThat(lease.tryTake("first", null, TWENTY_SECONDS)).isTrue();
		assertThat(lease.tryTake("second", null, Duration.ZERO)).isFalse();

		assertThat(lease.held("first")).isTrue();
		assertThat(lease.held("second")).isFalse();
	}

	@Test
	void theHolderCanBeSeenWithItsRunAndItsAgeByTheDatabasesClock() {
		long run = newRun().id();
		Instant before = databaseNow();
		lease.tryTake("first", null, TWENTY_SECONDS);
		assertThat(holder().runId()).isNull();
		lease.heartbeat("first", run);
		silentFor(Duration.ofSeconds(7));

		Lease.Holder holder = holder();

		assertThat(holder.owner()).isEqualTo("first");
		assertThat(holder.runId()).isEqualTo(run);
		assertThat(holder.since()).isBetween(before, databaseNow());
		assertThat(holder.heartbeatAge()).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(60));
	}

	@Test
	void aSilentHoldersLeaseIsTakenOnceItIsSilentForLongEnough() {
		lease.tryTake("dead", null, TWENTY_SECONDS);
		Lease.Holder seen = holder();

		silentFor(Duration.ofSeconds(19));
		assertThat(lease.tryTake("second", seen, TWENTY_SECONDS)).isFalse();

		silentFor(Duration.ofSeconds(20));
		assertThat(lease.tryTake("second", seen, TWENTY_SECONDS)).isTrue();
		assertThat(holder()).returns("second", Lease.Holder::owner).returns(null, Lease.Holder::runId);
	}

	@Test
	void aHolderThatWasWatchedForLongEnoughLosesTheLeaseThoughTheDatabasesClockWasSetBack() {
		lease.tryTake("dead", null, TWENTY_SECONDS);
		silentFor(Duration.ofHours(-3));
		Lease.Holder seen = holder();

		assertThat(lease.tryTake("second", seen, TWENTY_SECONDS)).isFalse();
		assertThat(lease.takeFromSilent("second", seen)).isTrue();
		assertThat(holder()).returns("second", Lease.Holder::owner).returns(null, Lease.Holder::runId);
	}

	@Test
	void whoeverWasHeardOfSinceIsNotSilent() {
		lease.tryTake("living", null, TWENTY_SECONDS);
		Lease.Holder seen = holder();
		lease.heartbeat("living", null);

		assertThat(lease.takeFromSilent("second", seen)).isFalse();
		assertThat(lease.held("living")).isTrue();
	}

	@Test
	void aHeartbeatSinceItWasSeenKeepsTheLeaseHoweverOldItLooks() {
		lease.tryTake("living", null, TWENTY_SECONDS);
		Lease.Holder seen = holder();
		lease.heartbeat("living", null);
		silentFor(Duration.ofHours(1));

		assertThat(lease.tryTake("second", seen, TWENTY_SECONDS)).isFalse();
		assertThat(lease.held("living")).isTrue();
	}

	@Test
	void aHolderThatIsNotTheOneSeenKeepsTheLease() {
		lease.tryTake("first", null, TWENTY_SECONDS);
		Lease.Holder seen = holder();
		lease.release("first");
		lease.tryTake("other", null, TWENTY_SECONDS);
		silentFor(Duration.ofHours(1));

		assertThat(lease.tryTake("second", seen, TWENTY_SECONDS)).isFalse();
	}

	@Test
	void aReleasedLeaseIsFree() {
		lease.tryTake("first", null, TWENTY_SECONDS);

		lease.release("first");

		assertThat(lease.holder()).isEmpty();
		assertThat(lease.held("first")).isFalse();
		assertThat(lease.heartbeat("first", null)).isFalse();
		assertThat(lease.tryTake("second", null, TWENTY_SECONDS)).isTrue();
	}

	@Test
	void aFrozenHolderThatWakesUpFindsItsLeaseGoneAndCannotHarmTheNewHolder() {
		lease.tryTake("frozen", null, TWENTY_SECONDS);
		Lease.Holder seen = holder();
		silentFor(Duration.ofSeconds(21));
		lease.tryTake("second", seen, TWENTY_SECONDS);
		Lease.Holder second = holder();

		assertThat(lease.held("frozen")).isFalse();
		assertThat(lease.heartbeat("frozen", null)).isFalse();
		lease.release("frozen");
		assertThat(lease.tryTake("frozen", seen, Duration.ZERO)).isFalse();

		assertThat(holder()).returns(second.owner(), Lease.Holder::owner).returns(second.beats(), Lease.Holder::beats);
	}

	@Test
	void aFrozenHolderThatWakesUpAfterTheNewHolderIsDoneHasNoLeaseEither() {
		lease.tryTake("frozen", null, TWENTY_SECONDS);
		Lease.Holder seen = holder();
		silentFor(Duration.ofSeconds(21));
		lease.tryTake("second", seen, TWENTY_SECONDS);
		lease.release("second");

		assertThat(lease.heartbeat("frozen", null)).isFalse();
		assertThat(lease.held("frozen")).isFalse();
	}

	@Test
	void ofTwentyWhoWantAFreeLeaseOneGetsIt() throws Exception {
		for (int round = 0; round < 10; round++) {
			assertThat(winners(20, null)).hasSize(1).first().satisfies(lease::release);
		}
	}

	@Test
	void ofTwentyWhoWantADeadHoldersLeaseOneGetsIt() throws Exception {
		for (int round = 0; round < 10; round++) {
			lease.tryTake("dead", null, TWENTY_SECONDS);
			Lease.Holder seen = holder();
			silentFor(Duration.ofSeconds(21));
			assertThat(winners(20, seen)).hasSize(1).first().satisfies(lease::release);
		}
	}

	private List<String> winners(int takers, Lease.@Nullable Holder seen)
			throws InterruptedException, ExecutionException {
		CountDownLatch start = new CountDownLatch(1);
		List<Future<Optional<String>>> attempts = new ArrayList<>();
		try (ExecutorService threads = Executors.newFixedThreadPool(takers)) {
			for (int i = 0; i < takers; i++) {
				String owner = "taker " + i;
				Callable<Optional<String>> attempt = () -> {
					start.await();
					return lease.tryTake(owner, seen, TWENTY_SECONDS) ? Optional.of(owner) : Optional.empty();
				};
				attempts.add(threads.submit(attempt));
			}
			start.countDown();
			List<String> winners = new ArrayList<>();
			for (Future<Optional<String>> attempt : attempts) {
				attempt.get().ifPresent(winners::add);
			}
			return winners;
		}
	}

	@Test
	void nobodyTakesTheLeaseWithinATransactionThatItGuards() throws Exception {
		lease.tryTake("frozen", null, TWENTY_SECONDS);
		Lease.Holder seen = holder();
		silentFor(Duration.ofSeconds(21));
		CountDownLatch held = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
			Future<Boolean> claim = threads.submit(() -> transaction.execute(status -> {
				boolean ours = lease.held("frozen");
				held.countDown();
				await(goOn);
				return ours;
			}));
			await(held);
			Future<Boolean> taking = threads.submit(() -> lease.tryTake("second", seen, TWENTY_SECONDS));
			assertThat(taking).isNotDone().failsWithin(Duration.ofMillis(300));
			goOn.countDown();
			assertThat(claim.get()).isTrue();
			assertThat(taking.get()).isTrue();
		}
		assertThat(lease.held("frozen")).isFalse();
	}

	private static void await(CountDownLatch latch) {
		try {
			if (!latch.await(10, TimeUnit.SECONDS)) {
				throw new AssertionError("nobody came");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	private Lease.Holder holder() {
		return lease.holder().orElseThrow();
	}

	/** Puts the last heartbeat that far into the past, counting none. */
	private void silentFor(Duration silence) {
		jdbc.sql(
				"update run_lease set heartbeat_at = current_timestamp - cast(:seconds as integer) * interval '1' second")
			.param("seconds", silence.toSeconds())
			.update();
	}

	private Instant databaseNow() {
		return jdbc.sql("select current_timestamp as it_is")
			.query((columns, number) -> new Row(columns).instant("it_is"))
			.single();
	}

}
