package io.bulkverify.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.StringJoiner;

import io.bulkverify.store.FinishedRuns;
import io.bulkverify.store.Run;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out {@code purge}: deletes finished runs that have grown old. The latest
 * numbers of each account stay, and so do unfinished runs and runs whose reruns stay.
 */
public final class PurgeDesk {

	private static final Logger logger = LoggerFactory.getLogger(PurgeDesk.class);

	/** Longer than whoever waits for the lease waits between two looks. */
	private static final Duration FOR_OTHERS = LeaseDesk.BETWEEN_LOOKS.multipliedBy(2);

	private final FinishedRuns old;

	private final KnownRuns known;

	private final RunDeletion deletion;

	private final LeaseDesk leases;

	private final InstantSource clock;

	PurgeDesk(FinishedRuns old, KnownRuns known, RunDeletion deletion, LeaseDesk leases, InstantSource clock) {
		this.old = old;
		this.known = known;
		this.deletion = deletion;
		this.leases = leases;
		this.clock = clock;
	}

	/**
	 * Deletes runs that are old enough, each under the lease for itself, and says which.
	 * A run that starts meanwhile comes between two of them.
	 * @throws UsageException if the age is a mistake most likely
	 * @throws LeaseBusyException if another process works on a run: what is not deleted
	 * yet stays
	 * @throws LeaseLostException if another process has taken the lease meanwhile
	 */
	public RunResult purge(PurgeRequest request) throws Exception {
		if (!request.allowed()) {
			throw new UsageException(
					"--older-than %s is less than %d days: rerun, report and status --against may still need these runs. Look with --dry-run; if you mean it, say --force."
						.formatted(InWords.of(request.olderThan()), PurgeRequest.FLOOR.toDays()));
		}
		Instant before = this.clock.instant().minus(request.olderThan());
		List<Long> runs = this.old.endedBefore(before);
		StringJoiner text = new StringJoiner(System.lineSeparator());
		Wakeup pause = new Wakeup();
		for (long runId : runs) {
			Run run = this.known.named(runId);
			if (request.dryRun()) {
				text.add("Would delete run %d of %s for %s.".formatted(run.id(), run.listName(), run.businessDate()));
			}
			else {
				text.add(this.leases.holding(() -> new RunResult(ExitCode.FINISHED, delete(run))).text());
				pause.await(FOR_OTHERS, FOR_OTHERS);
			}
		}
		for (long runId : this.old.unfinishedBefore(before)) {
			text.add(
					"Kept run %d: it is not finished. If nobody is to go on with it, close it with stop --run %d --close."
						.formatted(runId, runId));
		}
		text.add(total(runs.size(), request.dryRun()));
		return new RunResult(ExitCode.FINISHED, text.toString());
	}

	private static String total(int runs, boolean dryRun) {
		if (runs == 0) {
			return "No finished run is that old; nothing was deleted.";
		}
		String many = "%d run%s".formatted(runs, (runs == 1) ? "" : "s");
		return dryRun ? many + " would be deleted; nothing was."
				: "Deleted " + many + ". The latest numbers of each account were kept.";
	}

	private String delete(Run run) {
		FinishedRuns.Deleted deleted = this.deletion.delete(run.id());
		logger.info("Run {} was purged", run.id());
		return "Deleted run %d of %s for %s: %,d members, %,d rejected rows, %,d account numbers.".formatted(run.id(),
				run.listName(), run.businessDate(), deleted.members(), deleted.rejected(), deleted.accountNumbers());
	}

}
