package io.bulkverify.cli;

import java.nio.file.Path;

import io.bulkverify.job.ListChoice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where the members are. */
final class ListInput {

	@Option(names = "--input", required = true, paramLabel = "FILE",
			description = "The list: a CSV file with user_guid and member_guid, may be .gz; - is standard input.")
	private @Nullable String file;

	@Option(names = "--input-query", required = true, paramLabel = "SQL",
			description = "The list: a query that returns user_guid and member_guid.")
	private @Nullable String query;

	ListChoice choice() {
		if (this.query != null) {
			return new ListChoice.Query(this.query);
		}
		return "-".equals(this.file) ? new ListChoice.StandardInput()
				: new ListChoice.File(Path.of(String.valueOf(this.file)));
	}

}
