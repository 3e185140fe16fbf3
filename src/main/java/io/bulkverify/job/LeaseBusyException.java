package io.bulkverify.job;

/**
 * Another process works on the database, or writes into the same folder, and lives: its
 * message says who, since when and where. Exit code 4.
 */
public final class LeaseBusyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	LeaseBusyException(String message) {
		super(message);
	}

}
