package io.bulkverify.mx;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Takes out of a good answer's body what the caller asked for.
 *
 * @param <T> what that is
 */
@FunctionalInterface
interface Reading<T> {

	/**
	 * Looks for it.
	 * @param body the answer; a missing node where it was empty or no JSON
	 * @return null where the body does not have it
	 */
	@Nullable T of(JsonNode body);

	/** What 204 means; null where it makes no sense. */
	default @Nullable T ofNoContent() {
		return null;
	}

}
