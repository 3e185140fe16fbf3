package io.bulkverify.member;

import org.jspecify.annotations.Nullable;

/**
 * MX's own guids of a member that the list names by other ids, which Platform allows.
 * Some answers have only these guids, and account numbers are read by them only
 * (src/docs/mx.md §9).
 *
 * @param user null where the list has it, or MX has not told it
 * @param member null where the list has it, or MX has not told it
 */
public record Guids(@Nullable String user, @Nullable String member) {

	/** The list has them. */
	public static final Guids AS_LISTED = new Guids(null, null);

	/** These, and the others where these say nothing. */
	public Guids or(Guids others) {
		return new Guids(user != null ? user : others.user, member != null ? member : others.member);
	}

}
