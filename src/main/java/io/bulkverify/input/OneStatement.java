package io.bulkverify.input;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether a text is one SQL statement. Databases differ in what they take for quoted text
 * and for comments, and drivers send what they find behind a semicolon as a statement of
 * its own: where that cannot be told for every database, the text is none.
 */
final class OneStatement {

	/** Quotes of one database that are not those of another. */
	private static final String READ_DIFFERENTLY = "\\$`[#";

	private final String sql;

	private int at;

	private boolean ended;

	private boolean hidesSemicolon;

	private boolean doubtful;

	private OneStatement(String sql) {
		this.sql = sql;
	}

	/** What is wrong with it and what to do, in a sentence; null where nothing is. */
	static @Nullable String flaw(String sql) {
		OneStatement reading = new OneStatement(sql);
		if (!reading.reachesItsEnd()) {
			return "The query is more than one statement. Remove all that stands behind the first one.";
		}
		return reading.hidesSemicolon && reading.doubtful
				? "The query has a semicolon in a text or comment, and quotes that databases read differently (\\ $ ` [ #). "
						+ "Write it without one of them, so that it is certainly one statement."
				: null;
	}

	private boolean reachesItsEnd() {
		while (at < sql.length()) {
			char c = sql.charAt(at);
			if (sql.startsWith("--", at)) {
				skip(i -> sql.charAt(i) == '\n' || sql.charAt(i) == '\r', 1);
			}
			else if (sql.startsWith("/*", at)) {
				at += 2;
				skip(i -> sql.startsWith("*/", i), 2);
			}
			else if (c == ';') {
				ended = true;
				at++;
			}
			else if (Character.isWhitespace(c)) {
				at++;
			}
			else if (ended) {
				return false;
			}
			else {
				word(c);
			}
		}
		return true;
	}

	private void word(char c) {
		if (c == '\'' || c == '"') {
			doubtful |= at > 0 && (sql.charAt(at - 1) == 'q' || sql.charAt(at - 1) == 'Q');
			at++;
			skip(i -> sql.charAt(i) == c, 1);
		}
		else {
			doubtful |= READ_DIFFERENTLY.indexOf(c) >= 0;
			at++;
		}
	}

	/** Up to where something ends, or to the end of all, and behind it. */
	private void skip(IntPredicate end, int length) {
		int start = at;
		while (at < sql.length() && !end.test(at)) {
			hidesSemicolon |= sql.charAt(at) == ';';
			doubtful |= sql.charAt(at) == '\\' || (at > start && sql.startsWith("/*", at));
			at++;
		}
		at = Math.min(at + length, sql.length());
	}

}
