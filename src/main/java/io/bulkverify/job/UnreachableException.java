package io.bulkverify.job;

/**
 * MX, a database or a disk cannot be used: its message is one line for the operator. Exit
 * code 1.
 */
public final class UnreachableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * @param message for the operator: what is away or refuses, and where it is looked
	 * for
	 */
	public UnreachableException(String message) {
		super(message);
	}

}
