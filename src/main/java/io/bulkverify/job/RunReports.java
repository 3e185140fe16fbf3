package io.bulkverify.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

import io.bulkverify.member.Stage;
import io.bulkverify.report.ClosingSummary;
import io.bulkverify.report.OutputException;
import io.bulkverify.report.OutputSet;
import io.bulkverify.report.RunStory;
import io.bulkverify.report.Summary;
import io.bulkverify.report.Totals;
import io.bulkverify.store.CallCounts;
import io.bulkverify.store.InstitutionOutcomes;
import io.bulkverify.store.Run;
import io.bulkverify.store.RunStatus;
import io.bulkverify.store.RunTable;
import io.bulkverify.store.RunTimeline;
import io.bulkverify.store.WorkTable;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a run: its output folder, its totals as the database has them, and the
 * words for the operator.
 */
final class RunReports {

	private static final Path DEFAULT_FOLDER = Path.of("out");

	private final RunTable runs;

	private final WorkTable table;

	private final RunTimeline timeline;

	private final InstitutionOutcomes institutions;

	private final @Nullable Double failAbove;

	/**
	 * @param failAbove the percentage of rows without account numbers that is too much;
	 * null is none
	 */
	RunReports(RunTable runs, WorkTable table, RunTimeline timeline, InstitutionOutcomes institutions,
			@Nullable Double failAbove) {
		this.runs = runs;
		this.table = table;
		this.timeline = timeline;
		this.institutions = institutions;
		this.failAbove = failAbove;
	}

	/**
	 * The folder for a run's files, made ready.
	 * @param wanted the operator's; null is the default, beside other runs' files
	 * @param turn this process's at the lease
	 * @throws UsageException if it holds another run's files, or cannot be made or
	 * written
	 */
	OutputSet output(Run run, @Nullable Path wanted, boolean replace, long turn) {
		OutputSet output = new OutputSet(folder(run, wanted).toAbsolutePath().normalize(), turn);
		begin(output, String.valueOf(run.id()), replace);
		this.runs.outputDirectory(run.id(), output.folder().toString());
		return output;
	}

