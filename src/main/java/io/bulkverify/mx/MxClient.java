package io.bulkverify.mx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import io.bulkverify.member.AccountNumber;
import io.bulkverify.member.Answer;
import io.bulkverify.member.Challenge;
import io.bulkverify.member.Institution;
import io.bulkverify.member.ListedMember;
import io.bulkverify.member.MemberState;
import io.bulkverify.member.Refusal;
import io.bulkverify.member.Selection;
import io.bulkverify.member.Taken;
import org.jspecify.annotations.Nullable;

/** What all flavours have in common: the calls, their bodies, sessions and pages. */
final class MxClient implements MxApi {

	/** MX falls back to 25 where this is more than it allows (src/docs/mx.md §1.9). */
	private static final int ASKED_PER_PAGE = 100;

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
		return ask(listed, Question.read(Endpoint.READ_MEMBER, flavour.memberPath(listed)),
				new MemberReading(flavour.whom(listed)));
	}

	@Override
	public Answer<MemberState> readStatus(ListedMember listed) {
		return ask(listed, Question.read(Endpoint.READ_STATUS, flavour.statusPath(listed)),
				new MemberReading(flavour.whom(listed)));
	}

	@Override
	public Answer<Taken> verify(ListedMember listed, BooleanSupplier wanted) {
		return ask(listed, new Question(Endpoint.VERIFY, Request.Method.POST, flavour.memberPath(listed) + "/verify",
				flavour.verifyBody(listed), wanted), new TakenReading(flavour.whom(listed)));
	}

	@Override
	public Answer<List<Challenge>> listChallenges(ListedMember listed) {
		return pages(Endpoint.LIST_CHALLENGES, listed, flavour.memberPath(listed) + "/challenges", "",
				new ChallengesReading(flavour.whom(listed)));
	}

	/**
	 * A body that MX does not understand changed nothing: where its shape is open, the
	 * other one is tried.
	 */
	@Override
	public Answer<Taken> resume(ListedMember listed, Selection selection) {
		Answer<Taken> answer = resume(listed, flavour.resumeBody(selection));
		@Nullable Object other = flavour.otherResumeBody(selection);
		boolean notUnderstood = answer instanceof Answer.Refused<?>(var refusal, var text)
				&& refusal == Refusal.BAD_REQUEST;
		return notUnderstood && other != null ? resume(listed, other) : answer;
	}

	private Answer<Taken> resume(ListedMember listed, Object body) {
		return ask(listed, new Question(Endpoint.RESUME, Request.Method.PUT, flavour.memberPath(listed) + "/resume",
				body, () -> true), new TakenReading(flavour.whom(listed)));
	}

	@Override
	public Answer<List<AccountNumber>> accountNumbers(ListedMember listed) {
		Answer<List<AccountNumber>> byMember = pages(Endpoint.READ_ACCOUNT_NUMBERS, listed,
				flavour.memberPath(listed) + "/account_numbers", "&records_per_page=" + ASKED_PER_PAGE,
				AccountNumbersReading.ofAll(flavour.whom(listed)));
		return flavour.hasNumbersByMember() || !hasNone(byMember) ? byMember
				: numbersByAccount(listed, notFound(byMember));
	}

	private static boolean hasNone(Answer<List<AccountNumber>> answer) {
		return (answer instanceof Answer.Good<List<AccountNumber>>(var numbers) && numbers.isEmpty())
				|| notFound(answer);
	}

	private static boolean notFound(Answer<?> answer) {
		return answer instanceof Answer.Refused<?>(var refusal, var text) && refusal == Refusal.NOT_FOUND;
	}

	/**
	 * Accounts that can have no number, such as credit cards, are not found. That is
	 * believed only beside an account that was found, last of all: else the numbers'
	 * address may be broken, for everybody.
	 * @param suspect whether the list of numbers was not found either
	 */
	private Answer<List<AccountNumber>> numbersByAccount(ListedMember listed, boolean suspect) {
		Answer<List<String>> listing = pages(Endpoint.READ_ACCOUNT_NUMBERS, listed,
				flavour.memberPath(listed) + "/accounts", "&records_per_page=" + ASKED_PER_PAGE,
				new AccountsReading(flavour.whom(listed)));
		if (!(listing instanceof Answer.Good<List<String>>(var guids))) {
			return NotGood.retyped(listing);
		}
		List<AccountNumber> numbers = new ArrayList<>();
		@Nullable String found = null;
		@Nullable Answer<?> missing = null;
		for (String guid : guids) {
			Answer<Page<AccountNumber>> answer = numberOf(listed, guid);
			if (answer instanceof Answer.Good<Page<AccountNumber>>(var page)) {
				numbers.addAll(page.items());
				found = guid;
				missing = null;
			}
			else if (notFound(answer)) {
				missing = answer;
			}
			else {
				return NotGood.retyped(answer);
			}
		}
		if (missing != null && found == null && suspect) {
			return NotGood.retyped(missing);
		}
		if (missing != null && found != null
				&& !(numberOf(listed, found) instanceof Answer.Good<Page<AccountNumber>>)) {
			return NotGood.retyped(missing);
		}
		return new Answer.Good<>(List.copyOf(numbers));
	}

	private Answer<Page<AccountNumber>> numberOf(ListedMember listed, String accountGuid) {
		return ask(listed,
				Question.read(Endpoint.READ_ACCOUNT_NUMBERS, flavour.accountNumbersPath(listed, accountGuid)),
				AccountNumbersReading.ofOne(flavour.whom(listed), accountGuid));
	}

	@Override
	public Answer<Institution> readInstitution(ListedMember listed, String code, @Nullable String guid) {
		@Nullable String name = flavour.institutionName(code, guid);
		if (name == null || !PathSegment.possible(name)) {
			return new Answer.Good<>(new Institution(code, null, null));
		}
		return ask(listed, Question.read(Endpoint.READ_INSTITUTION, "/institutions/" + PathSegment.of(name)),
				new InstitutionReading(code, flavour.institutionKey(), name));
	}

	@Override
	public String address() {
		return flavour.baseUrl();
	}

	@Override
	public Answer<String> probe() {
		return flavour.probe(line);
	}

	@Override
	public boolean supportsIncludeTransactions() {
		return flavour.supportsIncludeTransactions();
	}

	private <T> Answer<List<T>> pages(Endpoint endpoint, ListedMember listed, String path, String query,
			Reading<Page<T>> reading) {
		WholeList<T> list = new WholeList<>();
		for (int number = 1;; number++) {
			Answer<Page<T>> answer = ask(listed, Question.read(endpoint, path + "?page=" + number + query), reading);
			if (!(answer instanceof Answer.Good<Page<T>>(var page))) {
				return NotGood.retyped(answer);
			}
			Optional<Answer<List<T>>> whole = list.add(page);
			if (whole.isPresent()) {
				return whole.get();
			}
		}
	}

	/**
	 * What is asked of MX, in whichever session.
	 *
	 * @param body null for none
	 * @param wanted see {@link MxApi#verify}
	 */
	private record Question(Endpoint endpoint, Request.Method method, String path, @Nullable Object body,
			BooleanSupplier wanted) {

		static Question read(Endpoint endpoint, String path) {
			return new Question(endpoint, Request.Method.GET, path, null, () -> true);
		}

		/** Shows no body: it may hold a chosen account. */
		@Override
		public String toString() {
			return "Question[endpoint=" + endpoint + ", path=" + path + "]";
		}
	}

	private <T> Answer<T> ask(ListedMember listed, Question question, Reading<T> reading) {
		if (!PathSegment.possible(listed.userGuid()) || !PathSegment.possible(listed.memberGuid())) {
			return new Answer.Refused<>(Refusal.NOT_FOUND, "its guid cannot be asked for");
		}
		Answer<Map<String, String>> first = login.headersFor(listed);
		if (!(first instanceof Answer.Good<Map<String, String>>(var headers))) {
			return NotGood.beforeCall(first, question.endpoint());
		}
		Heard<T> heard = line.call(request(listed, question, headers), reading, question.wanted());
		if (!heard.sessionOver() || !login.renew(listed, headers)) {
			return heard.answer();
		}
		// MX has said clearly that it did not carry the call out: repeating it, even a
		// verify, does it once.
		Answer<Map<String, String>> second = login.headersFor(listed);
		if (!(second instanceof Answer.Good<Map<String, String>>(var renewed))) {
			return NotGood.beforeCall(second, question.endpoint());
		}
		return line.call(request(listed, question, renewed), reading, question.wanted()).answer();
	}

	private Request request(ListedMember listed, Question question, Map<String, String> credentials) {
		Map<String, String> headers = new HashMap<>(flavour.headers());
		headers.putAll(credentials);
		Object body = question.body();
		if (body != null) {
			headers.put("Content-Type", flavour.contentType());
		}
		return new Request(question.endpoint(), question.method(), flavour.baseUrl() + question.path(),
				Map.copyOf(headers), body == null ? null : bodies.write(body), listed.memberGuid());
	}

}
