package io.bulkverify.mx;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How to reach MX. What is wrong is told by {@link #problems()}, what is missing by
 * {@link #missing()}, and neither by an exception: commands that make no call need none
 * of it.
 *
 * @param api the flavour. The wrong one answers 404 or 401 to everything.
 * @param baseUrl where the API is; null: the flavour's production address. A wrong
 * address answers 404 to every member, or not at all.
 * @param ssoUrl where Nexus' tokens are; null: production. A wrong address gives no
 * session, so that no member is reached.
 * @param platform what only the Platform API needs
 * @param clientId names the client to MX; with a wrong one MX answers 401 and the run
 * stops
 * @param apiKey the client's secret; with a wrong one MX answers 401 and the run stops
 * @param connectTimeout for making a connection, TLS included. Too low: healthy
 * connections are given up on a busy network; too high: an outage is noticed late.
 * @param readTimeout from sending a request to the end of its answer. Too low: answers
 * that would have come are lost, and a verify without an answer has to be settled by
 * reads; too high: a hanging call holds its member, and a stop, for that long.
 * @param limits calls a second
 * @param allowHttp whether plain http to another machine is meant. If it is not, keys and
 * account numbers can be read on the way.
 */
@ConfigurationProperties("mx")
public record MxProperties(@DefaultValue("atrium") Api api, @Nullable String baseUrl, @Nullable String ssoUrl,
		@DefaultValue Platform platform, @Nullable String clientId, @Nullable String apiKey,
		@DefaultValue("5s") Duration connectTimeout, @DefaultValue("30s") Duration readTimeout,
		@DefaultValue Limits limits, @DefaultValue("false") boolean allowHttp) {

	private static final Pattern HEADER_WORD = Pattern.compile("[\\x21-\\x7e]+");

	private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._-]+");

	private static final Pattern LOOPBACK = Pattern
		.compile("localhost|.*\\.localhost|127(\\.\\d{1,3}){3}|\\[(::1|0:0:0:0:0:0:0:1)\\]");

	/** The flavours of MX's API (src/docs/mx.md §1). */
	public enum Api {

		ATRIUM, PLATFORM, NEXUS

	}

	/**
	 * Settings of the Platform API.
	 *
	 * @param version the API version asked for. One that MX does not know, or no longer,
	 * is answered 406 and the run stops.
	 */
	public record Platform(@DefaultValue("v20250224") String version) {
	}

	/**
	 * Calls a second, each physical request counted.
	 *
	 * @param readsPerSecond GET. Too low: verdicts are seen late and the run takes
	 * longer; too high: MX answers 429 and all reads slow down together.
	 * @param writesPerSecond POST and PUT. Too low: the run takes longer, by members ÷
	 * this many seconds; too high: MX answers 429 and all verifies slow down together.
	 */
	public record Limits(@DefaultValue("50") double readsPerSecond, @DefaultValue("10") double writesPerSecond) {
	}

	/** The client id, or nothing: {@link #problems()} has said that it is missing. */
	String clientIdOrEmpty() {
		return clientId == null ? "" : clientId;
	}

	/** The API key, or nothing: {@link #problems()} has said that it is missing. */
	String apiKeyOrEmpty() {
		return apiKey == null ? "" : apiKey;
	}

	/**
	 * What is needed for every call and not set, a line each, naming the property and its
	 * environment variable.
	 */
	public List<String> missing() {
		List<String> missing = new ArrayList<>();
		if (clientIdOrEmpty().isBlank()) {
			missing.add("mx.client-id is missing: set MX_CLIENT_ID");
		}
		if (apiKeyOrEmpty().isBlank()) {
			missing.add("mx.api-key is missing: set MX_API_KEY");
		}
		return List.copyOf(missing);
	}

	/**
	 * What is wrong with these settings, a line each, naming the property and its
	 * environment variable, never a secret; empty where all is well.
	 */
	public List<String> problems() {
		List<String> problems = new ArrayList<>();
		credential(problems, "mx.client-id", "MX_CLIENT_ID", clientId);
		credential(problems, "mx.api-key", "MX_API_KEY", apiKey);
		address(problems, "mx.base-url", "MX_BASE_URL", baseUrl);
		address(problems, "mx.sso-url", "MX_SSO_URL", ssoUrl);
		timeout(problems, "mx.connect-timeout", "MX_CONNECT_TIMEOUT", connectTimeout);
		timeout(problems, "mx.read-timeout", "MX_READ_TIMEOUT", readTimeout);
		limit(problems, "mx.limits.reads-per-second", "MX_LIMITS_READS_PER_SECOND", limits.readsPerSecond());
		limit(problems, "mx.limits.writes-per-second", "MX_LIMITS_WRITES_PER_SECOND", limits.writesPerSecond());
		if (!VERSION.matcher(platform.version()).matches()) {
			problems.add("mx.platform.version is not a version such as v20250224: correct MX_PLATFORM_VERSION");
		}
		jdkProperty(problems, "jdk.httpclient.enableAllMethodRetry", "a verify could be sent and paid for twice");
		jdkProperty(problems, "jdk.httpclient.HttpClient.log", "it logs keys and account numbers");
		jdkProperty(problems, "jdk.internal.httpclient.debug", "it prints keys and account numbers");
		return List.copyOf(problems);
	}

	private static void credential(List<String> problems, String property, String variable, @Nullable String value) {
		if (value != null && !value.isBlank() && !HEADER_WORD.matcher(value).matches()) {
			problems.add("%s has a space, a line break or another character that no key has: correct %s"
				.formatted(property, variable));
		}
	}

	private void address(List<String> problems, String property, String variable, @Nullable String value) {
		if (value == null) {
			return;
		}
		String correct = ": set %s to an address such as https://atrium.mx.com".formatted(variable);
		try {
			URI uri = new URI(value.strip());
			@Nullable String host = uri.getHost();
			String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
			if (!scheme.equals("https") && !scheme.equals("http")) {
				problems.add("%s is not an http or https address%s".formatted(property, correct));
			}
			else if (host == null) {
				problems.add("%s has no host%s".formatted(property, correct));
			}
			else if (uri.getRawQuery() != null || uri.getRawFragment() != null || uri.getRawUserInfo() != null) {
				problems.add("%s has more than a host, a port and a path%s".formatted(property, correct));
			}
			else if (scheme.equals("http") && !allowHttp
					&& !LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches()) {
				problems.add(("%s is plain http to another machine, so that keys and account numbers could be read "
						+ "on the way: use https in %s, or set mx.allow-http=true")
					.formatted(property, variable));
			}
		}
		catch (URISyntaxException ex) {
			problems.add("%s is not an address%s".formatted(property, correct));
		}
	}

	private static void timeout(List<String> problems, String property, String variable, Duration value) {
		if (!value.isPositive()) {
			problems.add("%s must be longer than nothing: set %s, such as 30s".formatted(property, variable));
		}
	}

	private static void limit(List<String> problems, String property, String variable, double value) {
		if (!(value > 0) || Double.isInfinite(value)) {
			problems.add("%s must be a number above 0: set %s".formatted(property, variable));
		}
	}

	/** Settings of the JDK's HTTP client that undo what this program promises. */
	private static void jdkProperty(List<String> problems, String property, String because) {
		@Nullable String value = System.getProperty(property);
		if (value != null && !"false".equalsIgnoreCase(value)) {
			problems.add("the system property %s is set: remove it, for %s".formatted(property, because));
		}
	}

	/** Shows neither the client id nor the key. */
	@Override
	public String toString() {
		return "MxProperties[api=%s, baseUrl=%s, ssoUrl=%s, platform=%s, limits=%s, credentials masked]".formatted(api,
				baseUrl, ssoUrl, platform, limits);
	}
}
