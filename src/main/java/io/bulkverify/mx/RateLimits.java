package io.bulkverify.mx;

/**
 * The two budgets of calls that MX keeps (mx-api.md §2): reads (GET) and writes (POST,
 * PUT). Every physical request takes a permit of one of them. Safe for use by many
 * threads.
 */
public final class RateLimits {

	private final PacedLimit reads;

	private final PacedLimit writes;

	RateLimits(MxProperties.Limits configured, Pause pause) {
		this.reads = PacedLimit.cold("reads", configured.readsPerSecond(), pause);
		this.writes = PacedLimit.cold("writes", configured.writesPerSecond(), pause);
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

	PacedLimit of(Request request) {
		return request.writes() ? writes : reads;
	}

}
