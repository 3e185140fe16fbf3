package io.bulkverify.cli;

import java.nio.file.Path;
import java.time.LocalTime;
import java.util.List;

import io.bulkverify.job.RunOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that {@code run} and {@code rerun} share. */
final class RunOptionsMixin {

	@Option(names = "--output", paramLabel = "DIR",
			description = "Where the files go. Default: out/<date>, or out/<date>-<run id> beside other files.")
	private @Nullable Path output;

	@Option(names = "--replace", description = "Replace another run's files in --output.")
	private boolean replace;

	@Option(names = "--until", paramLabel = "HH:MM",
			description = "From then on start no new verify: what is under way is finished, the rest is NOT_REACHED. "
					+ "In verification.zone; a time that is over today means tomorrow's.")
	private @Nullable LocalTime until;

	@Option(names = "--include-transactions", description = "Have MX gather transactions too.")
	private boolean includeTransactions;

	@Option(names = "--verify-even", split = ",", paramLabel = "STATUS",
			description = "Verify members in these statuses too, which otherwise go to the report without a call.")
	private List<String> verifyEven = List.of();

	RunOptions options() {
		return new RunOptions(this.output, this.replace, this.until, this.includeTransactions,
				Statuses.named(this.verifyEven));
	}

}
