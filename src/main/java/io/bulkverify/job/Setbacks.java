package io.bulkverify.job;

/**
 * How often the database may fail the job of a run: without end while the run gets on in
 * between, as a database does that is now and then away; but a database that answers and
 * fails the job again and again is nothing that passes. Used by the thread that starts
 * the job.
 */
final class Setbacks {

	static final int MOST_WITHOUT_PROGRESS = 10;

	private long furthest;

	private int withoutProgress;

	/**
	 * @param decided what the run has decided when the job starts for the first time
	 */
	Setbacks(long decided) {
		this.furthest = decided;
	}

	/**
	 * One more.
	 * @param decided what the run has decided by now
	 * @return whether the job is to start again
	 */
	boolean passes(long decided) {
		if (decided > this.furthest) {
			this.furthest = decided;
			this.withoutProgress = 0;
		}
		this.withoutProgress++;
		return this.withoutProgress <= MOST_WITHOUT_PROGRESS;
	}

}
