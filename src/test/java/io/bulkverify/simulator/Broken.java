package io.bulkverify.simulator;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a {@link Breakage} makes of an answer.
 *
 * @param flavour in whose words an error is told
 * @param page which page of a list was asked for
 * @param genuine the answer that would have been right
 * @param strangers the answer that another member would have got
 */
record Broken(Flavour flavour, int page, Supplier<Reply.Answer> genuine, Supplier<Reply.Answer> strangers) {

	private static final int THOUSAND_MILLION = 1_000_000_000;

	/**
	 * What goes back.
	 * @param retryAfter seconds sent with 429 and 503; negative: not sent
	 */
	Reply reply(Breakage how, long delayMs, int retryAfter) {
		return switch (how) {
			case RESET, TIMEOUT -> new Reply.HangUp(0, delayMs);
			case CUT -> new Reply.HangUp(20, delayMs);
			case GARBAGE, HTML, DEEP, HUGE, EMPTY, EMPTY_202, REDIRECT, MAINTENANCE, HTTP_400, HTTP_401, HTTP_403,
					HTTP_404, HTTP_405, HTTP_406, HTTP_409, HTTP_422, HTTP_429, HTTP_500, HTTP_502, HTTP_503, HTTP_504,
					LATE, GZIP, BODILESS, SWAPPED, SWAPPED_ROW, NULLS, CUT_PAGES, NO_PAGINATION, ENDLESS_PAGES ->
				Reply.late(answer(how, retryAfter), delayMs);
		};
	}

	private Reply.Answer answer(Breakage how, int retryAfter) {
		return switch (how) {
			case RESET, TIMEOUT, CUT -> throw new IllegalStateException(how + " is no answer");
			case GARBAGE -> Reply.text(200, "application/json", "{\"member\":{\"connection_status\":\"CONNE");
			case HTML, HTTP_502 -> Reply.text(how.status(), "text/html",
					"<html><body><h1>Bad gateway</h1><p>Please log in again.</p></body></html>");
			case DEEP -> Reply.text(200, "application/json", "{\"member\":" + "[".repeat(100_000));
			case HUGE ->
				Reply.text(200, "application/json", "{\"member\":{\"name\":\"" + "x".repeat(64_000_000) + "\"}}");
			case EMPTY, EMPTY_202, HTTP_504 -> Reply.text(how.status(), "application/json", "");
			case REDIRECT -> Reply.text(302, "text/html", "<html><body>Moved</body></html>")
				.with("Location", "/login?from=the-proxy");
			case MAINTENANCE -> refusal(400, "The institution is being maintained.", "institution_maintenance_error");
			case HTTP_400 -> refusal(400, "The request is not understood.", null);
			case HTTP_401, HTTP_403, HTTP_404, HTTP_405, HTTP_406, HTTP_409, HTTP_422 ->
				refusal(how.status(), "The request was refused", null);
			case HTTP_429 -> Reply.tooMany(retryAfter);
			case HTTP_500 -> wentWrong(500);
			case HTTP_503 -> Reply.retryAfter(retryAfter, wentWrong(503));
			case LATE -> genuine.get();
			case GZIP -> genuine.get().with("Content-Encoding", "gzip");
			case BODILESS -> Reply.empty(genuine.get().status());
			case SWAPPED -> strangers.get();
			case SWAPPED_ROW -> changed(genuine.get(), this::swapRow);
			case NULLS -> changed(genuine.get(), Broken::nullify);
			case CUT_PAGES -> changed(genuine.get(), this::cutPage);
			case NO_PAGINATION -> changed(genuine.get(), body -> body.remove("pagination"));
			case ENDLESS_PAGES -> changed(genuine.get(), Broken::endless);
		};
	}

	private Reply.Answer refusal(int status, String message, @Nullable String type) {
		return Reply.json(status, Bodies.error(flavour, status, message, type));
	}

	private static Reply.Answer wentWrong(int status) {
		return Reply.text(status, "application/json", "{\"error\":\"Something went wrong\"}");
	}

	private interface Change {

		void to(ObjectNode body);

	}

	/** Bodies that are no object stay as they are. */
	private static Reply.Answer changed(Reply.Answer answer, Change change) {
		if (Json.read(answer.body()) instanceof ObjectNode body) {
			change.to(body);
			return answer.withBody(body);
		}
		return answer;
	}

	private void swapRow(ObjectNode body) {
		ArrayNode rows = rows(body);
		ArrayNode theirs = Json.read(strangers.get().body()) instanceof ObjectNode other ? rows(other) : null;
		if (rows == null || theirs == null || theirs.isEmpty()) {
			return;
		}
		if (rows.isEmpty()) {
			rows.add(theirs.get(0));
		}
		else {
			rows.set(0, theirs.get(0));
		}
	}

	private void cutPage(ObjectNode body) {
		ArrayNode rows = rows(body);
		if (rows != null && page > 1) {
			rows.removeAll();
		}
	}

	private static void endless(ObjectNode body) {
		if (body.path("pagination") instanceof ObjectNode pagination) {
			pagination.put("total_pages", THOUSAND_MILLION).put("total_entries", THOUSAND_MILLION);
		}
	}

	private static @Nullable ArrayNode rows(ObjectNode body) {
		return body.properties()
			.stream()
			.map(Map.Entry::getValue)
			.filter(ArrayNode.class::isInstance)
			.map(ArrayNode.class::cast)
			.findFirst()
			.orElse(null);
	}

	private static void nullify(JsonNode node) {
		switch (node) {
			case ObjectNode object -> object.properties().forEach(field -> {
				if (field.getValue().isValueNode()) {
					field.setValue(object.nullNode());
				}
				else if (!field.getKey().equals("pagination")) {
					nullify(field.getValue());
				}
			});
			case ArrayNode array -> array.forEach(Broken::nullify);
			default -> {
				// a value in a list of values
			}
		}
	}

}
