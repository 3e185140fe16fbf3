package io.bulkverify.store;

import java.sql.SQLException;
import java.util.List;

/**
 * Whether a database answers and says no: a wrong user, password or database, or missing
 * rights. Trying again mends none of them.
 */
public final class DatabaseRefusal {

	/** How states of SQL begin: not authorised, no such database, not permitted. */
	private static final List<String> NO = List.of("28", "3D", "42501");

	private DatabaseRefusal() {
	}

	/** Whether that is what a failure comes from. */
	public static boolean isCauseOf(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof SQLException sql && sql.getSQLState() != null) {
				return NO.stream().anyMatch(sql.getSQLState()::startsWith);
			}
		}
		return false;
	}

}
