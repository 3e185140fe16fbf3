package io.bulkverify.mx;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Guards what no sliding second may hold more of than so many sendings, however late
 * threads wake and however many then wake together. A second is taken a little longer,
 * because calls that leave a second apart may arrive closer. Safe for use by many
 * threads.
 */
final class SlidingSecond {

	/** A call may be on its way so much longer than one that leaves a second later. */
	private static final long A_LITTLE_MORE_THAN_A_SECOND = TimeUnit.MILLISECONDS.toNanos(1_020);

	private final long[] sent;

	/** Longer than a second where so many are not a whole number. */
	private final long window;

	private int next;

	/**
	 * A guard that has seen nothing yet.
	 * @param most in any second, positive
	 */
	SlidingSecond(double most, long now) {
		this.sent = new long[(int) Math.clamp(Math.ceil(most), 1, 1_000_000)];
		this.window = Math.round(A_LITTLE_MORE_THAN_A_SECOND * Math.max(1, this.sent.length / most));
		Arrays.fill(this.sent, now - this.window);
	}

	/**
	 * Takes note that a call is sent now, if it may be.
	 * @return 0: send it; else how long nobody may send, nanoseconds
	 */
	synchronized long send(long now) {
		long wait = sent[next] + window - now;
		if (wait <= 0) {
			sent[next] = now;
			next = (next + 1) % sent.length;
			return 0;
		}
		return wait;
	}

}
