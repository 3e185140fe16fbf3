package io.bulkverify.mx;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** A value as one segment of an address, whatever characters it has. */
final class PathSegment {

	private PathSegment() {
	}

	static String of(String value) {
		// It encodes for forms, where a space is a plus.
		return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
	}

	/**
	 * Whether a value can stand as a segment at all: dots alone name another folder, even
	 * encoded, and nothing names none.
	 */
	static boolean possible(String value) {
		return !value.isBlank() && !value.matches("\\.+");
	}

}
