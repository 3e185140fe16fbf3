package io.bulkverify.input;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
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

	/** Whether a driver of this program could connect to such an address. */
	public static boolean wellFormed(String url) {
		return DriverManager.drivers().anyMatch((driver) -> accepts(driver, url));
	}

	private static boolean accepts(Driver driver, String url) {
		try {
			return driver.acceptsURL(url);
		}
		catch (SQLException ex) {
			return false;
		}
	}

	/** The same address without user, password and whatever else is nobody's business. */
	public static String withoutCredentials(String url) {
		String bare = AUTHORITY.matcher(url).replaceAll("");
		return SECRET.matcher(bare).replaceAll("$1").replaceAll("(?<=[?&;])[&;]+", "").replaceAll("[?&;]$", "");
	}

}
