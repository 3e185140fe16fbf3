package io.bulkverify.mx;

import org.jspecify.annotations.Nullable;

/** An address that paths are put behind. */
final class BaseUrl {

	private BaseUrl() {
	}

	/** The address as set, or else the usual one; without a slash at the end. */
	static String of(@Nullable String set, String usual) {
		String address = set == null || set.isBlank() ? usual : set.strip();
		return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
	}

}
