package io.bulkverify.mx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;

import org.junit.jupiter.api.Test;

/** An answer within bounds, however it comes. */
class ArrivalTest {

	private static final int MIB = 1024 * 1024;

	private final Semaphore large = new Semaphore(2);

	private boolean cancelled;

	@Test
	void aBodyInPartsIsPutTogether() {
		try (Arrival arrival = begun()) {
			arrival.onNext(List.of(bytes("{\"a\""), bytes(":")));
			arrival.onNext(List.of(bytes("1}")));
			arrival.onComplete();
			assertThat(arrival.flaw()).isNull();
			assertThat(new String(arrival.body(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":1}");
		}
	}

	@Test
	void aBodyThatBreaksOffIsNotWhole() {
		try (Arrival arrival = begun()) {
			arrival.onNext(List.of(bytes("{\"a\"")));
			assertThat(arrival.flaw()).isNotNull();
			arrival.onError(new IOException("reset"));
			assertThat(arrival.flaw()).isEqualTo("the answer broke off");
			assertThat(arrival.getBody().toCompletableFuture()).isCompleted();
		}
	}

	@Test
	void theLargestIsTakenAndOneByteMoreEndsIt() {
		try (Arrival arrival = begun()) {
			arrival.onNext(List.of(ByteBuffer.allocate(Arrival.LARGEST)));
			assertThat(cancelled).isFalse();
			arrival.onNext(List.of(ByteBuffer.allocate(1)));
			assertThat(cancelled).isTrue();
			arrival.onComplete();
			assertThat(arrival.flaw()).isEqualTo("answer too large");
			assertThat(arrival.getBody().toCompletableFuture()).isCompleted();
		}
	}

	@Test
	void largeOnesAreTakenAFewAtATime() {
		try (Arrival first = large(); Arrival second = large()) {
			assertThat(first.flaw()).isNull();
			assertThat(second.flaw()).isNull();
			try (Arrival third = large()) {
				assertThat(third.flaw()).isEqualTo("answer too large");
			}
		}
		try (Arrival later = large()) {
			assertThat(later.flaw()).isNull();
		}
		assertThat(large.availablePermits()).isEqualTo(2);
	}

	@Test
	void whatComesAfterNobodyWaitsAnyMoreIsNotKept() {
		Arrival arrival = begun();
		arrival.close();
		arrival.onNext(List.of(ByteBuffer.allocate(MIB)));
		assertThat(arrival.body()).isEmpty();
		assertThat(large.availablePermits()).isEqualTo(2);
	}

	private Arrival large() {
		Arrival arrival = begun();
		arrival.onNext(List.of(ByteBuffer.allocate(MIB)));
		if (!cancelled) {
			arrival.onComplete();
		}
		return arrival;
	}

	private Arrival begun() {
		cancelled = false;
		Arrival arrival = new Arrival(large);
		arrival.onSubscribe(new Flow.Subscription() {
			@Override
			public void request(long parts) {
				// Parts come as the test says.
			}

			@Override
			public void cancel() {
				cancelled = true;
			}
		});
		return arrival;
	}

	private static ByteBuffer bytes(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
	}

}
