package io.bulkverify.cli;

import java.time.Duration;
import java.util.concurrent.Callable;

import io.bulkverify.job.PurgeDesk;
import io.bulkverify.job.PurgeRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import org.springframework.boot.convert.DurationStyle;

/** {@code purge}: deletes old runs from the database. */
@Command(name = "purge", mixinStandardHelpOptions = true, sortOptions = false,
		description = "Deletes finished runs that ended longer ago than that, with their members and account numbers. "
				+ "The latest numbers of each account stay, and so do unfinished runs and runs whose reruns stay.",
		footer = { "", "Examples:", "  purge --older-than 400d --dry-run", "  purge --older-than 400d" })
final class PurgeCommand implements Callable<Integer> {

	@Option(names = "--older-than", required = true, paramLabel = "AGE", converter = Age.class,
			description = "For example 400d, 36h or P400D.")
	private Duration olderThan = Duration.ZERO;

	@Option(names = "--dry-run", description = "Only say what would be deleted.")
	private boolean dryRun;

	@Option(names = "--force", description = "Delete even what is younger than 7 days.")
	private boolean force;

	private final Program program;

	PurgeCommand(Program program) {
		this.program = program;
	}

	@Override
	public Integer call() {
		PurgeRequest request = new PurgeRequest(this.olderThan, this.dryRun, this.force);
		return this.program.look(PurgeDesk.class, (runs) -> runs.purge(request));
	}

	/** A duration as settings have them. */
	static final class Age implements ITypeConverter<Duration> {

		@Override
		public Duration convert(String value) {
			Duration age;
			try {
				age = DurationStyle.detectAndParse(value);
			}
			catch (IllegalArgumentException ex) {
				throw new TypeConversionException("'" + value + "' is not a length of time; say for example 400d");
			}
			if (age.isNegative() || value.chars().allMatch(Character::isDigit)) {
				throw new TypeConversionException("'" + value + "' is not an age; say for example 400d");
			}
			return age;
		}

	}

}
