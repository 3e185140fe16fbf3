package io.bulkverify.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import io.bulkverify.job.ReportDesk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code report}: writes the files of a finished run again. */
@Command(name = "report", mixinStandardHelpOptions = true, sortOptions = false,
		description = "Writes the files of a finished run again, the same to the byte. No call is made.",
		footer = { "", "Examples:", "  report --run 7 --output out/again",
				"  report --run 7 --with-reruns --output out/2026-11-20-final" })
final class ReportCommand implements Callable<Integer> {

	@Option(names = "--run", required = true, paramLabel = "ID", description = "The run.")
	private long run;

	@Option(names = "--output", required = true, paramLabel = "DIR", description = "Where the files go.")
	private Path output = Path.of("");

	@Option(names = "--with-reruns",
			description = "One set of the run and its reruns: of each member what came of it last.")
	private boolean withReruns;

	@Option(names = "--replace", description = "Replace another run's files in --output.")
	private boolean replace;

	private final Program program;

	ReportCommand(Program program) {
		this.program = program;
	}

	@Override
	public Integer call() {
		return this.program.look(ReportDesk.class,
				(reports) -> reports.write(this.run, this.output, this.replace, this.withReruns));
	}

}
