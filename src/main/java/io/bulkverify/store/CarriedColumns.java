package io.bulkverify.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The list's own columns as one column: JSON, in their order. */
final class CarriedColumns {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final TypeReference<LinkedHashMap<String, String>> IN_ORDER = new TypeReference<>() {
	};

	private static final TypeReference<List<String>> NAMES = new TypeReference<>() {
	};

	private CarriedColumns() {
	}

	static @Nullable String toColumn(Map<String, String> carried) {
		return carried.isEmpty() ? null : JSON.writeValueAsString(carried);
	}

	static Map<String, String> fromColumn(@Nullable String column) {
		return column == null ? Map.of() : JSON.readValue(column, IN_ORDER);
	}

	static String namesToColumn(List<String> names) {
		return JSON.writeValueAsString(names);
	}

	static List<String> namesFromColumn(@Nullable String column) {
		return column == null ? List.of() : JSON.readValue(column, NAMES);
	}

}
