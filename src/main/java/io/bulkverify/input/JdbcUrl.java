package io.bulkverify.input;

import java.util.regex.Pattern;

/** A JDBC address without its secrets. */
public final class JdbcUrl {

	private static final Pattern AUTHORITY = Pattern.compile("(?<=//)[^/?;]*@");

	/**
	 * PostgreSQL has its parameters behind ? and between &amp;, H2 behind and between ;.
	 */
	private static final Pattern SECRET = Pattern
		.compile("(?i)([?&;])[^=?&;]*(?:user|password|secret|token|key)[^=?&;]*=[^&;]*");

	private JdbcUrl() {
	}

	/** The same address without user, password and whatever else is nobody's business. */
	public static String withoutCredentials(String url) {
		String bare = AUTHORITY.matcher(url).replaceAll("");
		return SECRET.matcher(bare).replaceAll("$1").replaceAll("(?<=[?&;])[&;]+", "").replaceAll("[?&;]$", "");
	}

}
