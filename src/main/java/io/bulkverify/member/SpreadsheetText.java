package io.bulkverify.member;

import java.util.regex.Pattern;

/**
 * Text that a spreadsheet would take for a formula, and the {@code '} in front of it that
 * keeps it text (README.md, "Using it"). Whatever is guarded can be bared again to the
 * letter, so that an output file can be the next input.
 */
public final class SpreadsheetText {

	/** Possessive, so that no cell is long enough to overflow the stack. */
	private static final Pattern PLAIN_NUMBER = Pattern
		.compile("[+-](?:\\d++(?:[.,]\\d++)*+|[.,]\\d++)(?:[eE][+-]?+\\d++)?+");

	private SpreadsheetText() {
	}

	/** The text as it is written to a file. */
	public static String guarded(String text) {
		return needsGuard(text) ? "'" + text : text;
	}

	/** The text as it was before it was {@link #guarded}. */
	public static String bared(String cell) {
		return !cell.isEmpty() && cell.charAt(0) == '\'' && needsGuard(cell.substring(1)) ? cell.substring(1) : cell;
	}

	/**
	 * Text that looks guarded already is guarded once more: else reading it back would
	 * bare it.
	 */
	private static boolean needsGuard(String text) {
		int start = 0;
		while (start < text.length() && text.charAt(start) == '\'') {
			start++;
		}
		return start < text.length() && "=+-@\t\r".indexOf(text.charAt(start)) >= 0
				&& !PLAIN_NUMBER.matcher(text).region(start, text.length()).matches();
	}

}
