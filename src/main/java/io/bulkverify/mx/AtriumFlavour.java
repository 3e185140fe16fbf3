package io.bulkverify.mx;

import java.util.Map;

import io.bulkverify.member.Answer;

/** The Atrium API: two headers show who calls (src/docs/mx.md §1). */
final class AtriumFlavour implements Flavour {

	private static final String PRODUCTION = "https://atrium.mx.com";

	private final String baseUrl;

	private final Map<String, String> credentials;

	AtriumFlavour(MxProperties properties) {
		this.baseUrl = BaseUrl.of(properties.baseUrl(), PRODUCTION);
		this.credentials = Map.of("MX-API-Key", properties.apiKeyOrEmpty(), "MX-Client-ID",
				properties.clientIdOrEmpty());
	}

	@Override
	public String baseUrl() {
		return baseUrl;
	}

	@Override
	public Map<String, String> headers() {
		return Map.of("Accept", "application/vnd.mx.atrium.v1+json");
	}

	@Override
	public Login login(Line line) {
		return Login.always(credentials);
	}

	@Override
	public boolean supportsIncludeTransactions() {
		return true;
	}

	@Override
	public Request trial() {
		return UserList.request(baseUrl, headers(), credentials);
	}

	@Override
	public Answer<String> probe(Line line) {
		return UserList.probe(line, trial());
	}

}
