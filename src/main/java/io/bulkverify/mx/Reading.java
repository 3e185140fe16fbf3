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
	 * Looks for it, in a body that is about nobody else.
	 * @param body the answer; a missing node where it was empty
	 * @return null where the body does not have it
	 */
	@Nullable T of(JsonNode body);

	/** Whom the body is about; not asked of an empty one. */
	default About about(JsonNode body) {
		return About.ASKED;
	}

	/** What 204 means; null where it makes no sense. */
	default @Nullable T ofNoContent() {
		return null;
	}

}
