package io.bulkverify.simulator;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What the simulator saw, of all calls together; of each member see
 * {@link MxSimulator#member}.
 */
public final class Ledger {

	private static final int MOST_RECORDED = 200_000;

	private final Map<Call, Map<String, LongAdder>> answers = new EnumMap<>(Call.class);

	private final SlidingSecond reads = new SlidingSecond();

	private final SlidingSecond writes = new SlidingSecond();

	private final LongAdder wronglyHeaded = new LongAdder();

	private final LongAdder undocumentedBodies = new LongAdder();

	private final LongAdder withTransactions = new LongAdder();

	private final LongAdder overlappingLogins = new LongAdder();

	private final Map<String, LongAdder> wrongHeaders = new ConcurrentHashMap<>();

	private final AtomicLong lastCallAt = new AtomicLong();

	private final AtomicInteger underWay = new AtomicInteger();

	private final AtomicInteger mostUnderWay = new AtomicInteger();

	private final ConcurrentLinkedQueue<Seen> seen = new ConcurrentLinkedQueue<>();

	private final AtomicInteger recorded = new AtomicInteger();

	private final boolean recording;

	Ledger(boolean recording) {
		this.recording = recording;
		for (Call call : Call.values()) {
			answers.put(call, new ConcurrentHashMap<>());
		}
	}

	void arrived(Call call, long now) {
		(call.isWrite() ? writes : reads).add(now);
		lastCallAt.set(now);
		mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
	}

	/** The answer, or less than one, is on its way. */
	void left() {
		underWay.decrementAndGet();
	}

	void answered(Call call, String label) {
		counts(call).computeIfAbsent(label, ignored -> new LongAdder()).increment();
	}

	boolean recording() {
		return recording;
	}

	void record(Seen request) {
		if (recorded.incrementAndGet() <= MOST_RECORDED) {
			seen.add(request);
		}
	}

	void wronglyHeaded(String why) {
		wronglyHeaded.increment();
		wrongHeaders.computeIfAbsent(why, ignored -> new LongAdder()).increment();
	}

	void undocumentedBody() {
		undocumentedBodies.increment();
	}

	void noteWithTransactions() {
		withTransactions.increment();
	}

	void overlappingLogin() {
		overlappingLogins.increment();
	}

	private Map<String, LongAdder> counts(Call call) {
		Map<String, LongAdder> counts = answers.get(call);
		if (counts == null) {
			throw new IllegalStateException("No counts for " + call);
		}
		return counts;
	}

	/** How many calls of this kind came. */
	public long calls(Call call) {
		return counts(call).values().stream().mapToLong(LongAdder::sum).sum();
	}

	/**
	 * How many calls of this kind were answered so: an HTTP status, or reset, cut,
	 * timeout, garbage, html, empty.
	 */
	public long calls(Call call, String answer) {
		@Nullable LongAdder count = counts(call).get(answer);
		return count == null ? 0 : count.sum();
	}

	public long calls() {
		long sum = 0;
		for (Call call : Call.values()) {
			sum += calls(call);
		}
		return sum;
	}

	/** How many calls of any kind were answered so. */
	public long answers(String answer) {
		long sum = 0;
		for (Call call : Call.values()) {
			sum += calls(call, answer);
		}
		return sum;
	}

	/**
	 * By kind of call, how often each answer was given; kinds that never came are left
	 * out.
	 */
	public Map<Call, Map<String, Long>> totals() {
		Map<Call, Map<String, Long>> totals = new EnumMap<>(Call.class);
		answers.forEach((call, counts) -> {
			if (!counts.isEmpty()) {
				Map<String, Long> sums = new TreeMap<>();
				counts.forEach((answer, count) -> sums.put(answer, count.sum()));
				totals.put(call, sums);
			}
		});
		return totals;
	}

	/** The most reads that came in any second, counted at arrival, refused ones too. */
	public int peakReadsPerSecond() {
		return reads.peak();
	}

	public int peakWritesPerSecond() {
		return writes.peak();
	}

	/** The most calls that were under way at once. */
	public int mostUnderWay() {
		return mostUnderWay.get();
	}

	/** Requests refused for their headers: 401, 406, a wrong content type. */
	public long wronglyHeaded() {
		return wronglyHeaded.sum();
	}

	/** What was wrong with them, and how often. */
	public Map<String, Long> wrongHeaders() {
		Map<String, Long> why = new TreeMap<>();
		wrongHeaders.forEach((text, count) -> why.put(text, count.sum()));
		return why;
	}

	/**
	 * Verifies on the Platform that sent a body, which MX documents nowhere
	 * (src/docs/mx.md §1.2).
	 */
	public long undocumentedBodies() {
		return undocumentedBodies.sum();
	}

	/** Verifies with include_transactions true. */
	public long withTransactions() {
		return withTransactions.sum();
	}

	/** Nexus logins begun while another login of the same user was under way. */
	public long overlappingLogins() {
		return overlappingLogins.sum();
	}

	/** When the last call came, in epoch milliseconds; 0: none did. */
	public long lastCallAt() {
		return lastCallAt.get();
	}

	/** The requests themselves, where the settings asked to keep them. */
	public List<Seen> requests() {
		return List.copyOf(seen);
	}

}
