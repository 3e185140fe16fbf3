package io.bulkverify.input;

import io.bulkverify.member.ListRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The rows of a list that has no others, in a few words. */
final class RejectedRows {

	private static final int REASONS_SHOWN = 5;

	private static final int ROWS_SHOWN = 3;

	private final String unit;

	private final Map<String, Long> byReason = new LinkedHashMap<>();

	private final List<String> first = new ArrayList<>();

	private long count;

	/**
	 * @param unit what the rows are numbered by
	 */
	RejectedRows(String unit) {
		this.unit = unit;
	}

	void add(ListRow.Rejected row) {
		count++;
		byReason.merge(row.reason(), 1L, Long::sum);
		if (first.size() < ROWS_SHOWN) {
			first.add("%s %d: %s".formatted(unit, row.line(), row.reason()));
		}
	}

	boolean any() {
		return count > 0;
	}

	/** How many there are, why, and the first of them; no row's text is in it. */
	String words() {
		String reasons = byReason.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Long>comparingByValue().reversed())
			.limit(REASONS_SHOWN)
			.map(reason -> "%,d × %s".formatted(reason.getValue(), reason.getKey()))
			.collect(Collectors.joining(", "));
		return "%,d %s and no member: %s%s (%s%s)".formatted(count, count == 1 ? "row" : "rows", reasons,
				byReason.size() > REASONS_SHOWN ? ", …" : "", String.join("; ", first),
				count > first.size() ? "; …" : "");
	}

}
