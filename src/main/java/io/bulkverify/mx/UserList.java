package io.bulkverify.mx;

import java.util.HashMap;
import java.util.Map;

import io.bulkverify.member.Answer;

/**
 * The client's users, a few of them: the harmless read of the flavours that have it
 * (src/docs/mx.md §1.1).
 */
final class UserList {

	/** The least that MX allows (src/docs/mx.md §1.9). */
	private static final String A_FEW = "/users?page=1&records_per_page=10";

	private UserList() {
	}

	static Request request(String baseUrl, Map<String, String> headers, Map<String, String> credentials) {
		Map<String, String> all = new HashMap<>(headers);
		all.putAll(credentials);
		return Request.get(Endpoint.PROBE, baseUrl + A_FEW, Map.copyOf(all), "");
	}

	static Answer<String> probe(Line line, Request request) {
		return line.call(request, body -> body.path("users").isArray() ? "MX is there and knows the client" : null)
			.answer();
	}

}
