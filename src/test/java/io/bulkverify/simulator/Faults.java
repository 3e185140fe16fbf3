package io.bulkverify.simulator;

/**
 * What goes wrong for everybody, as shares of all calls (0 to 1), thrown with a seed.
 * "Before": nothing was done; "after": the work was done and only the answer is lost.
 *
 * @param tooMany share answered 429 though no quota is exceeded
 * @param retryAfterSeconds sent with every 429; negative: not sent (MX documents none,
 * src/docs/mx.md §2)
 * @param delayed share of answers held back for {@code delayMs}
 */
public record Faults(long seed, double resetBefore, double resetAfter, double serverErrorBefore,
		double serverErrorAfter, double garbage, double tooMany, int retryAfterSeconds, double delayed, long delayMs) {

	public static final Faults NONE = new Faults(1, 0, 0, 0, 0, 0, 0, -1, 0, 0);

	/**
	 * Resets and server errors, half of each before the work and half after it, and
	 * garbage after it.
	 */
	public static Faults of(long seed, double resets, double serverErrors, double garbage) {
		return new Faults(seed, resets / 2, resets / 2, serverErrors / 2, serverErrors / 2, garbage, 0, -1, 0, 0);
	}

	public Faults withTooMany(double share, int retryAfter) {
		return new Faults(seed, resetBefore, resetAfter, serverErrorBefore, serverErrorAfter, garbage, share,
				retryAfter, delayed, delayMs);
	}

	public Faults withDelays(double share, long millis) {
		return new Faults(seed, resetBefore, resetAfter, serverErrorBefore, serverErrorAfter, garbage, tooMany,
				retryAfterSeconds, share, millis);
	}

	boolean any() {
		return resetBefore + resetAfter + serverErrorBefore + serverErrorAfter + garbage + tooMany + delayed > 0;
	}
}
