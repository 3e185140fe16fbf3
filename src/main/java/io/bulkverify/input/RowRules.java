package io.bulkverify.input;

import io.bulkverify.member.ConnectionStatus;
import io.bulkverify.member.ListRow;
import io.bulkverify.member.ListedMember;
import io.bulkverify.member.SpreadsheetText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What makes a row of a list a member, and what is wrong with one that is none
 * (README.md, "Using it"). The same for files and queries.
 */
final class RowRules {

	private static final int LONGEST_GUID = 100;

	private static final int LONGEST_CELL = 100_000;

	private static final int LONGEST_ROW_SHOWN = 10_000;

	private static final Pattern GUID = Pattern.compile("[A-Za-z0-9_.-]+");

	private static final Pattern ONLY_DOTS = Pattern.compile("\\.+");

	private static final String USER = "user_guid";

	private static final String MEMBER = "member_guid";

	private final Header header;

	RowRules(Header header) {
		this.header = header;
	}

	/**
	 * @param cells the row's cells as they stand in the list
	 * @param text the row's text
	 */
	ListRow judge(long line, List<String> cells, String text) {
		@Nullable String flaw = flaw(cells);
		return flaw == null ? listed(line, cells, text) : rejected(line, flaw, text);
	}

	/** The guids that these cells name; empty where they name no member. */
	Optional<Guids> guids(List<String> cells) {
		return guidFlaw(cells, USER) == null && guidFlaw(cells, MEMBER) == null
				? Optional.of(new Guids(guid(cells, USER), guid(cells, MEMBER))) : Optional.empty();
	}

	/** A row that is none, its text cut to what a person can use. */
	static ListRow.Rejected rejected(long line, String reason, String text) {
		return new ListRow.Rejected(line, reason, shown(text));
	}

	private static String shown(String text) {
		String shown = text.length() > LONGEST_ROW_SHOWN ? text.substring(0, LONGEST_ROW_SHOWN) + "…" : text;
		return shown.replace('\0', '\uFFFD');
	}

	private @Nullable String flaw(List<String> cells) {
		if (cells.size() != header.width()) {
			return "%s where the header has %d".formatted(columns(cells.size()), header.width());
		}
		for (int position = 0; position < cells.size(); position++) {
			String cell = cells.get(position);
			if (cell.length() > LONGEST_CELL) {
				return "column %d has more than %d characters".formatted(position + 1, LONGEST_CELL);
			}
			if (cell.indexOf('\0') >= 0) {
				return "column %d has a NUL character".formatted(position + 1);
			}
		}
		@Nullable String guid = guidFlaw(cells, USER);
		if (guid == null) {
			guid = guidFlaw(cells, MEMBER);
		}
		if (guid != null) {
			return guid;
		}
		if (flag(cell(cells, "include_transactions")).isEmpty()) {
			return "include_transactions is neither true nor false";
		}
		return VerifyEven.parse(cell(cells, "verify_even")).isEmpty() ? "verify_even has a word that is no status of MX"
				: null;
	}

	private static String columns(int count) {
		return count == 1 ? "1 column" : count + " columns";
	}

	private @Nullable String guidFlaw(List<String> cells, String name) {
		String guid = guid(cells, name);
		if (guid.isEmpty()) {
			return name + " is blank";
		}
		if (guid.length() > LONGEST_GUID) {
			return "%s is longer than %d characters".formatted(name, LONGEST_GUID);
		}
		if (!GUID.matcher(guid).matches()) {
			return name + " has a character other than letters, digits, - . _";
		}
		// It becomes a segment of a URL's path, where dots alone mean another place.
		return ONLY_DOTS.matcher(guid).matches() ? name + " has nothing but dots" : null;
	}

	private ListRow listed(long line, List<String> cells, String text) {
		@Nullable Boolean transactions = flag(cell(cells, "include_transactions")).orElseThrow().value();
		Set<ConnectionStatus> verifyEven = VerifyEven.parse(cell(cells, "verify_even")).orElseThrow();
		ListedMember member = new ListedMember(line, guid(cells, USER), guid(cells, MEMBER),
				unlessBlank(cell(cells, "account_label")), transactions, verifyEven,
				unlessBlank(guid(cells, "user_id")));
		Map<String, String> carried = new LinkedHashMap<>();
		header.carried().forEach((name, position) -> carried.put(name, SpreadsheetText.bared(cells.get(position))));
		return new ListRow.Listed(member, Collections.unmodifiableMap(carried), shown(text));
	}

	private String cell(List<String> cells, String name) {
		return SpreadsheetText.bared(asItStands(cells, name));
	}

	/**
	 * Without the blanks around it, with which databases and people pad what is no text.
	 */
	private String guid(List<String> cells, String name) {
		return SpreadsheetText.bared(withoutBlanksAround(asItStands(cells, name)));
	}

	private static String withoutBlanksAround(String cell) {
		int from = 0;
		int to = cell.length();
		while (from < to && isBlank(cell.charAt(from))) {
			from++;
		}
		while (from < to && isBlank(cell.charAt(to - 1))) {
			to--;
		}
		return cell.substring(from, to);
	}

	/** Also what Java does not call white space: no-break spaces, and a mark of UTF-8. */
	private static boolean isBlank(char c) {
		return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF';
	}

	private String asItStands(List<String> cells, String name) {
		@Nullable Integer position = header.ours().get(name);
		return position == null || position >= cells.size() ? "" : cells.get(position);
	}

	private static @Nullable String unlessBlank(String cell) {
		return cell.isBlank() ? null : cell;
	}

	/** Empty where the word is none of those that are known. */
	private static Optional<Flag> flag(String cell) {
		return switch (cell.strip().toLowerCase(Locale.ROOT)) {
			case "" -> Optional.of(new Flag(null));
			case "true", "yes", "1" -> Optional.of(new Flag(true));
			case "false", "no", "0" -> Optional.of(new Flag(false));
			default -> Optional.empty();
		};
	}

	/** Yes, no, or not said. */
	private record Flag(@Nullable Boolean value) {
	}

}
