package io.bulkverify.job;

/**
 * Another process has taken the lease: whatever this one was about to write must not be
 * written.
 */
final class LeaseLostException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	LeaseLostException() {
		super("another process has taken the lease");
	}

}
