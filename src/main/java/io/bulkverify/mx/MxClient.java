package io.bulkverify.mx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.bulkverify.member.AccountNumber;
import io.bulkverify.member.Answer;
import io.bulkverify.member.Challenge;
import io.bulkverify.member.ListedMember;
import io.bulkverify.member.MemberState;
import io.bulkverify.member.Refusal;
import io.bulkverify.member.Selection;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;

/** What all flavours have in common: the calls, their bodies, sessions and pages. */
final class MxClient implements MxApi {

	private static final int MOST_PAGES = 1_000;

	/** MX falls back to 25 where this is more than it allows (mx-api.md §1.9). */
	private static final int ASKED_PER_PAGE = 100;

	private final Reading<MemberState> member = new MemberReading();

	private final Reading<Page<Challenge>> challenges = new ChallengesReading();

	private final Reading<Page<AccountNumber>> accountNumbers = new AccountNumbersReading();

	private final Reading<Page<String>> accounts = new AccountsReading();

	private final Flavour flavour;

	private final Login login;

	private final Line line;

	private final JsonBody bodies;

	MxClient(Flavour flavour, Login login, Line line, JsonBody bodies) {
		this.flavour = flavour;
		this.login = login;
		this.line = line;
		this.bodies = bodies;
	}

	@Override
	public Answer<MemberState> readMember(ListedMember listed) {
		return get(Endpoint.READ_MEMBER, listed, flavour.memberPath(listed), member);
	}

	@Override
	public Answer<MemberState> readStatus(ListedMember listed) {
		return get(Endpoint.READ_STATUS, listed, flavour.statusPath(listed), member);
	}

	@Override
	public Answer<MemberState> verify(ListedMember listed) {
		return ask(Endpoint.VERIFY, HttpMethod.POST, listed, flavour.memberPath(listed) + "/verify",
				flavour.verifyBody(listed), member);
	}

	@Override
	public Answer<List<Challenge>> listChallenges(ListedMember listed) {
		return pages(Endpoint.LIST_CHALLENGES, listed, flavour.memberPath(listed) + "/challenges", "", challenges);
	}

	@Override
	public Answer<MemberState> resume(ListedMember listed, Selection selection) {
		return ask(Endpoint.RESUME, HttpMethod.PUT, listed, flavour.memberPath(listed) + "/resume",
				flavour.resumeBody(selection), member);
	}

	@Override
	public Answer<List<AccountNumber>> accountNumbers(ListedMember listed) {
		Answer<List<AccountNumber>> byMember = pages(Endpoint.READ_ACCOUNT_NUMBERS, listed,
				flavour.memberPath(listed) + "/account_numbers", "&records_per_page=" + ASKED_PER_PAGE, accountNumbers);
		return flavour.hasNumbersByMember() || !hasNone(byMember) ? byMember : numbersByAccount(listed);
	}

	private static boolean hasNone(Answer<List<AccountNumber>> answer) {
		return (answer instanceof Answer.Good<List<AccountNumber>>(var numbers) && numbers.isEmpty())
				|| notFound(answer);
	}

	private static boolean notFound(Answer<?> answer) {
		return answer instanceof Answer.Refused<?>(var refusal, var text) && refusal == Refusal.NOT_FOUND;
	}

	/** Accounts that can have no number, such as credit cards, are not found. */
	private Answer<List<AccountNumber>> numbersByAccount(ListedMember listed) {
		Answer<List<String>> listing = pages(Endpoint.READ_ACCOUNT_NUMBERS, listed,
				flavour.memberPath(listed) + "/accounts", "&records_per_page=" + ASKED_PER_PAGE, accounts);
		if (!(listing instanceof Answer.Good<List<String>>(var guids))) {
			return NotGood.retyped(listing);
		}
		List<AccountNumber> numbers = new ArrayList<>();
		for (String guid : guids) {
			Answer<Page<AccountNumber>> answer = get(Endpoint.READ_ACCOUNT_NUMBERS, listed,
					flavour.accountNumbersPath(listed, guid), accountNumbers);
			if (answer instanceof Answer.Good<Page<AccountNumber>>(var page)) {
				numbers.addAll(page.items());
			}
			else if (!notFound(answer)) {
				return NotGood.retyped(answer);
			}
		}
		return new Answer.Good<>(List.copyOf(numbers));
	}

	@Override
	public Answer<String> probe() {
		return flavour.probe(line);
	}

	@Override
	public boolean supportsIncludeTransactions() {
		return flavour.supportsIncludeTransactions();
	}

	/**
	 * All pages of a list. How many there are is what the latest page says; what two
	 * pages both have is taken once.
	 */
	private <T> Answer<List<T>> pages(Endpoint endpoint, ListedMember listed, String path, String query,
			Reading<Page<T>> reading) {
		Set<T> all = new LinkedHashSet<>();
		for (int number = 1; number <= MOST_PAGES; number++) {
			Answer<Page<T>> answer = get(endpoint, listed, path + "?page=" + number + query, reading);
			if (!(answer instanceof Answer.Good<Page<T>>(var page))) {
				return NotGood.retyped(answer);
			}
			all.addAll(page.items());
			if (page.items().isEmpty() || number >= page.totalPages()) {
				return new Answer.Good<>(List.copyOf(all));
			}
		}
		return new Answer.Unclear<>("more than %d pages".formatted(MOST_PAGES));
	}

	private <T> Answer<T> get(Endpoint endpoint, ListedMember listed, String path, Reading<T> reading) {
		return ask(endpoint, HttpMethod.GET, listed, path, null, reading);
	}

	private <T> Answer<T> ask(Endpoint endpoint, HttpMethod method, ListedMember listed, String path,
			@Nullable Object body, Reading<T> reading) {
		if (!PathSegment.possible(listed.userGuid()) || !PathSegment.possible(listed.memberGuid())) {
			return new Answer.Refused<>(Refusal.NOT_FOUND, "its guid cannot be asked for");
		}
		Answer<Map<String, String>> first = login.headersFor(listed);
		if (!(first instanceof Answer.Good<Map<String, String>>(var headers))) {
			return NotGood.beforeCall(first, endpoint);
		}
		Heard<T> heard = line.call(request(endpoint, method, listed, path, body, headers), reading);
		if (!heard.sessionOver() || !login.renew(listed, headers)) {
			return heard.answer();
		}
		// MX has said clearly that it did not carry the call out: repeating it, even a
		// verify, does it once.
		Answer<Map<String, String>> second = login.headersFor(listed);
		if (!(second instanceof Answer.Good<Map<String, String>>(var renewed))) {
			return NotGood.beforeCall(second, endpoint);
		}
		return line.call(request(endpoint, method, listed, path, body, renewed), reading).answer();
	}

	private Request request(Endpoint endpoint, HttpMethod method, ListedMember listed, String path,
			@Nullable Object body, Map<String, String> credentials) {
		Map<String, String> headers = new HashMap<>(flavour.headers());
		headers.putAll(credentials);
		if (body != null) {
			headers.put("Content-Type", flavour.contentType());
		}
		return new Request(endpoint, method, flavour.baseUrl() + path, Map.copyOf(headers),
				body == null ? null : bodies.write(body), listed.memberGuid());
	}

}
