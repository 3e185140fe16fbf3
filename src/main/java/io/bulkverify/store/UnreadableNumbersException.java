package io.bulkverify.store;

/**
 * Stored account numbers that the keys which are set do not read. The message is for the
 * operator: what is wrong and the remedy, without key or number.
 */
public final class UnreadableNumbersException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnreadableNumbersException(String message) {
		super(message);
	}

}
