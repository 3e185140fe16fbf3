package io.bulkverify.cli;

import java.util.Set;
import java.util.concurrent.Callable;

import io.bulkverify.job.RerunRequest;
import io.bulkverify.job.RunService;
import io.bulkverify.member.Category;
import io.bulkverify.member.Reason;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rerun}: takes up the exceptions of a finished run, or goes on with doing so. */
@Command(name = "rerun", mixinStandardHelpOptions = true, sortOptions = false,
		description = "Verifies the members of a finished run that are still exceptions, in it and in its reruns, "
				+ "as a run of its own. A verification that may still end by itself is asked for its result first. "
				+ "Run it again to go on where it stopped.",
		footer = { "", "Examples:", "  rerun --run 7", "  rerun --run 7 --category RETRY_LATER --until 06:00",
				"  rerun --run 7 --reason DENIED,POLL_TIMEOUT --output out/second-try" })
final class RerunCommand implements Callable<Integer> {

	@Option(names = "--run", required = true, paramLabel = "ID", description = "The run whose exceptions are taken up.")
	private long run;

	@Option(names = "--reason", split = ",", paramLabel = "REASON",
			description = "Only members with one of these reasons (the column reason of exceptions.csv).")
	private Set<Reason> reasons = Set.of();

	@Option(names = "--category", split = ",", paramLabel = "CATEGORY",
			description = "Only members in one of these categories: ${COMPLETION-CANDIDATES}.")
	private Set<Category> categories = Set.of();

	@Mixin
	private RunOptionsMixin options = new RunOptionsMixin();

	private final Program program;

	RerunCommand(Program program) {
		this.program = program;
	}

	@Override
	public Integer call() {
		RerunRequest request = new RerunRequest(this.run, this.reasons, this.categories, this.options.options());
		return this.program.run(RunService.class, (runs) -> runs.rerun(request, this.program.progressBar()));
	}

}
