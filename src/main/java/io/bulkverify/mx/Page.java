package io.bulkverify.mx;

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A page of a list (src/docs/mx.md §1.9).
 *
 * @param rows how many rows it has, whatever could be read of them
 * @param number which page it says it is; null where it does not
 * @param totalPages how many pages the list has; null where it does not say
 * @param totalRows how many rows they have together; null where it does not say
 */
record Page<T>(List<T> items, int rows, @Nullable Long number, @Nullable Long totalPages, @Nullable Long totalRows) {

	/**
	 * A page out of an answer.
	 * @param rows how many the answer has
	 * @return null where its counts are no counts
	 */
	static <T> @Nullable Page<T> of(List<T> items, int rows, JsonNode body) {
		JsonNode pagination = body.path("pagination");
		JsonNode number = pagination.path("current_page");
		JsonNode pages = pagination.path("total_pages");
		JsonNode entries = pagination.path("total_entries");
		boolean counts = Lenient.countOrNothing(number) && Lenient.countOrNothing(pages)
				&& Lenient.countOrNothing(entries);
		return counts ? new Page<>(items, rows, Lenient.count(number), Lenient.count(pages), Lenient.count(entries))
				: null;
	}

	static <T> Page<T> none() {
		return new Page<>(List.of(), 0, null, null, null);
	}

	/** Whether it says how long the list is. */
	boolean tellsTotals() {
		return totalPages != null || totalRows != null;
	}

}
