package io.bulkverify.input;

/**
 * A member list that cannot be read at all. The message is one line for whoever started
 * the program: what is wrong with which list, and what to do.
 */
public class BadListException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public BadListException(String message) {
		super(message);
	}

	public BadListException(String message, Throwable cause) {
		super(message, cause);
	}

}
