package io.bulkverify.cli;

import java.util.concurrent.Callable;

import io.bulkverify.job.ExitCode;
import io.bulkverify.job.RunResult;
import io.bulkverify.job.StatusDesk;
import io.bulkverify.job.UsageException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code status}: shows the runs and what is under way. */
@Command(name = "status", mixinStandardHelpOptions = true, sortOptions = false,
		description = "Shows the runs, newest first, and what is under way: members by stage, rate, expected end, and "
				+ "which process works. Changes nothing.",
		footer = { "", "Examples:", "  status", "  status --run 7", "  status --json --last 1",
				"  status --run 8 --against 7", "",
				"The JSON is one object: lease (null where nobody works) and runs." })
final class StatusCommand implements Callable<Integer> {

	@Option(names = "--run", paramLabel = "ID", description = "Only this run, with its exceptions by reason.")
	private @Nullable Long run;

	@Option(names = "--against", paramLabel = "ID",
			description = "Compare --run with this earlier run: newly verified, newly failing, changed account numbers.")
	private @Nullable Long against;

	@Option(names = "--last", paramLabel = "N", defaultValue = "10",
			description = "How many runs are shown. Default: ${DEFAULT-VALUE}.")
	private int last;

	@Option(names = "--json", description = "As JSON, for scripts.")
	private boolean json;

	private final Program program;

	StatusCommand(Program program) {
		this.program = program;
	}

	@Override
	public Integer call() {
		Long id = this.run;
		Long other = this.against;
		if (other != null && id == null) {
			throw new UsageException("--against needs --run ID: say which run is compared with it (see --help)");
		}
		if (this.last < 1) {
			throw new UsageException("--last must be at least 1 (see --help)");
		}
		return this.program.look(StatusDesk.class, (runs) -> {
			String text;
			if (id != null && other != null) {
				StatusDesk.Differences differences = runs.compare(id, other);
				text = this.json ? StatusJson.of(differences) : StatusText.of(differences);
			}
			else {
				StatusDesk.Status status = (id != null) ? runs.of(id) : runs.newest(this.last);
				text = this.json ? StatusJson.of(status) : StatusText.of(status, id != null);
			}
			return new RunResult(ExitCode.FINISHED, text);
		});
	}

}
