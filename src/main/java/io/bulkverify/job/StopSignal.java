package io.bulkverify.job;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * Says to everybody in a run that it is to end early, and why. The first cause stands,
 * unless a graver one comes. Safe for use by many threads.
 */
public final class StopSignal {

	/** Why a run ends before its work is done. */
	public sealed interface Cause {

		/** For the log and the operator. */
		String why();

		/** An operator's {@code stop}. */
		record Operator() implements Cause {
			@Override
			public String why() {
				return "stopped by the stop command";
			}
		}

		/**
		 * SIGTERM, SIGINT or SIGHUP.
		 *
		 * @param exit what the process exits with
		 */
		record Signal(ExitCode exit) implements Cause {
			@Override
			public String why() {
				return "stopped by a signal";
			}
		}

		/**
		 * What stops everybody: credentials, address, a wall of refusals, an outage that
		 * lasted.
		 */
		record Failure(String why) implements Cause {
		}

		/**
		 * A lane failed and the others are to end with it: the job may start again in
		 * this process. Gives way to every other cause.
		 *
		 * @param failure what the lane that failed first met
		 */
		record Setback(String why, Throwable failure) implements Cause {
		}

		/** Another process holds the lease now. */
		record LeaseLost() implements Cause {
			@Override
			public String why() {
				return "another process has taken the lease; this one sends and writes nothing more";
			}
		}

	}

	private final AtomicReference<@Nullable Cause> cause = new AtomicReference<>();

	/**
	 * Asks for the end; the first cause stands, but a setback gives way to every other
	 * cause, and every other cause to a lost lease.
	 */
	public void raise(Cause why) {
		this.cause.updateAndGet((before) -> before == null || gravity(before) < gravity(why) ? why : before);
	}

	private static int gravity(Cause cause) {
		return switch (cause) {
			case Cause.Setback ignored -> 0;
			case Cause.Operator ignored -> 1;
			case Cause.Signal ignored -> 1;
			case Cause.Failure ignored -> 1;
			case Cause.LeaseLost ignored -> 2;
		};
	}

	/** The job starts again after a setback; every other cause stands. */
	void overcome() {
		this.cause.updateAndGet((before) -> before instanceof Cause.Setback ? null : before);
	}

	/** Whether the end was asked for. */
	public boolean raised() {
		return this.cause.get() != null;
	}

	/** Whether the end was asked for, and is not only a setback's. */
	boolean raisedForGood() {
		Cause why = this.cause.get();
		return why != null && !(why instanceof Cause.Setback);
	}

	/** Why, if it was. */
	public Optional<Cause> cause() {
		return Optional.ofNullable(this.cause.get());
	}

}
