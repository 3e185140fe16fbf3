package io.bulkverify.member;

import org.jspecify.annotations.Nullable;

/**
 * What the last reads in a row agreed on. A verdict needs two: MX shows some statuses for
 * a moment only (src/docs/mx.md §3.1, no 3 and 4).
 *
 * @param what the status, or another word for what was seen; null where nothing counts
 * yet
 * @param count how many reads in a row showed it
 * @param row the reads in a row that showed something that counts, whether they agreed or
 * not
 */
public record Sighting(@Nullable String what, int count, Trouble row) {

	private static final String WANTED = "wanted: ";

	private static final String ASKED_NOTHING = "challenged, but asked nothing";

	/** Nothing seen yet. */
	public static final Sighting NONE = new Sighting(null, 0, Trouble.NONE);

	/** A read showed that this call is needed before anything can be judged. */
	Sighting wanting(Call call) {
		return new Sighting(WANTED + call, 0, row);
	}

	boolean wants(Call call) {
		return (WANTED + call).equals(what);
	}

	/** MX refused the read. */
	Sighting refused(Refusal refusal, Moment moment) {
		return of("refused: " + refusal, moment);
	}

	/** CHALLENGED, and yet nothing is asked. */
	Sighting askedNothing(Moment moment) {
		return of(ASKED_NOTHING, moment);
	}

	boolean isAskedNothing() {
		return ASKED_NOTHING.equals(what);
	}

	/** The next read showed this. */
	public Sighting of(String seen, Moment moment) {
		return new Sighting(seen, seen.equals(what) ? count + 1 : 1, row.again(moment));
	}
}
