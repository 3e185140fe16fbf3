package io.bulkverify.report;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Times as every file has them: UTC, ISO 8601, to the second. */
final class Utc {

	private Utc() {
	}

	/** Empty for null. */
	static String text(@Nullable Instant time) {
		return time == null ? "" : DateTimeFormatter.ISO_INSTANT.format(time.truncatedTo(ChronoUnit.SECONDS));
	}

}
