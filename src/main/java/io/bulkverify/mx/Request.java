package io.bulkverify.mx;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One physical request.
 *
 * @param endpoint what it asks
 * @param url absolute, every variable segment encoded
 * @param headers all of them, credentials too: never logged, and masked in texts that
 * come back
 * @param body JSON; null for none
 * @param subject the member or user that it is about; empty for none
 */
record Request(Endpoint endpoint, Method method, String url, Map<String, String> headers, @Nullable String body,
		String subject) {

	/** Those that MX knows. */
	enum Method {

		GET, POST, PUT

	}

	/** A read without a body. */
	static Request get(Endpoint endpoint, String url, Map<String, String> headers, String subject) {
		return new Request(endpoint, Method.GET, url, headers, null, subject);
	}

	/** A POST of JSON. */
	static Request post(Endpoint endpoint, String url, Map<String, String> headers, String body, String subject) {
		return new Request(endpoint, Method.POST, url, headers, body, subject);
	}

	/** Whether MX counts it among the writes of its quota. */
	boolean writes() {
		return method != Method.GET;
	}

	@Override
	public String toString() {
		return "Request[" + endpoint + "]";
	}
}
