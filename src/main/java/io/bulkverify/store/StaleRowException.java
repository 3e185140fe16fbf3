package io.bulkverify.store;

import org.springframework.dao.OptimisticLockingFailureException;

/**
 * A row was changed since it was read, so a decision made on it must not be stored. It
 * means that two work on the same run: whoever gets it has lost the row and must not go
 * on with it.
 */
public class StaleRowException extends OptimisticLockingFailureException {

	private static final long serialVersionUID = 1L;

	private final long id;

	private final int version;

	public StaleRowException(long id, int version) {
		super("row %d of member_verification is no longer at version %d".formatted(id, version));
		this.id = id;
		this.version = version;
	}

	/** The row's key. */
	public long id() {
		return id;
	}

	/** The version that the decision was made on. */
	public int version() {
		return version;
	}

}
