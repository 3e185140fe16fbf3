package io.bulkverify.input;

import org.springframework.dao.DataAccessResourceFailureException;

/**
 * The database that a query reads cannot be reached, or has gone away; it may come back.
 * The message is one line for whoever started the program.
 */
public class SourceAwayException extends DataAccessResourceFailureException {

	private static final long serialVersionUID = 1L;

	public SourceAwayException(String message, Throwable cause) {
		super(message, cause);
	}

}
