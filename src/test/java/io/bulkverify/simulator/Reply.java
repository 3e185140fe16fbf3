package io.bulkverify.simulator;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What goes back on the wire: an answer, or less than one. */
sealed interface Reply {

	record Answer(int status, String contentType, String body, Map<String, String> headers) implements Reply {

		/** The same with one more header. */
		Answer with(String header, String value) {
			Map<String, String> more = new java.util.LinkedHashMap<>(headers);
			more.put(header, value);
			return new Answer(status, contentType, body, Map.copyOf(more));
		}

		Answer withBody(JsonNode json) {
			return new Answer(status, contentType, Json.text(json), headers);
		}

		boolean compressed() {
			return "gzip".equals(headers.get("Content-Encoding"));
		}
	}

	/**
	 * The connection is closed instead, after so many bytes of what would have been the
	 * body; held back first.
	 */
	record HangUp(int bytes, long delayMs) implements Reply {
	}

	/** An answer held back. */
	record Late(Answer answer, long delayMs) implements Reply {
	}

	static Answer json(int status, JsonNode body) {
		return new Answer(status, "application/json; charset=utf-8", Json.text(body), Map.of());
	}

	static Answer text(int status, String type, String body) {
		return new Answer(status, type, body, Map.of());
	}

	static Answer empty(int status) {
		return new Answer(status, "", "", Map.of());
	}

	static Reply late(Answer answer, long delayMs) {
		return delayMs > 0 ? new Late(answer, delayMs) : answer;
	}

	static Answer retryAfter(int seconds, Answer answer) {
		return seconds < 0 ? answer : answer.with("Retry-After", Integer.toString(seconds));
	}

	static Answer tooMany(int retryAfter) {
		return retryAfter(retryAfter, text(429, "application/json",
				"{\"error\":{\"message\":\"Too many requests\",\"status\":\"too_many_requests\"}}"));
	}

}
