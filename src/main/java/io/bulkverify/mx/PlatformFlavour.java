package io.bulkverify.mx;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

import io.bulkverify.member.Answer;
import io.bulkverify.member.ListedMember;

/**
 * The Platform API: Basic authentication and a version that every call must name
 * (src/docs/mx.md §1). A verify cannot ask for transactions: its files know no such field
 * (src/docs/mx.md §1.2).
 */
final class PlatformFlavour implements Flavour {

	private static final String PRODUCTION = "https://api.mx.com";

	/** The version whose Accept header has a type of MX's own. */
	private static final String VENDOR_TYPED = "v20111101";

	private final String baseUrl;

	private final Map<String, String> headers;

	private final Map<String, String> credentials;

	PlatformFlavour(MxProperties properties) {
		this.baseUrl = BaseUrl.of(properties.baseUrl(), PRODUCTION);
		String version = properties.platform().version();
		this.headers = Map.of("Accept",
				version.equals(VENDOR_TYPED) ? "application/vnd.mx.api.v1+json" : "application/json", "Accept-Version",
				version);
		String pair = properties.clientIdOrEmpty() + ":" + properties.apiKeyOrEmpty();
		this.credentials = Map.of("Authorization",
				"Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
	}

	@Override
	public String baseUrl() {
		return baseUrl;
	}

	@Override
	public Map<String, String> headers() {
		return headers;
	}

	@Override
	public Login login(Line line) {
		return Login.always(credentials);
	}

	/** Paths take the client's own ids too, and answers have both. */
	@Override
	public Whom whom(ListedMember member) {
		return Whom.byGuidOrOwnId(member);
	}

	@Override
	public boolean supportsIncludeTransactions() {
		return false;
	}

	@Override
	public Request trial() {
		return UserList.request(baseUrl, headers, credentials);
	}

	@Override
	public Answer<String> probe(Line line) {
		return UserList.probe(line, trial());
	}

}
