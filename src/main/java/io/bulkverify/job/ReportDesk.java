package io.bulkverify.job;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import io.bulkverify.report.FolderLock;
import io.bulkverify.report.OutputException;
import io.bulkverify.report.OutputSet;
import io.bulkverify.report.OutputTakenException;
import io.bulkverify.store.Run;

/** Carries out {@code report}: writes the files of a finished run again, anywhere. */
public final class ReportDesk {

	private final KnownRuns known;

	private final RunFiles files;

	ReportDesk(KnownRuns known, RunFiles files) {
		this.known = known;
		this.files = files;
	}

	/**
	 * Writes the files.
	 * @param folder where they go
	 * @param replace whether another run's files there may be replaced
	 * @param withReruns whether the run's reruns are merged into them
	 * @throws UsageException if there is no such run, it is not finished, or the folder
	 * holds another run's files
	 * @throws LeaseBusyException if another process writes there
	 * @throws UnreachableException if the folder cannot be written
	 */
	public RunResult write(long runId, Path folder, boolean replace, boolean withReruns) throws Exception {
		List<Run> family = this.known.family(runId);
		Run run = family.getFirst();
		OutputSet output = new OutputSet(folder);
		boolean written;
		try {
			output.makeFolder();
			written = FolderLock.alone(folder, () -> {
				output.begin(String.valueOf(runId), replace);
				if (withReruns) {
					this.files.write(family, output);
				}
				else {
					Instant finishedAt = Objects.requireNonNull(run.finishedAt(), "a finished run says when");
					this.files.write(runId, run.status(), finishedAt, output, RunFiles.Mover.OF_FINISHED_RUN);
				}
			});
		}
		catch (OutputTakenException ex) {
			throw new UsageException(String.valueOf(ex.getMessage()));
		}
		catch (OutputException ex) {
			throw new UnreachableException(String.valueOf(ex.getMessage()));
		}
		if (!written) {
			throw new LeaseBusyException("another process writes files into %s: wait for it, or name another --output"
				.formatted(folder.toAbsolutePath().normalize()));
		}
		return new RunResult(ExitCode.FINISHED, "Wrote the files of run %d%s into %s.".formatted(runId,
				reruns(family.size() - 1, withReruns), folder.toAbsolutePath().normalize()));
	}

	private static String reruns(int reruns, boolean merged) {
		return !merged ? "" : " and its %d rerun%s".formatted(reruns, reruns == 1 ? "" : "s");
	}

}
