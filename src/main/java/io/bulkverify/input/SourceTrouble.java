package io.bulkverify.input;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.regex.Pattern;

/** What a failure says of a query's database. */
final class SourceTrouble {

	/**
	 * How states of SQL begin that pass by themselves: the connection broke, the
	 * transaction was in the way of another, the server has too little of something, is
	 * going down or coming up, or its system fails.
	 */
	private static final List<String> PASSING = List.of("08", "40", "53", "57P", "58");

	private static final Pattern MANY_DIGITS = Pattern.compile("\\d{5,}+");

	private static final int LONGEST = 300;

	private SourceTrouble() {
	}

	/** Whether the database is away or busy, rather than the query wrong. */
	static boolean passes(SQLException failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLTransientConnectionException || cause instanceof SQLNonTransientConnectionException
					|| cause instanceof SQLRecoverableException || (cause instanceof SQLException sql
							&& sql.getSQLState() != null && PASSING.stream().anyMatch(sql.getSQLState()::startsWith))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Its own words on one line. Long numbers are left out: they may be somebody's
	 * account.
	 */
	static String words(SQLException failure) {
		String line = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
		int statement = line.indexOf("; SQL statement:");
		String said = MANY_DIGITS.matcher(statement < 0 ? line : line.substring(0, statement)).replaceAll("***");
		return said.length() > LONGEST ? said.substring(0, LONGEST) + "…" : said;
	}

}
