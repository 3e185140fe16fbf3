package io.bulkverify.simulator;

import java.time.Instant;
import java.util.Map;

/**
 * One recorded request; only kept where the settings ask for it.
 *
 * @param target path and query as they came
 * @param answer the HTTP status, or how the answer was broken
 */
public record Seen(Instant at, Flavour flavour, Call call, String method, String target, Map<String, String> headers,
		String body, String answer) {
}
