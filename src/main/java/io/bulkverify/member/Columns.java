package io.bulkverify.member;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The column names that belong to this program (README.md, "Using it"). They are public
 * and so is their order; every other name of a list is carried through.
 */
public final class Columns {

	/** Columns that a list must have. */
	public static final List<String> REQUIRED = List.of("user_guid", "member_guid");

	/** Columns that a list may have. */
	public static final List<String> OPTIONAL = List.of("account_label", "include_transactions", "verify_even",
			"user_id");

	/** {@code account-numbers.csv}, before the carried columns. */
	public static final List<String> ACCOUNT_NUMBERS = List.of("user_guid", "member_guid", "account_guid",
			"account_number", "routing_number", "institution_number", "transit_number", "institution_code",
			"verified_at", "passed_validation", "warning");

	/** {@code exceptions.csv}, before the carried columns. */
	public static final List<String> EXCEPTIONS = List.of("line", "user_guid", "member_guid", "institution_code",
			"reason", "category", "connection_status", "detail", "next_step", "verify_called", "attempts",
			"last_seen_at", "account_label", "include_transactions");

	/** {@code rejected-rows.csv}. */
	public static final List<String> REJECTED_ROWS = List.of("line", "reason", "row");

	private static final Set<String> OURS = Stream.of(REQUIRED, OPTIONAL, ACCOUNT_NUMBERS, EXCEPTIONS, REJECTED_ROWS)
		.flatMap(List::stream)
		.collect(Collectors.toUnmodifiableSet());

	private Columns() {
	}

	/**
	 * Whether a column of this name, in any case, is read or written by us: it is not
	 * carried.
	 */
	public static boolean isOurs(String name) {
		return OURS.contains(name.strip().toLowerCase(Locale.ROOT));
	}

}
