package io.bulkverify.mx;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

import io.bulkverify.member.Call;
import org.jspecify.annotations.Nullable;

/**
 * Counts the physical requests that left this program, and how they ended. Counts begin
 * with the program and never go back; a run's own are the difference of two snapshots.
 * Safe for use by many threads.
 */
public final class CallLog {

	private final InstantSource time;

	private final Map<Endpoint, Map<Ending, LongAdder>> endings = new EnumMap<>(Endpoint.class);

	private final List<Listener> listeners = new CopyOnWriteArrayList<>();

	private volatile @Nullable Instant lastGoodAnswer;

	public CallLog(InstantSource time) {
		this.time = time;
		for (Endpoint endpoint : Endpoint.values()) {
			Map<Ending, LongAdder> counts = new EnumMap<>(Ending.class);
			for (Ending ending : Ending.values()) {
				counts.put(ending, new LongAdder());
			}
			endings.put(endpoint, counts);
		}
	}

	/**
	 * Requests sent, of each kind. Every page and every repetition counts.
	 *
	 * @param verify verifies
	 * @param reads of members, statuses, challenges and banks, and harmless ones
	 * @param resume answers to account selections
	 * @param accountNumbers pages of account numbers
	 * @param sessions tokens and sessions
	 * @param throttled how many of all these MX answered with 429
	 */
	public record Counts(long verify, long reads, long resume, long accountNumbers, long sessions, long throttled) {

		/** What has come since an earlier snapshot. */
		public Counts since(Counts earlier) {
			return new Counts(verify - earlier.verify, reads - earlier.reads, resume - earlier.resume,
					accountNumbers - earlier.accountNumbers, sessions - earlier.sessions,
					throttled - earlier.throttled);
		}

		/** All requests. */
		public long total() {
			return verify + reads + resume + accountNumbers + sessions;
		}
	}

	/** Told of every request on the thread that made it: must be fast and not throw. */
	@FunctionalInterface
	public interface Listener {

		/**
		 * A request ended.
		 * @param waited for its turn
		 * @param took from sending to the end of the answer
		 */
		void ended(Endpoint endpoint, Ending ending, Duration waited, Duration took);

	}

	/** Tells the listener of every request from now on. */
	public void onRequest(Listener listener) {
		listeners.add(listener);
	}

	/** Requests sent so far. */
	public Counts counts() {
		long throttled = 0;
		for (Endpoint endpoint : Endpoint.values()) {
			throttled += count(endpoint, Ending.THROTTLED);
		}
		return new Counts(sent(Endpoint.VERIFY),
				sent(Endpoint.READ_MEMBER) + sent(Endpoint.READ_STATUS) + sent(Endpoint.LIST_CHALLENGES)
						+ sent(Endpoint.READ_INSTITUTION) + sent(Endpoint.PROBE),
				sent(Endpoint.RESUME), sent(Endpoint.READ_ACCOUNT_NUMBERS), sent(Endpoint.SESSION), throttled);
	}

	/** Requests of a member's call sent so far. */
	public long sent(Call call) {
		return sent(Endpoint.of(call));
	}

	/** Requests to an endpoint that ended so. */
	public long count(Endpoint endpoint, Ending ending) {
		return adder(endpoint, ending).sum();
	}

	/**
	 * When MX last said something that can be worked with; empty before the first time.
	 */
	public Optional<Instant> lastGoodAnswer() {
		return Optional.ofNullable(lastGoodAnswer);
	}

	void ended(Endpoint endpoint, Ending ending, Duration waited, Duration took) {
		adder(endpoint, ending).increment();
		if (ending.good()) {
			lastGoodAnswer = time.instant();
		}
		listeners.forEach(listener -> listener.ended(endpoint, ending, waited, took));
	}

	private long sent(Endpoint endpoint) {
		long sent = 0;
		for (Ending ending : Ending.values()) {
			if (ending != Ending.NOT_SENT) {
				sent += count(endpoint, ending);
			}
		}
		return sent;
	}

	private LongAdder adder(Endpoint endpoint, Ending ending) {
		return Objects.requireNonNull(Objects.requireNonNull(endings.get(endpoint)).get(ending));
	}

}
