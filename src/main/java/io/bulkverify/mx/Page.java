package io.bulkverify.mx;

import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * A page of a list (src/docs/mx.md §1.9).
 *
 * @param totalPages as MX says; zero where it does not
 */
record Page<T>(List<T> items, int totalPages) {

	static <T> Page<T> of(List<T> items, JsonNode body) {
		return new Page<>(items, Lenient.count(body.path("pagination").path("total_pages")));
	}

	static <T> Page<T> none() {
		return new Page<>(List.of(), 0);
	}
}
