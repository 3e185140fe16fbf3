package io.bulkverify.member;

import org.jspecify.annotations.Nullable;

/**
 * What the last reads in a row agreed on. A verdict needs two: MX shows some statuses for
 * a moment only (src/docs/mx.md §3.1, no 3 and 4).
 *
 * @param what the status, or another word for what was seen; null where nothing counts
 * yet
 * @param count how many reads in a row showed it
 */
public record Sighting(@Nullable String what, int count) {

	private static final String WANTED = "wanted: ";

	private static final String ASKED_NOTHING = "challenged, but asked nothing";

	/** Nothing seen yet. */
	public static final Sighting NONE = new Sighting(null, 0);

	/** A read showed that this call is needed before anything can be judged. */
	static Sighting wanting(Call call) {
		return new Sighting(WANTED + call, 0);
	}

	boolean wants(Call call) {
		return (WANTED + call).equals(what);
	}

	/**
	 * MX refused the read. One that was wanted is wanted still, so that its refusals add
	 * up although the member itself can be read.
	 */
	Sighting refused(Refusal refusal) {
		return what != null && what.startsWith(WANTED) ? of(what) : of("refused: " + refusal);
	}

	/** CHALLENGED, and yet nothing is asked. */
	static Sighting askedNothing() {
		return new Sighting(ASKED_NOTHING, 1);
	}

	boolean isAskedNothing() {
		return ASKED_NOTHING.equals(what);
	}

	/** The next read showed this. */
	public Sighting of(String seen) {
		return new Sighting(seen, seen.equals(what) ? count + 1 : 1);
	}
}
