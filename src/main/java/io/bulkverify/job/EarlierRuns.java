package io.bulkverify.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.bulkverify.member.Stage;
import io.bulkverify.store.Run;
import io.bulkverify.store.WorkTable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles what failed nights have left of a list, before its run of today: what was sent
 * is finished and its verdicts are taken, what was never sent is reported, and the files
 * are written. So no night swallows the next, and none is forgotten.
 */
final class EarlierRuns {

	private static final Logger logger = LoggerFactory.getLogger(EarlierRuns.class);

	private final JobStarter jobs;

	private final RunReports reports;

	private final WorkTable table;

	EarlierRuns(JobStarter jobs, RunReports reports, WorkTable table) {
		this.jobs = jobs;
		this.reports = reports;
		this.table = table;
	}

	/**
	 * How it went.
	 *
	 * @param result of all of them; null where there was none
	 * @param paidBefore members whose verify may have come to be known as accepted
	 * meanwhile: rows of those runs
	 */
	record Settled(@Nullable RunResult result, List<Long> paidBefore) {

		/** Whether today's run may begin. */
		boolean complete() {
			return this.result == null || finished(this.result.exit());
		}

		/** With what came after them. */
		RunResult and(RunResult today) {
			return (this.result != null) ? this.result.and(today) : today;
		}

	}

	/**
	 * Settles runs, until one cannot be settled.
	 * @param earlier oldest first
	 * @param options of today's run
	 * @throws UsageException if one of them cannot go on with what it is given
	 */
	Settled settle(List<Run> earlier, MemberSource members, RunOptions options, RunWatcher.Source watchers)
			throws Exception {
		RunResult all = null;
		List<Long> paidBefore = new ArrayList<>();
		for (Run run : earlier) {
			logger.info("Run {} of {} for {} is not finished ({}) and comes first: what it sent is finished, what it "
					+ "never sent is NOT_REACHED", run.id(), run.listName(), run.businessDate(), run.status());
			paidBefore.addAll(this.table.rows(run.id(), Stage.REQUESTING));
			RunResult result = settle(run, members, options, watchers);
			all = (all != null) ? all.and(result) : result;
			if (!finished(result.exit())) {
				break;
			}
		}
		return new Settled(all, paidBefore);
	}

	private RunResult settle(Run run, MemberSource members, RunOptions options, RunWatcher.Source watchers)
			throws Exception {
		Path folder = this.reports.folderBeside(run, options.output());
		RunOptions itsOwn = new RunOptions(folder, false, null, options.includeTransactions(), options.verifyEven());
		try {
			return new RunTag(run.id()).call(() -> this.jobs.settle(run, members, itsOwn, watchers.next()));
		}
		catch (UsageException ex) {
			throw new UsageException(
					"Run %d for %s comes first: %s".formatted(run.id(), run.businessDate(), ex.getMessage()));
		}
	}

	private static boolean finished(ExitCode exit) {
		return exit == ExitCode.FINISHED || exit == ExitCode.TOO_MANY_EXCEPTIONS;
	}

}
