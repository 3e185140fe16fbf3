package io.bulkverify.store;

/** Where a run as a whole stands. */
public enum RunStatus {

	/** Its list is being read. */
	IMPORTING(false),
	/** Its members are being verified, or its files written. */
	RUNNING(false),
	/** Asked to stop; the same command goes on with it. */
	STOPPED(false),
	/** Ended by an error; the same command goes on with it. */
	FAILED(false),
	/** Every member has its outcome, and the files are written. */
	FINISHED(true),
	/** Closed by an operator with members still open; they were reported as such. */
	CLOSED(true);

	private final boolean finished;

	RunStatus(boolean finished) {
		this.finished = finished;
	}

	/** Whether nothing will be added to the run any more. */
	public boolean finished() {
		return finished;
	}

}
