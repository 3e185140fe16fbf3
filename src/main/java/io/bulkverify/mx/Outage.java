package io.bulkverify.mx;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether MX is away: a circuit breaker over all calls. It opens when at least 18
 * of the last 20 had no answer (no connection, a time-out, a 5xx, garbage), failures of
 * one member in a row counting once, so that one bad member cannot open it; where only
 * one member is left to fail, a harmless read tells whether it is the member or MX. While
 * it is open nothing is sent but, after waits that grow from 1 s to 30 s, one harmless
 * read; a good answer to it closes the breaker. The read belongs to no member, so that
 * bad members cannot keep the breaker open either.
 *
 * <p>
 * The read is made by the next call that anybody makes: whoever stops calling during an
 * outage must call now and then, or it never ends. Safe for use by many threads.
 */
public final class Outage {

	private static final int LOOKED_AT = 20;

	private static final float FAILED_PERCENT = 90;

	private static final Duration FIRST_WAIT = Duration.ofSeconds(1);

	private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

	/** So many failures of one member after its first, and nothing heard of others. */
	private static final int DOUBTFUL = 3;

	private final InstantSource time;

	private final CircuitBreaker breaker;

	private final AtomicReference<@Nullable Instant> since = new AtomicReference<>();

	private final List<Listener> listeners = new CopyOnWriteArrayList<>();

	private final AtomicInteger failedAgain = new AtomicInteger();

	/** The subject of the last failure; null after a call that was answered. */
	private volatile @Nullable String lastFailed;

	private volatile String trouble = "no answer";

	Outage(InstantSource time) {
		this.time = time;
		this.breaker = CircuitBreaker.of("mx",
				CircuitBreakerConfig.custom()
					.slidingWindow(LOOKED_AT, LOOKED_AT, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
					.failureRateThreshold(FAILED_PERCENT)
					.slowCallDurationThreshold(Duration.ofDays(1))
					.permittedNumberOfCallsInHalfOpenState(1)
					.waitIntervalFunctionInOpenState(IntervalFunction.ofExponentialBackoff(FIRST_WAIT, 2, LONGEST_WAIT))
					.recordResult(Boolean.FALSE::equals)
					.clock(time.withZone(ZoneOffset.UTC))
					.build());
		breaker.getEventPublisher().onStateTransition(event -> {
			switch (event.getStateTransition()) {
				case CLOSED_TO_OPEN -> began();
				case HALF_OPEN_TO_CLOSED -> ended();
				default -> {
				}
			}
		});
	}

	/** Told when an outage begins and ends, on the thread of the call that showed it. */
	public interface Listener {

		/** Nothing is sent from now on but a read now and then. */
		void began(Instant at);

		/** MX answers again. */
		void ended(Instant began, Instant at);

	}

	/** Since when MX has been away; empty while it is there. */
	public Optional<Instant> outage() {
		return Optional.ofNullable(since.get());
	}

	/** What the last call without a good answer met, in words for the operator. */
	public String trouble() {
		return trouble;
	}

	/** A call was not answered, or not so that it could be understood. */
	void met(String what) {
		this.trouble = what;
	}

	/** Tells the listener of every change from now on. */
	public void onChange(Listener listener) {
		listeners.add(listener);
	}

	/** What to do with a call. */
	enum Admission {

		SEND,
		/** Make the harmless read first, and tell {@link #tried} what came of it. */
		TRY_FIRST, REFUSE

	}

	Admission admission() {
		if (breaker.getState() == CircuitBreaker.State.CLOSED) {
			return Admission.SEND;
		}
		return breaker.tryAcquirePermission() ? Admission.TRY_FIRST : Admission.REFUSE;
	}

	/**
	 * A call ended. Calls from before the outage say nothing about its end.
	 * @param subject whose call it was; empty where its failure cannot be anybody's own
	 * @return whether only a harmless read can tell the member's failure from MX's: the
	 * same member failed several times, and nobody else was heard meanwhile
	 */
	boolean heard(String subject, boolean lineWorks) {
		if (breaker.getState() != CircuitBreaker.State.CLOSED) {
			return false;
		}
		boolean sameAgain = !lineWorks && !subject.isEmpty() && subject.equals(lastFailed);
		lastFailed = lineWorks ? null : subject;
		if (!sameAgain) {
			failedAgain.set(0);
			record(lineWorks);
		}
		return sameAgain && failedAgain.incrementAndGet() >= DOUBTFUL;
	}

	/** A member failed again, and so did a read that belongs to nobody. */
	void presumed() {
		if (breaker.getState() == CircuitBreaker.State.CLOSED) {
			breaker.transitionToOpenState();
		}
	}

	/** The read that {@link Admission#TRY_FIRST} asked for ended. */
	void tried(boolean lineWorks) {
		record(lineWorks);
	}

	/** It could not be sent, for a reason of our own. */
	void notTried() {
		breaker.releasePermission();
	}

	private void record(boolean lineWorks) {
		breaker.onResult(0, TimeUnit.NANOSECONDS, lineWorks);
	}

	private void began() {
		Instant now = time.instant();
		if (since.compareAndSet(null, now)) {
			listeners.forEach(listener -> listener.began(now));
		}
	}

	private void ended() {
		@Nullable Instant began = since.getAndSet(null);
		lastFailed = null;
		if (began != null) {
			listeners.forEach(listener -> listener.ended(began, time.instant()));
		}
	}

}
