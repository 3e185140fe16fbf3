package io.bulkverify.job;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

import io.bulkverify.member.Reason;
import io.bulkverify.member.Stage;
import io.bulkverify.report.OutputSet;
import io.bulkverify.store.Run;
import io.bulkverify.store.RunStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out {@code stop --close}: ends an unfinished run for good. Its open members are
 * reported as RUN_CLOSED, so that its totals tie, and its files are written.
 */
public final class CloseDesk {

	private static final Logger logger = LoggerFactory.getLogger(CloseDesk.class);

	private static final Set<Stage> OPEN = Arrays.stream(Stage.values())
		.filter((stage) -> !stage.terminal())
		.collect(Collectors.toCollection(() -> EnumSet.noneOf(Stage.class)));

	private final StopDesk stops;

	private final LeaseDesk leases;

	private final RunKeepers keepers;

	private final KnownRuns known;

	private final RunParts parts;

	private final RunReports reports;

	private final RunFiles files;

	/** Keeps the lease alive while the files are written. */
	@FunctionalInterface
	interface RunKeepers {

		RunKeeper of(Run run);

	}

	CloseDesk(StopDesk stops, LeaseDesk leases, RunKeepers keepers, KnownRuns known, RunParts parts, RunReports reports,
			RunFiles files) {
		this.stops = stops;
		this.leases = leases;
		this.keepers = keepers;
		this.known = known;
		this.parts = parts;
		this.reports = reports;
		this.files = files;
	}

	/**
	 * Closes a run, and stops it first where it is under way.
	 * @param folder where its files go; null is where the run wanted them
	 * @param replace whether another run's files there may be replaced
	 * @throws UsageException if there is no such run, or the folder holds another run's
	 * files
	 * @throws LeaseBusyException if a process works on another run, or does not stop
	 * @throws LeaseLostException if another process has taken the lease meanwhile
	 */
	public RunResult close(long runId, @Nullable Path folder, boolean replace) throws Exception {
		if (this.known.named(runId).status().finished()) {
			return nothingToClose(runId);
		}
		this.stops.stop(runId);
		return this.leases.holding(() -> {
			Run run = this.known.named(runId);
			return run.status().finished() ? nothingToClose(runId)
					: new RunTag(runId).call(() -> close(run, folder, replace));
		});
	}

	private RunResult nothingToClose(long runId) {
		Run run = this.known.named(runId);
		return new RunResult(ExitCode.FINISHED,
				"Run %d ended at %s (%s); there is nothing to close.".formatted(runId, run.finishedAt(), run.status()));
	}

	private RunResult close(Run run, @Nullable Path folder, boolean replace) throws Exception {
		OutputSet output = this.reports.output(run, folder, replace, this.parts.lease().turn());
		try (RunKeeper keeper = this.keepers.of(run)) {
			keeper.start();
			Instant now = this.parts.clock().instant().truncatedTo(ChronoUnit.MILLIS);
			this.parts.table().reportOpen(run.id(), Reason.RUN_CLOSED, OPEN, now);
			this.files.write(run.id(), RunStatus.CLOSED, now, output, (complete) -> this.parts.intoPlace(complete,
					() -> this.parts.runs().ended(run.id(), RunStatus.CLOSED, ExitCode.FINISHED.code(), now)));
			// Also those that an attempt to close it has reported which was killed.
			long open = this.parts.table().reasons(run.id()).getOrDefault(Reason.RUN_CLOSED, 0L);
			logger.info("Run {} is closed; {} members were still open", run.id(), open);
			String unread = run.imported() ? "" : " Its list had not been read to its end.";
			return new RunResult(ExitCode.FINISHED,
					"Run %d is closed: %,d members were still open (RUN_CLOSED).%s%n%n%s".formatted(run.id(), open,
							unread, this.reports.finished(run.id())));
		}
	}

}
