package io.bulkverify.job;

import java.nio.file.Path;

/** Where an operator says that the members are. */
public sealed interface ListChoice {

	/** A CSV file. */
	record File(Path path) implements ListChoice {
	}

	/** CSV on standard input. */
	record StandardInput() implements ListChoice {
	}

	/** The rows of a query. */
	record Query(String sql) implements ListChoice {
	}

}
