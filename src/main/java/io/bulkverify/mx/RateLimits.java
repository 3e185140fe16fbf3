package io.bulkverify.mx;

import java.time.Duration;

/**
 * The two budgets of calls that MX keeps (src/docs/mx.md §2): reads (GET) and writes
 * (POST, PUT). Every physical request takes a permit of one of them, and a place among
 * those that are made at once. Safe for use by many threads.
 */
public final class RateLimits {

	/**
	 * Together below the 2,000 connections that MX has taken from one address
	 * (src/docs/mx.md §2.4).
	 */
	private static final int MOST_READS_AT_ONCE = 1_400;

	private static final int MOST_WRITES_AT_ONCE = 500;

	private final PacedLimit reads;

	private final PacedLimit writes;

	private final AtOnce readsAtOnce;

	private final AtOnce writesAtOnce;

	private final CallTimes times;

	private final double most;

	RateLimits(MxProperties.Limits configured, Pause pause) {
		this.reads = PacedLimit.cold("reads", configured.readsPerSecond(), pause);
		this.writes = PacedLimit.cold("writes", configured.writesPerSecond(), pause);
		this.most = Math.max(configured.readsPerSecond(), configured.writesPerSecond());
		this.times = new CallTimes(pause::nanoTime);
		OwnLoad load = OwnLoad.ofProcess(pause::nanoTime);
		this.readsAtOnce = new AtOnce(MOST_READS_AT_ONCE, () -> times.known().atOnce(configured.readsPerSecond()),
				load::busy, pause::nanoTime);
		this.writesAtOnce = new AtOnce(MOST_WRITES_AT_ONCE, () -> times.known().atOnce(configured.writesPerSecond()),
				load::busy, pause::nanoTime);
	}

	/**
	 * Reads a second allowed now: the configured number, or less for a while after a 429.
	 */
	public double currentReadsPerSecond() {
		return reads.currentPerSecond();
	}

	/**
	 * Writes a second allowed now: the configured number, or less for a while after a
	 * 429.
	 */
	public double currentWritesPerSecond() {
		return writes.currentPerSecond();
	}

	/** The fewest reads a second that were allowed since the program started. */
	public double lowestReadsPerSecond() {
		return reads.lowestPerSecond();
	}

	/** The fewest writes a second that were allowed since the program started. */
	public double lowestWritesPerSecond() {
		return writes.lowestPerSecond();
	}

	/**
	 * Calls expected in the next second: half as many again as were made in the last, but
	 * no more than the greater of the two budgets. 0 before the first second was over.
	 */
	public double expectedCallsPerSecond() {
		return times.known().pace(most);
	}

	/** How many calls of one kind, reads or writes, may be made at once now. */
	public int callsAtOnce() {
		return Math.max(readsAtOnce.size(), writesAtOnce.size());
	}

	/** A request ended, in whatever way. */
	void ended(Request request, boolean good, Duration took) {
		times.ended(request.writes(), good, took);
	}

	AtOnce atOnce(Request request) {
		return request.writes() ? writesAtOnce : readsAtOnce;
	}

	PacedLimit of(Request request) {
		return request.writes() ? writes : reads;
	}

}
