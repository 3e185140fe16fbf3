package io.bulkverify.cli;

import io.bulkverify.job.Causes;
import io.bulkverify.job.ExitCode;
import io.bulkverify.job.LeaseBusyException;
import io.bulkverify.job.LeaseLostException;
import io.bulkverify.job.UnreachableException;
import io.bulkverify.job.UsageException;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * What an operator is told about an exception.
 *
 * @param exit what the process exits with
 * @param line one line for each mistake: what is wrong, and the remedy
 * @param foreseen whether the line says it all
 */
record Mistake(ExitCode exit, String line, boolean foreseen) {

	static Mistake of(Throwable thrown) {
		for (Throwable cause : Causes.of(thrown)) {
			Mistake known = known(cause);
			if (known != null) {
				return known;
			}
		}
		return new Mistake(ExitCode.FAILED,
				"Failed: " + Causes.inWords(thrown) + ". Run the same command again to go on.", false);
	}

	private static @Nullable Mistake known(Throwable cause) {
		return switch (cause) {
			case UsageException usage -> new Mistake(ExitCode.USAGE, String.valueOf(usage.getMessage()), true);
			case LeaseBusyException busy -> new Mistake(ExitCode.BUSY, text(busy), true);
			case LeaseLostException lost -> new Mistake(ExitCode.BUSY, text(lost), true);
			case UnreachableException away -> new Mistake(ExitCode.FAILED, text(away), true);
			case BindException bind -> new Mistake(ExitCode.USAGE, wrongSetting(bind), true);
			case MarkedYAMLException yaml -> new Mistake(ExitCode.USAGE, wrongFile(yaml), true);
			case FlywayException database -> noDatabase(database);
			case DataAccessResourceFailureException database -> noDatabase(database);
			default -> null;
		};
	}

	private static Mistake noDatabase(Exception database) {
		Throwable root = database;
		while (root.getCause() != null) {
			root = root.getCause();
		}
		return new Mistake(ExitCode.ofDatabaseFailure(database), "The database cannot be used: " + text(root)
				+ " (see spring.datasource.url or DATABASE_URL, DATABASE_USER and DATABASE_PASSWORD)", true);
	}

	/** The value is not shown: it may be a secret. */
	private static String wrongSetting(BindException bind) {
		return "%s cannot be read%s: correct it".formatted(bind.getName(),
				(bind.getOrigin() != null) ? " (" + bind.getOrigin() + ")" : "");
	}

	/** The exception's own words quote the file, secrets and all. */
	private static String wrongFile(MarkedYAMLException yaml) {
		Mark mark = yaml.getProblemMark();
		return "application.yml is no YAML%s: correct it".formatted(
				(mark != null) ? " (line %d, column %d)".formatted(mark.getLine() + 1, mark.getColumn() + 1) : "");
	}

	private static String text(Throwable thrown) {
		String message = thrown.getMessage();
		return (message == null || message.isBlank()) ? thrown.getClass().getSimpleName()
				: message.lines().map(String::strip).filter((line) -> !line.isEmpty()).findFirst().orElse(message);
	}

}
