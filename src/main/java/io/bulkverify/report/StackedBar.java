package io.bulkverify.report;

import io.bulkverify.member.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One bar whose parts are the outcomes of members. Its parts share 1000 units of width.
 *
 * @param text the same in words
 */
record StackedBar(List<Part> parts, String text) {

	private static final double WIDTH = 1_000;

	/**
	 * A part of the bar; of width 0 where nobody had this outcome.
	 *
	 * @param tone the class that gives it its colour
	 */
	record Part(String name, String tone, String count, String share, String x, String width) {
	}

	static StackedBar of(long verified, Map<Category, Long> reported) {
		long members = verified + reported.values().stream().mapToLong(Long::longValue).sum();
		List<Part> parts = new ArrayList<>();
		double x = add(parts, 0, "Verified", "verified", verified, members);
		for (Category category : Category.values()) {
			x = add(parts, x, CategoryWords.name(category), CategoryWords.tone(category),
					reported.getOrDefault(category, 0L), members);
		}
		return new StackedBar(parts,
				String.join(", ",
						parts.stream()
							.filter(part -> !part.count().equals("0"))
							.map(part -> part.count() + " " + part.name().toLowerCase(Locale.ROOT))
							.toList()));
	}

	private static double add(List<Part> parts, double x, String name, String tone, long count, long members) {
		double width = members == 0 ? 0 : WIDTH * count / members;
		parts.add(new Part(name, tone, InWords.count(count), InWords.share(count, members), number(x), number(width)));
		return x + width;
	}

	private static String number(double units) {
		return String.format(Locale.ROOT, "%.1f", units);
	}
}
