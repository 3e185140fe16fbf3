package io.bulkverify.mx;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the bodies of answers within bounds, whatever is in them: their depth can cost no
 * more memory than this class allows; for their size see {@link Arrival}. Safe for use by
 * many threads.
 */
final class JsonBody {

	private final JsonMapper mapper = JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder()
				.maxNestingDepth(64)
				.maxTokenCount(200_000)
				.maxStringLength(2 * 1024 * 1024)
				.maxNumberLength(64)
				.maxNameLength(1_000)
				.build())
			.build())
		.build();

	/**
	 * The body as a tree; a missing node where it is empty, null where it is no JSON that
	 * can be accepted.
	 */
	@Nullable JsonNode read(byte[] body) {
		try {
			return mapper.readTree(body);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/** As JSON, to be sent. */
	String write(Object value) {
		return mapper.writeValueAsString(value);
	}

}
