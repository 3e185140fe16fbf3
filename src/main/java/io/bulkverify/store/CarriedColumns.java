package io.bulkverify.store;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The list's own columns as one column: a JSON object in their order. */
final class CarriedColumns {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final TypeReference<LinkedHashMap<String, String>> IN_ORDER = new TypeReference<>() {
	};

	private CarriedColumns() {
	}

	static @Nullable String toColumn(Map<String, String> carried) {
		return carried.isEmpty() ? null : JSON.writeValueAsString(carried);
	}

	static Map<String, String> fromColumn(@Nullable String column) {
		return column == null ? Map.of() : JSON.readValue(column, IN_ORDER);
	}

}
