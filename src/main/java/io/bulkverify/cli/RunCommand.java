package io.bulkverify.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.Callable;

import io.bulkverify.job.RunRequest;
import io.bulkverify.job.RunService;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code run}: verifies the members of a list, or goes on with it. */
@Command(name = "run", mixinStandardHelpOptions = true, sortOptions = false,
		description = "Verifies the members of a list and writes their account numbers and exceptions. "
				+ "Run it again to go on where it stopped.",
		footer = { "", "Examples:", "  run --input members.csv",
				"  run --input members.csv --until 06:00 --output out/tonight",
				"  run --input - --date 2026-11-20 < members.csv",
				"  run --input-query \"select user_guid, member_guid, customer_id from member_list\"" })
final class RunCommand implements Callable<Integer> {

	@ArgGroup(exclusive = true, multiplicity = "1")
	private @Nullable ListInput input;

	@Option(names = "--date", paramLabel = "YYYY-MM-DD",
			description = "The business date. Default: today; an unfinished run of the list from an earlier date is "
					+ "settled first.")
	private @Nullable LocalDate date;

	@Option(names = "--again",
			description = "Verify a list once more that is finished for this date, or go on with doing so.")
	private boolean again;

	@Mixin
	private RunOptionsMixin options = new RunOptionsMixin();

	private final Program program;

	RunCommand(Program program) {
		this.program = program;
	}

	@Override
	public Integer call() {
		if (this.input == null) {
			throw new IllegalStateException("picocli lets no run pass without an input");
		}
		RunRequest request = new RunRequest(this.input.choice(), this.date, this.again, this.options.options());
		return this.program.run(RunService.class, (runs) -> runs.run(request, this.program::progressBar));
	}

}
