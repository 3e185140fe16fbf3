package io.bulkverify.job;

import io.bulkverify.store.DatabaseRefusal;

/** The program's exit codes (README.md, "Runbook"). */
public enum ExitCode {

	/** Finished, everything accounted for. */
	FINISHED(0),
	/** Failed; the same command goes on with it. */
	FAILED(1),
	/** Wrong usage, settings, list, run id or output folder. */
	USAGE(2),
	/**
	 * Finished, with more rows without numbers than {@code verification.fail-above}
	 * allows.
	 */
	TOO_MANY_EXCEPTIONS(3),
	/** Another process works on the database. */
	BUSY(4),
	/** Stopped by {@code stop}; the same command goes on with it. */
	STOPPED(5),
	/** Stopped by SIGHUP, in order. */
	HANGUP(129),
	/** Stopped by SIGINT, in order. */
	INTERRUPTED(130),
	/** Stopped by SIGTERM, in order. */
	TERMINATED(143);

	private final int code;

	ExitCode(int code) {
		this.code = code;
	}

	/** A database that says no is a wrong setting, one that is away may come back. */
	public static ExitCode ofDatabaseFailure(Throwable failure) {
		return DatabaseRefusal.isCauseOf(failure) ? USAGE : FAILED;
	}

	/** What the process exits with. */
	public int code() {
		return this.code;
	}

}
