package io.bulkverify.mx;

import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Makes a text of MX fit for reports and logs: one line, short, without anything that
 * could be a secret or an account number.
 */
final class SafeText {

	private static final int LONGEST = 200;

	/** No text is looked at further than this. */
	private static final int LOOKED_AT = 4_000;

	private static final int SHORTEST_SECRET = 4;

	private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+");

	/** Possessive: whatever MX sends, it costs neither a deep stack nor much time. */
	private static final Pattern NUMBER = Pattern.compile("\\d(?:[ -]?\\d){4,}+");

	/** Keys and tokens are long runs of letters and digits, and mixed. */
	private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9+/_=.-]{24,}+");

	private static final Pattern DIGIT = Pattern.compile("\\d");

	private SafeText() {
	}

	/**
	 * The text without what it must not show.
	 * @param secrets what must not appear even where it looks harmless
	 * @return null where nothing is left
	 */
	static @Nullable String of(@Nullable String text, Collection<String> secrets) {
		if (text == null) {
			return null;
		}
		String safe = text.length() > LOOKED_AT ? text.substring(0, LOOKED_AT) : text;
		for (String secret : secrets) {
			if (secret.length() >= SHORTEST_SECRET) {
				safe = safe.replace(secret, "***");
			}
		}
		safe = CONTROL.matcher(safe).replaceAll(" ");
		safe = TOKEN.matcher(safe)
			.replaceAll((run) -> DIGIT.matcher(run.group()).find() ? "***" : Matcher.quoteReplacement(run.group()));
		safe = NUMBER.matcher(safe).replaceAll("***").strip();
		if (safe.length() > LONGEST) {
			safe = safe.substring(0, LONGEST - 1) + "…";
		}
		return safe.isEmpty() ? null : safe;
	}

}
