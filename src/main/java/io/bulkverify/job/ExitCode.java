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

	/** What a command exits with whose parts ended so: with the worse. */
	ExitCode and(ExitCode other) {
		return (badness() >= other.badness()) ? this : other;
	}

	private int badness() {
		return switch (this) {
			case FINISHED -> 0;
			case TOO_MANY_EXCEPTIONS -> 1;
			case USAGE -> 2;
			case BUSY -> 3;
			case FAILED -> 4;
			case STOPPED -> 5;
			case HANGUP, INTERRUPTED, TERMINATED -> 6;
		};
	}

	/** What the process exits with. */
	public int code() {
		return this.code;
	}

}
