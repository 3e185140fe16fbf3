package io.bulkverify.job;

/**
 * A mistake of the operator's: its message is one line that says what to do. Exit code 2.
 */
public final class UsageException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * @param message for the operator: what is wrong and what would be right
	 */
	public UsageException(String message) {
		super(message);
	}

}
