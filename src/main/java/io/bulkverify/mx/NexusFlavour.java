package io.bulkverify.mx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.bulkverify.member.Answer;
import io.bulkverify.member.ListedMember;
import io.bulkverify.member.Refusal;
import io.bulkverify.member.Selection;
import org.jspecify.annotations.Nullable;

/**
 * The Nexus API: a session for each user stands in the place of the user in the address,
 * and the member is read where other flavours have a status (src/docs/mx.md §1, §1.8).
 */
final class NexusFlavour implements Flavour {

	static final String KEY_HEADER = "MD-API-KEY";

	private static final String PRODUCTION = "https://data.moneydesktop.com";

	private static final String SSO_PRODUCTION = "https://sso.moneydesktop.com";

	private static final String TYPE = "application/vnd.mx.nexus.v1+json";

	private static final String SSO_TYPE = "application/vnd.moneydesktop.sso.v3+json";

	/** Nobody is called so: a token asked for it shows whether MX knows the client. */
	private static final String NOBODY = "bulk-member-verification-probe";

	private final String baseUrl;

	private final String ssoUrl;

	private final String clientId;

	private final String apiKey;

	NexusFlavour(MxProperties properties) {
		this.baseUrl = BaseUrl.of(properties.baseUrl(), PRODUCTION);
		this.ssoUrl = BaseUrl.of(properties.ssoUrl(), SSO_PRODUCTION);
		this.clientId = properties.clientIdOrEmpty();
		this.apiKey = properties.apiKeyOrEmpty();
	}

	@Override
	public String baseUrl() {
		return baseUrl;
	}

	@Override
	public Map<String, String> headers() {
		return Map.of("Accept", TYPE);
	}

	@Override
	public String contentType() {
		return TYPE;
	}

	@Override
	public Login login(Line line) {
		return new NexusSessions(this, line);
	}

	@Override
	public Whom whom(ListedMember member) {
		return Whom.inSession(member);
	}

	@Override
	public String memberPath(ListedMember member) {
		return "/members/" + PathSegment.of(member.memberGuid());
	}

	@Override
	public String statusPath(ListedMember member) {
		return memberPath(member);
	}

	/**
	 * MX documents numbers by account; other clients show that a list by member exists.
	 */
	@Override
	public boolean hasNumbersByMember() {
		return false;
	}

	@Override
	public String accountNumbersPath(ListedMember member, String accountGuid) {
		return "/accounts/" + PathSegment.of(accountGuid) + "/account_number";
	}

	@Override
	public String institutionKey() {
		return "guid";
	}

	@Override
	public @Nullable String institutionName(String code, @Nullable String guid) {
		return guid;
	}

	@Override
	public boolean supportsIncludeTransactions() {
		return true;
	}

	/** Whether "challenges" is wrapped in "member" is not documented. */
	@Override
	public Object otherResumeBody(Selection selection) {
		return Flavour.answers(selection);
	}

	/** Asks for the token that opens a session: single use, good for ten minutes. */
	Request token(Endpoint endpoint, String userId) {
		return Request.get(endpoint,
				ssoUrl + "/" + PathSegment.of(clientId) + "/users/" + PathSegment.of(userId) + "/api_token.json",
				Map.of(KEY_HEADER, apiKey, "Accept", SSO_TYPE), userId);
	}

	/**
	 * Opens a session. Without skip_aggregation MX would start jobs for all members of
	 * the user.
	 */
	Request session(String userId, String token) {
		return Request.post(Endpoint.SESSION, baseUrl + "/sessions",
				Map.of("MD-API-TOKEN", token, "Accept", TYPE, "Content-Type", TYPE),
				"{\"session\":{\"skip_aggregation\":true}}", userId);
	}

	/** The headers of calls within a session. */
	static Map<String, String> within(String session) {
		return Map.of("MD-SESSION-TOKEN", session);
	}

	/** A member and a session that MX documents for tests (src/docs/mx.md §5). */
	@Override
	public Request trial() {
		Map<String, String> all = new HashMap<>(headers());
		all.putAll(within("test_session"));
		return Request.get(Endpoint.PROBE, baseUrl + "/members/test_member", Map.copyOf(all), "");
	}

	/** Sessions begin at the SSO address: members cannot be read while that is away. */
	@Override
	public List<Request> trials() {
		return List.of(trial(), token(Endpoint.PROBE, NOBODY));
	}

	/**
	 * Two reads, for two machines: a token for a user that does not exist, where 404
	 * shows that MX knows the client; and the trial, where any answer will do.
	 */
	@Override
	public Answer<String> probe(Line line) {
		Answer<String> token = line.call(token(Endpoint.PROBE, NOBODY), body -> "").answer();
		boolean known = token instanceof Answer.Good<String>
				|| (token instanceof Answer.Refused<String>(var refusal, var text) && refusal == Refusal.NOT_FOUND);
		if (!known) {
			return token;
		}
		Heard<String> trial = line.call(trial(), body -> "");
		boolean there = trial.sessionOver() || trial.answer() instanceof Answer.Good
				|| trial.answer() instanceof Answer.Refused;
		return there ? new Answer.Good<>("MX is there and knows the client") : trial.answer();
	}

}
