package io.bulkverify.job;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

import io.bulkverify.store.Lease;
import io.bulkverify.store.Run;
import io.bulkverify.store.RunTable;
import org.jspecify.annotations.Nullable;

/**
 * Carries out {@code stop}: asks the process that holds the lease to end its run, and
 * waits for it. Nobody is harmed: what it has in hand is finished and saved.
 */
public final class StopDesk {

	private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

	/** Calls under way end within the read time-out, and writing takes a moment. */
	private static final Duration TO_WRITE = Duration.ofSeconds(5);

	/** A process that has just taken the lease does not say at once what it works on. */
	private static final Duration TO_SAY_ITS_RUN = Duration.ofSeconds(5);

	private final Lease lease;

	private final RunTable runs;

	private final KnownRuns known;

	private final Duration takeOverAfter;

	private final Duration readTimeout;

	private final LongSupplier nanos;

	StopDesk(Lease lease, RunTable runs, KnownRuns known, Duration takeOverAfter, Duration readTimeout,
			LongSupplier nanos) {
		this.lease = lease;
		this.runs = runs;
		this.known = known;
		this.takeOverAfter = takeOverAfter;
		this.readTimeout = readTimeout;
		this.nanos = nanos;
	}

	/**
	 * Asks the run that is under way to stop, and waits until it has, or until the
	 * longest call must have ended.
	 * @param runId that run only; null is whichever is under way
	 * @throws UsageException if there is no run of that id
	 */
	public RunResult stop(@Nullable Long runId) throws InterruptedException {
		if (runId != null) {
			this.known.named(runId);
		}
		Lease.Holder holder = await(TO_SAY_ITS_RUN, (now) -> now.isEmpty() || now.get().runId() != null).orElse(null);
		if (holder == null || holder.runId() == null || (runId != null && !runId.equals(holder.runId()))) {
			return done(nothingToStop(runId, holder));
		}
		long stopped = holder.runId();
		this.runs.requestStop(stopped);
		Duration longest = this.readTimeout.plus(TO_WRITE);
		Duration patience = longest.compareTo(this.takeOverAfter) > 0 ? longest : this.takeOverAfter;
		Lease.Holder left = await(patience, (now) -> !sameProcess(holder, now)).orElse(null);
		if (!sameProcess(holder, Optional.ofNullable(left))) {
			Run run = this.known.named(stopped);
			return done(run.status().finished() ? "Run %d had ended by itself.".formatted(stopped)
					: "Run %d has stopped; everything is saved. Run the same command again to go on."
						.formatted(stopped));
		}
		if (left != null && left.beats() == holder.beats()) {
			return done("Run %d is not under way: %s has died. Run the same command again to go on.".formatted(stopped,
					holder.owner()));
		}
		return done("Run %d was asked to stop; it will, as soon as its last calls have ended (%s).".formatted(stopped,
				holder.owner()));
	}

	private static RunResult done(String text) {
		return new RunResult(ExitCode.FINISHED, text);
	}

	private static String nothingToStop(@Nullable Long runId, Lease.@Nullable Holder holder) {
		String who = (runId != null) ? "Run " + runId + " is not under way" : "Nothing is running";
		return (holder == null || holder.runId() == null) ? who + "."
				: who + "; run " + holder.runId() + " is (" + holder.owner() + ").";
	}

	private static boolean sameProcess(Lease.Holder before, Optional<Lease.Holder> now) {
		return now.isPresent() && now.get().owner().equals(before.owner());
	}

	/** What is awaited of the lease's holder. */
	@FunctionalInterface
	private interface Condition {

		boolean holds(Optional<Lease.Holder> now);

	}

	private Optional<Lease.Holder> await(Duration atMost, Condition condition) throws InterruptedException {
		Wakeup pause = new Wakeup();
		long begun = this.nanos.getAsLong();
		while (true) {
			Optional<Lease.Holder> now = this.lease.holder();
			if (condition.holds(now) || this.nanos.getAsLong() - begun >= atMost.toNanos()) {
				return now;
			}
			pause.await(BETWEEN_LOOKS, BETWEEN_LOOKS);
		}
	}

}