	private static void begin(OutputSet output, String runId, boolean replace) {
		try {
			output.begin(runId, replace);
		}
		catch (OutputException ex) {
			throw new UsageException(String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Looks whether the files of a run that is still to be made can go where they are
	 * wanted.
	 * @throws UsageException if another run's files are there, or the folder cannot be
	 * made or written
	 */
	void requireFolder(LocalDate date, @Nullable Path wanted, boolean replace, long turn) {
		Path folder = (wanted != null) ? wanted : DEFAULT_FOLDER.resolve(date.toString());
		begin(new OutputSet(folder.toAbsolutePath().normalize(), turn), "a run to come", replace || wanted == null);
	}

	/**
	 * Where the files of a run go that is settled before another: where they were to go,
	 * but never where the other's go, nor among another run's.
	 * @param others where the other run's files go; null is the default
	 */
	Path folderBeside(Run run, @Nullable Path others) {
		Path own = (run.outputDirectory() != null) ? Path.of(run.outputDirectory())
				: DEFAULT_FOLDER.resolve(run.businessDate().toString());
		String name = String.valueOf(own.toAbsolutePath().normalize().getFileName());
		return Stream
			.of(own, own.resolveSibling(name + "-" + run.businessDate()),
					own.resolveSibling(name + "-" + run.businessDate() + "-" + run.id()))
			.filter((folder) -> others == null || !same(folder, others))
			.filter((folder) -> isFreeFor(run, folder))
			.findFirst()
			.orElse(own);
	}

	private static boolean same(Path one, Path other) {
		return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
	}

	private static boolean isFreeFor(Run run, Path folder) {
		return new OutputSet(folder).runThere().filter((there) -> !there.equals(String.valueOf(run.id()))).isEmpty();
	}

	private static Path folder(Run run, @Nullable Path wanted) {
		if (wanted != null) {
			return wanted;
		}
		if (run.outputDirectory() != null) {
			return Path.of(run.outputDirectory());
		}
		Path byDate = DEFAULT_FOLDER.resolve(run.businessDate().toString());
		return isFreeFor(run, byDate) ? byDate : DEFAULT_FOLDER.resolve(run.businessDate() + "-" + run.id());
	}

	/** What became of the run's list. */
	Totals totals(long runId) {
		Run run = run(runId);
		long members = this.table.counts(runId).values().stream().mapToLong(Long::longValue).sum();
		long verified = this.table.counts(runId).getOrDefault(Stage.VERIFIED, 0L);
		return new Totals(run.inputRows(), this.table.rejected(runId), members, verified, this.table.accounts(runId),
				this.table.reasons(runId));
	}

	/** The run at a glance, as if it had ended so. */
	Summary summary(long runId, RunStatus status, Instant finishedAt) {
		Run run = run(runId);
		CallCounts calls = run.calls();
		return Summary.of(
				new Summary.Run(String.valueOf(runId), (run.rerunOf() != null) ? String.valueOf(run.rerunOf()) : null,
						run.businessDate(), run.api(), status.name(), run.startedAt(), finishedAt),
				totals(runId), new Summary.Calls(calls.verify(), calls.reads(), calls.resume(), calls.accountNumbers()),
				this.table.billed(runId));
	}

	/**
	 * A run and its reruns as if they had been one.
	 * @param family the run first
	 * @param totals what became of its members at last
	 */
	Summary summary(List<Run> family, Totals totals) {
		Run run = family.getFirst();
		Instant finishedAt = family.stream()
			.filter((one) -> one.status().finished())
			.map(Run::finishedAt)
			.filter(Objects::nonNull)
			.max(Comparator.naturalOrder())
			.orElse(null);
		Summary.Calls calls = new Summary.Calls(sum(family, CallCounts::verify), sum(family, CallCounts::reads),
				sum(family, CallCounts::resume), sum(family, CallCounts::accountNumbers));
		return Summary.of(
				new Summary.Run(String.valueOf(run.id()),
						(run.rerunOf() != null) ? String.valueOf(run.rerunOf()) : null, run.businessDate(), run.api(),
						run.status().name(), run.startedAt(), finishedAt),
				totals, calls, family.stream().mapToLong((one) -> this.table.billed(one.id())).sum());
	}

	private static long sum(List<Run> runs, ToLongFunction<CallCounts> calls) {
		return runs.stream().map(Run::calls).mapToLong(calls).sum();
	}

	/**
	 * All that the files tell besides their rows.
	 * @param runs the run, or the run and its reruns
	 * @param summary of them
	 */
	RunStory story(List<Long> runs, Summary summary) {
		return new RunStory(summary, this.institutions.of(runs), this.timeline.of(runs));
	}

	/** Why a run has exited with 3, and what to do; empty where it has not. */
	private String tooManyInWords(Run run, Totals totals, Path folder) {
		if (run.exitCode() == null || run.exitCode() != ExitCode.TOO_MANY_EXCEPTIONS.code()) {
			return "";
		}
		String limit = (this.failAbove != null)
				? "verification.fail-above is %s %%".formatted(InWords.of(this.failAbove))
				: "more than verification.fail-above allowed";
		return "%s %% of the rows have no account numbers, %s: %,d exceptions and %,d rejected rows of %,d. Look at %s and %s, then rerun what can be tried again.%n%n"
			.formatted(InWords.of(percent(totals)), limit, totals.reported(), totals.rejected(), totals.rows(),
					folder.resolve(OutputSet.EXCEPTIONS), folder.resolve(OutputSet.REJECTED_ROWS));
	}

	/** To a tenth, and never rounded down to the limit. */
	private static double percent(Totals totals) {
		return Math.ceil((totals.reported() + totals.rejected()) * 1000.0 / Math.max(1, totals.rows())) / 10;
	}

	/** What the operator reads when a run has finished. */
	String finished(long runId) {
		Run run = run(runId);
		Instant finishedAt = (run.finishedAt() != null) ? run.finishedAt() : run.startedAt();
		Path folder = Path.of(String.valueOf(run.outputDirectory())).toAbsolutePath();
		List<Path> files = List
			.of(OutputSet.ACCOUNT_NUMBERS, OutputSet.EXCEPTIONS, OutputSet.REJECTED_ROWS, OutputSet.REPORT,
					OutputSet.SUMMARY)
			.stream()
			.map(folder::resolve)
			.filter(Files::exists)
			.toList();
		return tooManyInWords(run, totals(runId), folder) + new ClosingSummary(summary(runId, run.status(), finishedAt),
				this.table.skippedWithoutCall(runId), Duration.between(run.startedAt(), finishedAt), files)
			.text();
	}

	/** What the operator reads when a run has ended early. */
	String unfinished(long runId, String why) {
		Totals totals = totals(runId);
		return "Run %d: %s. %,d of %,d members are done, everything is saved. Run the same command again to go on."
			.formatted(runId, why, totals.verified() + totals.reported(), totals.members());
	}

	private Run run(long runId) {
		return this.runs.find(runId).orElseThrow(() -> new IllegalStateException("run " + runId + " is gone"));
	}

}
