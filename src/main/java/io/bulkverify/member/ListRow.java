package io.bulkverify.member;

import java.util.Map;

/**
 * What a line of a member list comes to: a member, or a row that is kept with the reason
 * why it is none.
 */
public sealed interface ListRow {

	/** Where it stands in the list, from 1; a CSV file's header is line 1. */
	long line();

	/**
	 * A member to verify.
	 *
	 * @param carried the columns that are not ours, by name and in the list's order, for
	 * the output files
	 * @param row the row's text as it stands in the list
	 */
	record Listed(ListedMember member, Map<String, String> carried, String row) implements ListRow {
		@Override
		public long line() {
			return member.line();
		}
	}

	/**
	 * A row that names no member.
	 *
	 * @param reason in words that whoever made the list can act on
	 * @param row the row's text as it stands in the list
	 */
	record Rejected(long line, String reason, String row) implements ListRow {
	}

}
