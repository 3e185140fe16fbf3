package io.bulkverify.simulator;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request taken from the wire.
 *
 * @param segments the decoded parts of the path
 * @param headers by lower-case name, the first value of each
 */
record Request(String method, String target, List<String> segments, Map<String, List<String>> query,
		Map<String, String> headers, String body) {

	static Request of(String method, String rawPath, @Nullable String rawQuery, Map<String, List<String>> headers,
			String body) {
		Map<String, String> first = new LinkedHashMap<>();
		headers.forEach((name, values) -> {
			if (!values.isEmpty()) {
				first.put(name.toLowerCase(Locale.ROOT), values.getFirst());
			}
		});
		String target = rawQuery == null ? rawPath : rawPath + "?" + rawQuery;
		return new Request(method, target, segments(rawPath), query(rawQuery), first, body);
	}

	@Nullable String header(String name) {
		return headers.get(name.toLowerCase(Locale.ROOT));
	}

	@Nullable String parameter(String name) {
		List<String> values = query.get(name);
		return values == null || values.isEmpty() ? null : values.getFirst();
	}

	int number(String name, int otherwise) {
		String value = parameter(name);
		try {
			return value == null ? otherwise : Integer.parseInt(value);
		}
		catch (NumberFormatException e) {
			return otherwise;
		}
	}

	double share(String name, double otherwise) {
		String value = parameter(name);
		try {
			return value == null ? otherwise : Double.parseDouble(value);
		}
		catch (NumberFormatException e) {
			return otherwise;
		}
	}

	private static List<String> segments(String rawPath) {
		if (rawPath.isEmpty()) {
			return List.of("");
		}
		List<String> segments = new ArrayList<>(6);
		int from = 1;
		while (from <= rawPath.length()) {
			int slash = rawPath.indexOf('/', from);
			int to = slash < 0 ? rawPath.length() : slash;
			String raw = rawPath.substring(from, to);
			// A plus sign in a path is a plus sign; URLDecoder thinks of forms.
			segments.add(raw.indexOf('%') < 0 ? raw : decode(raw.replace("+", "%2B")));
			from = to + 1;
		}
		return segments;
	}

	private static Map<String, List<String>> query(@Nullable String rawQuery) {
		if (rawQuery == null || rawQuery.isEmpty()) {
			return Map.of();
		}
		Map<String, List<String>> query = new LinkedHashMap<>();
		int from = 0;
		while (from <= rawQuery.length()) {
			int and = rawQuery.indexOf('&', from);
			int to = and < 0 ? rawQuery.length() : and;
			int equals = rawQuery.indexOf('=', from);
			int split = equals < 0 || equals > to ? to : equals;
			String value = split < to ? decode(rawQuery.substring(split + 1, to)) : "";
			query.computeIfAbsent(decode(rawQuery.substring(from, split)), ignored -> new ArrayList<>()).add(value);
			from = to + 1;
		}
		return query;
	}

	private static String decode(String raw) {
		try {
			return URLDecoder.decode(raw, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException e) {
			return raw;
		}
	}
}
