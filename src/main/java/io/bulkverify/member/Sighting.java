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

	private static final int LISTS_BELIEVED = 2;

	/** Nothing seen yet. */
	public static final Sighting NONE = new Sighting(null, 0, Trouble.NONE);

	/** A read showed that this call is needed before anything can be judged. */
	Sighting wanting(Call call) {
		return new Sighting(WANTED + call, isAskedNothing() ? count : 0, row);
	}

	boolean wants(Call call) {
		return (WANTED + call).equals(what);
	}

	/** MX refused the read. */
	Sighting refused(Refusal refusal, Moment moment) {
		return of("refused: " + refusal, moment);
	}

	/** CHALLENGED, and yet the list of questions is empty. */
	Sighting askedNothing(Moment moment) {
		boolean again = isAskedNothing() || wants(Call.LIST_CHALLENGES);
		return new Sighting(ASKED_NOTHING, again ? count + 1 : 1, row.again(moment));
	}

	boolean isAskedNothing() {
		return ASKED_NOTHING.equals(what);
	}

	/** An empty list names nobody: another member's would look the same. */
	boolean isAskedNothingForSure() {
		return isAskedNothing() && count >= LISTS_BELIEVED;
	}

	/** The next read showed this. */
	public Sighting of(String seen, Moment moment) {
		return new Sighting(seen, seen.equals(what) ? count + 1 : 1, row.again(moment));
	}
}
