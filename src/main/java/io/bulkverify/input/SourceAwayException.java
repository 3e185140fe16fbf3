package io.bulkverify.input;

/**
 * The database that a query reads cannot be reached. The message is one line for whoever
 * started the program.
 */
public class SourceAwayException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public SourceAwayException(String message, Throwable cause) {
		super(message, cause);
	}

}
