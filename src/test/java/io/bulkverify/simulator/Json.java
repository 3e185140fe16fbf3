package io.bulkverify.simulator;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The one JSON mapper of the simulator. */
final class Json {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private Json() {
	}

	static ObjectNode object() {
		return MAPPER.createObjectNode();
	}

	static ArrayNode array() {
		return MAPPER.createArrayNode();
	}

	static String text(JsonNode node) {
		return MAPPER.writeValueAsString(node);
	}

	/** The body as a tree, or null where it is not JSON. */
	static @Nullable JsonNode read(String body) {
		try {
			return MAPPER.readTree(body);
		}
		catch (JacksonException e) {
			return null;
		}
	}

}
