package io.bulkverify.mx;

import static java.nio.charset.StandardCharsets.UTF_8;

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

	private static final JsonBody BODIES = new JsonBody();

	private static final Instant FIRST = Instant.EPOCH;

	private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

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

	/** The object, which some of MX's answers have as text in JSON of its own. */
	static JsonNode object(JsonNode value) {
		@Nullable JsonNode inner = value.isString() ? BODIES.read(value.stringValue().getBytes(UTF_8)) : null;
		return inner == null ? value : inner;
	}

	/** True, false, or null where it is neither. */
	static @Nullable Boolean flag(JsonNode value) {
		@Nullable String word = word(value);
		if ("true".equalsIgnoreCase(word)) {
			return true;
		}
		return "false".equalsIgnoreCase(word) ? false : null;
	}

	/**
	 * Whether it can be a time at all: others come of broken clocks, and databases cannot
	 * keep them.
	 */
	static boolean possible(Instant time) {
		return !time.isBefore(FIRST) && time.isBefore(END);
	}

	/** A time with any offset; MX writes several (src/docs/mx.md §6). */
	static @Nullable Instant time(JsonNode value) {
		@Nullable String word = word(value);
		try {
			@Nullable Instant time = word == null ? null : OffsetDateTime.parse(word).toInstant();
			return time != null && possible(time) ? time : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	/** Whether it is a count, or not there at all. */
	static boolean countOrNothing(JsonNode value) {
		return value.isMissingNode() || value.isNull() || count(value) != null;
	}

	/** A count; null where it is none. */
	static @Nullable Long count(JsonNode value) {
		@Nullable String word = word(value);
		return word != null && word.matches("\\d{1,18}") ? Long.valueOf(word) : null;
	}

}
