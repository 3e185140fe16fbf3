package io.bulkverify.job;

/**
 * Another process has taken the lease: whatever this one was about to write is not
 * written. Exit code 4.
 */
public final class LeaseLostException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	LeaseLostException() {
		super(new StopSignal.Cause.LeaseLost().why());
	}

}
