package io.bulkverify.mx;

import java.nio.charset.StandardCharsets;

import org.springframework.web.util.UriUtils;

/** A value as one segment of an address, whatever characters it has. */
final class PathSegment {

	private PathSegment() {
	}

	static String of(String value) {
		return UriUtils.encode(value, StandardCharsets.UTF_8);
	}

	/**
	 * Whether a value can stand as a segment at all: dots alone name another folder, even
	 * encoded, and nothing names none.
	 */
	static boolean possible(String value) {
		return !value.isBlank() && !value.matches("\\.+");
	}

}
