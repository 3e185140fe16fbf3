package io.bulkverify.input;

import io.bulkverify.member.Columns;
import io.bulkverify.member.SpreadsheetText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which column of a list means what.
 *
 * @param width how many columns a row must have
 * @param ours the position of each column that is read, by its name in small letters
 * @param carried the position of each column that is only carried, by its name, in order
 */
record Header(int width, Map<String, Integer> ours, Map<String, Integer> carried) {

	static final int MOST_COLUMNS = 500;

	/** How many columns every list must have. */
	static final int REQUIRED = Columns.REQUIRED.size();

	private static final int LONGEST_NAME = 200;

	private static final int NAMES_SHOWN = 12;

	private static final Pattern NAME_LIKE = Pattern.compile("(?!.*\\d{4})[\\p{L}_][\\p{L}\\p{N}_ .-]{0,40}");

	/**
	 * @param list what the list is called in messages
	 * @throws BadListException if no list can have these columns
	 */
	static Header of(List<String> names, String list) {
		if (names.size() > MOST_COLUMNS) {
			throw new BadListException("%s has %d columns; at most %d are read. Remove those that are not needed."
				.formatted(list, names.size(), MOST_COLUMNS));
		}
		Map<String, Integer> ours = new HashMap<>();
		Map<String, Integer> carried = new LinkedHashMap<>();
		Set<String> seen = new HashSet<>();
		for (int position = 0; position < names.size(); position++) {
			String name = nameOf(names.get(position), position, list);
			String key = Columns.isOurs(name) ? keyOf(name) : name;
			if (!seen.add(key)) {
				throw new BadListException(
						"%s has two columns named %s. Rename or remove one of them.".formatted(list, shown(name)));
			}
			if (Columns.REQUIRED.contains(key) || Columns.OPTIONAL.contains(key)) {
				ours.put(key, position);
			}
			else if (!Columns.isOurs(name)) {
				carried.put(name, position);
			}
		}
		requireColumns(ours.keySet(), names, list);
		return new Header(names.size(), ours, carried);
	}

	private static String nameOf(String cell, int position, String list) {
		if (cell.length() > LONGEST_NAME) {
			throw new BadListException("%s has a name of more than %d characters over column %d. Shorten it."
				.formatted(list, LONGEST_NAME, position + 1));
		}
		if (cell.indexOf('\0') >= 0) {
			throw new BadListException("%s is not a text file. Save it as CSV, UTF-8.".formatted(list));
		}
		return cell.isBlank() ? "column_" + (position + 1) : SpreadsheetText.bared(cell);
	}

	private static void requireColumns(Set<String> present, List<String> names, String list) {
		List<String> missing = Columns.REQUIRED.stream().filter(name -> !present.contains(name)).toList();
		if (missing.isEmpty()) {
			return;
		}
		if (missing.size() == REQUIRED && names.stream().noneMatch(Header::looksLikeName)) {
			throw new BadListException(
					"%s has no header. Its first line must name the columns, user_guid and member_guid among them."
						.formatted(list));
		}
		throw new BadListException("%s has no column %s; its header has: %s. Name the columns in the first line."
			.formatted(list, String.join(" and no column ", missing), shown(names)));
	}

	/** How many of the required columns these names have: tells separators apart. */
	static int recognised(List<String> names) {
		return (int) names.stream().map(Header::keyOf).filter(Columns.REQUIRED::contains).count();
	}

	/** The names of the columns that are only carried, in the list's order. */
	List<String> carriedNames() {
		return List.copyOf(carried.keySet());
	}

	private static String keyOf(String name) {
		return name.strip().toLowerCase(Locale.ROOT);
	}

	/** A first line that is no header is somebody's data, and is not shown. */
	private static boolean looksLikeName(String name) {
		return NAME_LIKE.matcher(name.strip()).matches();
	}

	private static String shown(String name) {
		return looksLikeName(name) ? name.strip() : "(not a name)";
	}

	private static String shown(List<String> names) {
		List<String> shown = new ArrayList<>(names.stream().limit(NAMES_SHOWN).map(Header::shown).toList());
		if (names.size() > NAMES_SHOWN) {
			shown.add("…");
		}
		return String.join(", ", shown);
	}

}
