package io.bulkverify.member;

import org.jspecify.annotations.Nullable;

/**
 * What the last reads in a row agreed on. A verdict needs two: MX shows some statuses for
 * a moment only (mx-api.md §3.1, no 3 and 4).
 *
 * @param what the status, or another word for what was seen; null where nothing counts
 * yet
 * @param count how many reads in a row showed it
 */
public record Sighting(@Nullable String what, int count) {

	/** Nothing seen yet. */
	public static final Sighting NONE = new Sighting(null, 0);

	/** The next read showed this. */
	public Sighting of(String seen) {
		return new Sighting(seen, seen.equals(what) ? count + 1 : 1);
	}
}
