package io.bulkverify.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;

import io.bulkverify.job.CloseDesk;
import io.bulkverify.job.StopDesk;
import io.bulkverify.job.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stop}: ends a run for now, or for good. */
@Command(name = "stop", mixinStandardHelpOptions = true, sortOptions = false,
		description = "Asks the run that is under way to stop, and waits for it: calls under way end, everything is "
				+ "saved, and the same command goes on with it. With --close the run ends for good.",
		footer = { "", "Examples:", "  stop", "  stop --run 7", "  stop --run 7 --close" })
final class StopCommand implements Callable<Integer> {

	@Option(names = "--run", paramLabel = "ID", description = "Only this run. Default: whichever is under way.")
	private @Nullable Long run;

	@Option(names = "--close",
			description = "End the unfinished run --run for good: its open members are reported as RUN_CLOSED, and its "
					+ "files are written.")
	private boolean close;

	@Option(names = "--output", paramLabel = "DIR",
			description = "With --close: where the files go. Default: where the run wanted them.")
	private @Nullable Path output;

	@Option(names = "--replace", description = "With --close: replace another run's files there.")
	private boolean replace;

	private final Program program;

	StopCommand(Program program) {
		this.program = program;
	}

	@Override
	public Integer call() {
		Long id = this.run;
		if (!this.close) {
			if (this.output != null || this.replace) {
				throw new UsageException("--output and --replace belong to stop --run ID --close (see --help)");
			}
			return this.program.look(StopDesk.class, (runs) -> runs.stop(id));
		}
		if (id == null) {
			throw new UsageException("--close needs --run ID: say which run is to end for good (see --help)");
		}
		return this.program.look(CloseDesk.class, (runs) -> runs.close(id, this.output, this.replace));
	}

}
