package io.bulkverify.input;

import io.bulkverify.member.Columns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a CSV file begins: with a {@code sep=} line or without, as Excel has it, and with a
 * header, which tells the separator where no such line does. What cannot be worked with
 * is refused with what was found.
 */
final class CsvBeginning {

	private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|');

	private static final String UNDERSTOOD = "comma, semicolon, tab and pipe are understood. Save it with one of them.";

	private static final String DECLARATION = "sep=";

	private final TextLines lines;

	private final String list;

	/**
	 * @param list what the list is called in messages
	 */
	CsvBeginning(TextLines lines, String list) {
		this.lines = lines;
		this.list = list;
	}

	/**
	 * Reads up to the first row.
	 * @throws BadListException if there is no header that can be worked with
	 */
	CsvFile read() throws IOException {
		TextLine first = firstLine();
		@Nullable Character declared = declared(first);
		if (declared != null) {
			first = firstLine();
		}
		lines.giveBack(List.of(first));
		List<Found> all = new ArrayList<>();
		for (char candidate : declared == null ? SEPARATORS : List.of(declared)) {
			all.add(found(candidate));
		}
		Found best = all.stream().reduce((one, other) -> other.betterThan(one) ? other : one).orElseThrow();
		if (best.recognised() < Header.REQUIRED) {
			refuse(first, best, all, declared);
		}
		Header header = Header.of(best.names(), list);
		new CsvRecords(lines, best.separator(), Header.MOST_COLUMNS).next();
		return new CsvFile(lines, best.separator(), header);
	}

	/** The next line that is not blank, and text. */
	private TextLine firstLine() throws IOException {
		@Nullable TextLine line = lines.next();
		while (line != null && line.blank()) {
			line = lines.next();
		}
		if (line == null) {
			throw refusal("%s is empty. Its first line must name the columns, user_guid and member_guid among them.");
		}
		if (line.flaw() == TextLine.Flaw.TOO_LONG) {
			throw refusal("%s has a first line of more than %d bytes: it is no list. Save it as CSV, UTF-8.",
					TextLines.LONGEST);
		}
		if (line.flaw() == TextLine.Flaw.NOT_UTF8 || line.text().indexOf('\0') >= 0) {
			throw refusal("%s is not a text file in UTF-8 (a workbook, or another encoding?). Save it as CSV, UTF-8.");
		}
		return line;
	}

	/** The separator that a {@code sep=} line names; null where it is none. */
	private @Nullable Character declared(TextLine line) {
		String text = line.text().startsWith("\"") ? line.text().replace("\"", "") : line.text();
		if (!text.regionMatches(true, 0, DECLARATION, 0, DECLARATION.length())) {
			return null;
		}
		String named = text.substring(DECLARATION.length());
		if (named.isEmpty() || !SEPARATORS.contains(named.charAt(0))) {
			throw refusal("%s names %s as its separator (sep= in line %d); " + UNDERSTOOD,
					named.isEmpty() ? "nothing" : shown(named.charAt(0)), line.number());
		}
		return named.charAt(0);
	}

	/** What the header is if this is the separator. The lines come again. */
	private Found found(char separator) throws IOException {
		@Nullable CsvRecord csv = new CsvRecords(lines, separator, Header.MOST_COLUMNS).next();
		if (csv == null) {
			throw new IllegalStateException("the header is gone");
		}
		lines.giveBack(csv.lines());
		return new Found(separator, csv, csv.whole() ? csv.cells().soFar() : List.of());
	}

	/**
	 * A header, read with one separator.
	 *
	 * @param names none where it could not be cut into cells
	 */
	private record Found(char separator, CsvRecord csv, List<String> names) {

		int recognised() {
			return Header.recognised(names);
		}

		boolean betterThan(Found other) {
			return recognised() > other.recognised()
					|| (recognised() == other.recognised() && names.size() > other.names.size());
		}
	}

	/** Returns where nothing stranger was found than other names. */
	private void refuse(TextLine first, Found best, List<Found> all, @Nullable Character declared) {
		String text = first.text().strip();
		if (text.startsWith("#")) {
			throw refusal("%s begins with a # in line %d, but its first line must name the columns. "
					+ "Remove what stands before their names.", first.number());
		}
		@Nullable Character between = best.recognised() > 0 ? null : between(text.toLowerCase(Locale.ROOT));
		if (between != null && !SEPARATORS.contains(between)) {
			throw refusal("%s has its columns separated by %s (line %d); " + UNDERSTOOD, shown(between),
					first.number());
		}
		if (best.names().isEmpty() || (best.recognised() == 0 && mentions(text))) {
			all.stream().filter(found -> !found.csv().whole()).findFirst().ifPresent(found -> {
				throw refusal(
						found.csv().broken() && !found.csv().severalLines()
								? "%s has text behind a closing quote in its header (line %d). Mend it."
								: "%s has a quote in its header (line %d) that is never closed. Mend it.",
						first.number());
			});
		}
		if (between != null && declared != null && !declared.equals(between)) {
			throw refusal("%s has its columns separated by %s (line %d), but its sep= line names %s. Mend that line.",
					shown(between), first.number(), shown(declared));
		}
		if (between != null && best.names().size() == 1) {
			throw refusal("%s has quotes around its whole header (line %d). Remove them there, and around its rows.",
					first.number());
		}
	}

	private static boolean mentions(String text) {
		String small = text.toLowerCase(Locale.ROOT);
		return Columns.REQUIRED.stream().anyMatch(small::contains);
	}

	/**
	 * What stands behind the first of the required names; null where not both are there.
	 */
	private static @Nullable Character between(String text) {
		int user = text.indexOf(Columns.REQUIRED.get(0));
		int member = text.indexOf(Columns.REQUIRED.get(1));
		if (user < 0 || member < 0) {
			return null;
		}
		int end = user < member ? user + Columns.REQUIRED.get(0).length() : member + Columns.REQUIRED.get(1).length();
		while (end < text.length() && text.charAt(end) == '"') {
			end++;
		}
		return end < text.length() && !Character.isLetterOrDigit(text.charAt(end)) && text.charAt(end) != '_'
				? text.charAt(end) : null;
	}

	private static String shown(char c) {
		return switch (c) {
			case ' ' -> "blanks";
			case '\t' -> "tabs";
			default -> c > ' ' && c < 127 ? "\"" + c + "\"" : "the character U+%04X".formatted((int) c);
		};
	}

	/** The list's name, then these, go into the words. */
	private BadListException refusal(String words, Object... more) {
		List<Object> all = new ArrayList<>(List.of(list));
		all.addAll(List.of(more));
		return new BadListException(words.formatted(all.toArray()));
	}

}
