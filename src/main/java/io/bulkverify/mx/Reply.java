package io.bulkverify.mx;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What came back of one physical request, not yet judged. */
sealed interface Reply {

	/**
	 * MX answered.
	 *
	 * @param retryAfter the header of that name, as it came
	 * @param date MX's own clock, as it came
	 * @param body a missing node where it was empty, unreadable or no JSON
	 * @param flaw what was wrong with the body; null if nothing was
	 */
	record Received(int status, @Nullable String retryAfter, @Nullable String date, JsonNode body,
			@Nullable String flaw) implements Reply {
		@Override
		public String toString() {
			return "Received[status=" + status + ", flaw=" + flaw + ", body masked]";
		}
	}

	/** Sent, and no whole answer came. */
	record Lost(String what) implements Reply {
	}

	/** This process may open no more sockets: nothing was sent. */
	record NoSocket(String why) implements Reply {
	}

	/** No connection was made: nothing was sent. */
	record NeverLeft(String why) implements Reply {
	}

}
