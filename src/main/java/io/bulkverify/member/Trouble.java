package io.bulkverify.member;

import java.time.Duration;

/**
 * Something that keeps happening to a member without a break: conflicts, errors, or reads
 * that show something in doubt.
 *
 * @param count how often in a row
 * @param since the patience at which it began
 */
public record Trouble(int count, Duration since) {

	/** Nothing wrong. */
	public static final Trouble NONE = new Trouble(0, Duration.ZERO);

	/** The same, once more. */
	public Trouble again(Moment moment) {
		return count == 0 ? new Trouble(1, moment.patience()) : new Trouble(count + 1, since);
	}

	/** Whether it has gone on for as long as that. */
	public boolean lasted(Duration limit, Moment moment) {
		return count > 0 && moment.patience().minus(since).compareTo(limit) >= 0;
	}
}
