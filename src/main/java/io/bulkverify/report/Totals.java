package io.bulkverify.report;

import io.bulkverify.member.Category;
import io.bulkverify.member.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What became of a list, counted in the database (README.md, "How it works").
 *
 * @param rows rows of the list, blank lines apart
 * @param verified members with account numbers
 * @param accounts their accounts
 * @param exceptions how many members were reported, by reason
 */
public record Totals(long rows, long rejected, long members, long verified, long accounts,
		Map<Reason, Long> exceptions) {

	public Totals {
		Map<Reason, Long> ordered = new EnumMap<>(Reason.class);
		ordered.putAll(exceptions);
		ordered.values().removeIf(count -> count == 0);
		exceptions = Collections.unmodifiableMap(ordered);
	}

	/**
	 * Whether more than this percentage of the list's rows ended without account numbers:
	 * as exceptions, or rejected.
	 */
	public boolean moreWithoutNumbersThan(double percent) {
		return (reported() + rejected) * 100.0 > percent * rows;
	}

	/** How many members were reported. */
	public long reported() {
		return exceptions.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * How many members were reported, by category; categories without any are left out.
	 */
	public Map<Category, Long> byCategory() {
		Map<Category, Long> counts = new EnumMap<>(Category.class);
		exceptions.forEach((reason, count) -> counts.merge(reason.category(), count, Long::sum));
		return Collections.unmodifiableMap(counts);
	}

	/** Whether every row of the list is in exactly one place. */
	public boolean ties() {
		return gaps().isEmpty();
	}

	/** What does not tie, in words with both numbers; empty where all does. */
	public List<String> gaps() {
		List<String> gaps = new ArrayList<>();
		compare(gaps, "rows of the list", rows, "rejected rows and members", rejected + members);
		compare(gaps, "members", members, "verified and reported members", verified + reported());
		return gaps;
	}

	/**
	 * What the files have otherwise than the database; empty where they agree.
	 * @param accountRows rows of {@code account-numbers.csv}
	 * @param exceptionRows rows of {@code exceptions.csv}
	 * @param rejectedRows rows of {@code rejected-rows.csv}
	 */
	public List<String> gaps(long accountRows, long exceptionRows, long rejectedRows) {
		List<String> gaps = new ArrayList<>();
		compare(gaps, "accounts", accounts, "rows of " + OutputSet.ACCOUNT_NUMBERS, accountRows);
		compare(gaps, "reported members", reported(), "rows of " + OutputSet.EXCEPTIONS, exceptionRows);
		compare(gaps, "rejected rows", rejected, "rows of " + OutputSet.REJECTED_ROWS, rejectedRows);
		return gaps;
	}

	private static void compare(List<String> gaps, String what, long count, String other, long otherCount) {
		if (count != otherCount) {
			gaps.add("%d %s, but %d %s".formatted(count, what, otherCount, other));
		}
	}
}
