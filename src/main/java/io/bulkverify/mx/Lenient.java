package io.bulkverify.mx;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Single values out of MX's JSON, whose documentation and reality differ in their types
 * (src/docs/mx.md §1.3, §1.5, §1.6). What cannot be understood is null, never an
 * exception.
 */
final class Lenient {

	private Lenient() {
	}

	/** Text, and numbers or booleans as text. */
	static @Nullable String text(JsonNode value) {
		if (value.isString() || value.isBoolean()) {
			return value.asString();
		}
		return value.isIntegralNumber() ? value.bigIntegerValue().toString() : null;
	}

	/** As {@link #text}, but nothing where it is blank. */
	static @Nullable String word(JsonNode value) {
		@Nullable String text = text(value);
		return text == null || text.isBlank() ? null : text.strip();
	}

	/** True, false, or null where it is neither. */
	static @Nullable Boolean flag(JsonNode value) {
		@Nullable String word = word(value);
		if ("true".equalsIgnoreCase(word)) {
			return true;
		}
		return "false".equalsIgnoreCase(word) ? false : null;
	}

	/** A time with any offset; MX writes several (src/docs/mx.md §6). */
	static @Nullable Instant time(JsonNode value) {
		@Nullable String word = word(value);
		try {
			return word == null ? null : OffsetDateTime.parse(word).toInstant();
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	/** A count; zero where there is none. */
	static int count(JsonNode value) {
		@Nullable String word = word(value);
		return word != null && word.matches("\\d{1,9}") ? Integer.parseInt(word) : 0;
	}

}
