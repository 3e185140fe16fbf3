package io.bulkverify.simulator;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What goes back on the wire: an answer, or less than one. */
sealed interface Reply {

	record Answer(int status, String contentType, String body, Map<String, String> headers) implements Reply {
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

	/** The reply that this breakage makes of any answer. */
	static Reply broken(Breakage how, long delayMs, int retryAfter) {
		Answer answer = switch (how) {
			case RESET, TIMEOUT -> empty(0);
			case CUT, GARBAGE -> text(200, "application/json", "{\"member\":{\"connection_status\":\"CONNE");
			case HTML, HTTP_502 -> text(how.status(), "text/html", "<html><body><h1>Bad gateway</h1></body></html>");
			case DEEP -> text(200, "application/json", "{\"member\":" + "[".repeat(100_000));
			case HUGE -> text(200, "application/json", "{\"member\":{\"name\":\"" + "x".repeat(64_000_000) + "\"}}");
			case EMPTY, HTTP_504 -> text(how.status(), "application/json", "");
			case HTTP_429 -> tooMany(retryAfter);
			case HTTP_500, HTTP_503 -> text(how.status(), "application/json", "{\"error\":\"Something went wrong\"}");
		};
		return switch (how) {
			case RESET -> new HangUp(0, delayMs);
			case TIMEOUT -> new HangUp(0, delayMs);
			case CUT -> new HangUp(20, delayMs);
			case GARBAGE, HTML, DEEP, HUGE, EMPTY, HTTP_429, HTTP_500, HTTP_502, HTTP_503, HTTP_504 ->
				late(answer, delayMs);
		};
	}

	static Reply late(Answer answer, long delayMs) {
		return delayMs > 0 ? new Late(answer, delayMs) : answer;
	}

	static Answer tooMany(int retryAfter) {
		Map<String, String> headers = retryAfter < 0 ? Map.of() : Map.of("Retry-After", Integer.toString(retryAfter));
		String body = "{\"error\":{\"message\":\"Too many requests\",\"status\":\"too_many_requests\"}}";
		return new Answer(429, "application/json", body, headers);
	}

}
