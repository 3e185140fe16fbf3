package io.bulkverify.mx;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import io.bulkverify.member.AccountNumber;
import io.bulkverify.member.Answer;
import io.bulkverify.member.Institution;
import io.bulkverify.member.ListedMember;
import io.bulkverify.member.Refusal;
import io.bulkverify.member.Taken;
import io.bulkverify.mx.FakeMx.Asked;
import io.bulkverify.mx.FakeMx.Said;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NexusFlavourTest extends MxApiContract {

	private static final String MEMBER_READ = "{\"member\":{\"guid\":\"MBR-1\",\"connection_status\":\"CONNECTED\"}}";

	private final AtomicInteger logins = new AtomicInteger();

	private final Set<String> ended = ConcurrentHashMap.newKeySet();

	NexusFlavourTest() throws Exception {
		super(MxProperties.Api.NEXUS);
	}

	@Override
	String memberPath() {
		return "/members/MBR-1";
	}

	@Override
	String statusPath() {
		return memberPath();
	}

	@Override
	@Nullable Said login(Asked asked) {
		if (asked.path().endsWith("/api_token.json")) {
			return new Said(200, "{\"api_token\":{\"token\":\"api-token\"}}");
		}
		return asked.path().equals("/sessions")
				? new Said(201, "{\"session\":{\"token\":\"session-" + logins.incrementAndGet() + "\"}}") : null;
	}

	@Override
	String institutionName() {
		return "INS-1";
	}

	@Override
	String institutionKey() {
		return "guid";
	}

	@Override
	void carriesItsHeaders(Asked asked) {
		assertThat(asked.header("MD-SESSION-TOKEN")).startsWith("session-");
		assertThat(asked.header("Accept")).isEqualTo("application/vnd.mx.nexus.v1+json");
		assertThat(asked.header("MD-API-KEY")).isEmpty();
		if (!asked.body().isEmpty()) {
			assertThat(asked.header("Content-Type")).isEqualTo("application/vnd.mx.nexus.v1+json");
		}
	}

	@Test
	void logsInOnceAndWithoutStartingJobs() {
		says(200, MEMBER_READ);
		client.api.readMember(MEMBER);
		client.api.verify(MEMBER);
		client.api.readStatus(Mx.member("USR-1", "MBR-2"));
		assertThat(mx.lines()).containsExactly("GET /cl13nt/users/USR-1/api_token.json", "POST /sessions",
				"GET /members/MBR-1", "POST /members/MBR-1/verify", "GET /members/MBR-2");
		Asked token = mx.asked().get(0);
		assertThat(token.header("MD-API-KEY")).isEqualTo(Mx.KEY);
		assertThat(token.header("Accept")).isEqualTo("application/vnd.moneydesktop.sso.v3+json");
		Asked session = mx.asked().get(1);
		assertThat(session.header("MD-API-TOKEN")).isEqualTo("api-token");
		assertThat(session.body()).isEqualTo("{\"session\":{\"skip_aggregation\":true}}");
	}

	@Test
	void theRowsUserIdIsTheOneThatLogsIn() {
		says(200, MEMBER_READ);
		client.api.readMember(new ListedMember(2, "USR-1", "MBR-1", null, null, Set.of(), "own id/7"));
		assertThat(mx.lines().getFirst()).isEqualTo("GET /cl13nt/users/own%20id%2F7/api_token.json");
	}

	@Test
	void asksForTransactionsInTheBody() {
		says(200, MEMBER_READ);
		client.api.verify(Mx.withTransactions(MEMBER));
		assertThat(mx.last().body()).isEqualTo("{\"include_transactions\":true}");
		carriesItsHeaders(mx.last());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			401 |
			401 | {"error":{"code":4011}}
			400 | {"code":"4011","message":"Session expired"}
			""")
	void anExpiredSessionIsRenewedAndTheCallRepeatedOnce(int status, @Nullable String body) {
		sessionsCanEnd(status, body == null ? "" : body);
		client.api.readMember(MEMBER);
		ended.add("session-1");
		mx.forget();
		assertThat(client.api.verify(MEMBER)).isInstanceOf(Answer.Good.class);
		assertThat(mx.lines()).containsExactly("POST /members/MBR-1/verify", "GET /cl13nt/users/USR-1/api_token.json",
				"POST /sessions", "POST /members/MBR-1/verify");
		assertThat(mx.last().header("MD-SESSION-TOKEN")).isEqualTo("session-2");
	}

	@Test
	void aSessionThatIsOverAtOnceIsNotRenewedForEver() {
		for (int i = 1; i < 100; i++) {
			ended.add("session-" + i);
		}
		sessionsCanEnd(401, "{\"error\":{\"code\":4011}}");
		assertThat(client.api.readMember(MEMBER)).isInstanceOf(Answer.Unclear.class);
		assertThat(logins).hasValue(2);
		assertThat(client.api.verify(MEMBER)).as("nothing was started").isInstanceOf(Answer.NotSent.class);
	}

	@Test
	void manyThreadsOfOneUserLogInOnce() throws Exception {
		sessionsCanEnd(401, "");
		inManyThreads(50);
		assertThat(logins).hasValue(1);
		ended.add("session-1");
		inManyThreads(50);
		assertThat(logins).hasValue(2);
	}

	private void inManyThreads(int count) throws Exception {
		try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
			var answers = threads.invokeAll(Collections.nCopies(count, () -> client.api.readMember(MEMBER)));
			for (var answer : answers) {
				assertThat(answer.get()).isInstanceOf(Answer.Good.class);
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "401,FOR_EVERYBODY", "403,REFUSED", "404,REFUSED", "429,THROTTLED", "503,NOT_SENT" })
	void aVerifyWithoutASessionWasNotSent(int status, Ending ending) {
		mx.says(asked -> asked.path().endsWith("api_token.json") ? new Said(status, "") : new Said(200, MEMBER_READ));
		assertThat(Ending.of(new Heard<>(client.api.verify(MEMBER), false))).isEqualTo(ending);
		assertThat(mx.asked()).hasSize(1);
		assertThat(client.log.counts().verify()).isZero();
	}

	@Test
	void aReadWithoutASessionComesToItsEnd() {
		mx.says(asked -> asked.path().equals("/sessions") ? new Said(502, "")
				: Objects.requireNonNullElseGet(login(asked), () -> new Said(200, MEMBER_READ)));
		assertThat(client.api.readMember(MEMBER)).isInstanceOf(Answer.Unclear.class);
	}

	@Test
	void aLoginThatFailedIsTriedAgain() {
		mx.says(503, "");
		client.api.readMember(MEMBER);
		says(200, MEMBER_READ);
		listen();
		assertThat(client.api.readMember(MEMBER)).isInstanceOf(Answer.Good.class);
	}

	@Test
	void aUserThatMxDoesNotKnowIsTheMembersFault() {
		mx.says(404, "{\"error\":\"User not found\"}");
		assertThat(client.api.readMember(MEMBER))
			.isEqualTo(new Answer.Refused<>(Refusal.NOT_FOUND, "HTTP 404: User not found"));
	}

	@ParameterizedTest
	@CsvSource({ "404,401,GOOD", "200,200,GOOD", "404,404,GOOD", "401,200,FOR_EVERYBODY", "404,503,UNCLEAR",
			"404,403,FOR_EVERYBODY" })
	void probesBothMachinesWithoutAUser(int sso, int data, Ending ending) {
		mx.says(asked -> asked.path().endsWith("api_token.json") ? new Said(sso, "") : new Said(data, ""));
		Answer<String> answer = client.api.probe();
		assertThat(Ending.of(new Heard<>(answer, false))).isEqualTo(ending);
		assertThat(mx.lines()).noneMatch(line -> line.startsWith("POST"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			200 | {"account_numbers":[]}
			404 | {"code":4040,"message":"Not found"}
			""")
	void numbersThatAreNotListedByMemberAreReadByAccount(int status, String listedByMember) {
		accountsAre(status, listedByMember);
		assertThat(client.api.accountNumbers(MEMBER))
			.isEqualTo(new Answer.Good<>(List.of(number("ACT-1", "17"), number("ACT-3", "18"))));
		assertThat(lines()).containsExactly("GET /members/MBR-1/account_numbers?page=1&records_per_page=100",
				"GET /members/MBR-1/accounts?page=1&records_per_page=100", "GET /accounts/ACT-1/account_number",
				"GET /accounts/ACT-2/account_number", "GET /accounts/ACT-3/account_number");
	}

	/** A broken address looks like accounts that can have no number. */
	@ParameterizedTest
	@CsvSource({ "404, NOT_FOUND", "200, " })
	void accountsOfWhichNoneIsFoundHaveNoNumbersOnlyWhereTheirListIsThere(int status, @Nullable Refusal refusal) {
		mx.says(asked -> Objects.requireNonNullElseGet(login(asked), () -> switch (asked.path()) {
			case "/members/MBR-1/account_numbers" -> new Said(status, "{\"account_numbers\":[]}");
			case "/members/MBR-1/accounts" -> new Said(200, "{\"accounts\":[{\"guid\":\"ACT-1\"}]}");
			default -> new Said(404, "");
		}));

		Answer<List<AccountNumber>> answer = client.api.accountNumbers(MEMBER);

		assertThat(answer)
			.isEqualTo((refusal == null) ? new Answer.Good<>(List.of()) : new Answer.Refused<>(refusal, "HTTP 404"));
	}

	@Test
	void anAccountThatIsNotFoundLastIsBelievedOnlyWhereAnotherIsFoundStill() {
		AtomicInteger asks = new AtomicInteger();
		mx.says(asked -> Objects.requireNonNullElseGet(login(asked), () -> switch (asked.path()) {
			case "/members/MBR-1/account_numbers" -> new Said(200, "{\"account_numbers\":[]}");
			case "/members/MBR-1/accounts" ->
				new Said(200, "{\"accounts\":[{\"guid\":\"ACT-1\"},{\"guid\":\"ACT-2\"}]}");
			case "/accounts/ACT-1/account_number" -> (asks.incrementAndGet() % 2 == 1)
					? new Said(200, "{\"account_guid\":\"ACT-1\",\"account_number\":17}") : new Said(404, "");
			default -> new Said(404, "");
		}));

		assertThat(client.api.accountNumbers(MEMBER)).isEqualTo(new Answer.Refused<>(Refusal.NOT_FOUND, "HTTP 404"));
	}

	@Test
	void numbersThatAreListedByMemberAreNotReadByAccount() {
		accountsAre(200, "{\"account_numbers\":[{\"account_guid\":\"ACT-9\",\"account_number\":19}]}");
		assertThat(client.api.accountNumbers(MEMBER)).isEqualTo(new Answer.Good<>(List.of(number("ACT-9", "19"))));
		assertThat(lines()).hasSize(1);
	}

	@Test
	void aUserMayBeNamedAsTheListOrItsLoginNamesHim() {
		ListedMember member = new ListedMember(2, "USR-1", "MBR-1", null, null, Set.of(), "own-7");
		for (String user : List.of("USR-1", "own-7")) {
			says(200, MEMBER_READ.replace("\"guid\"", "\"user_guid\":\"" + user + "\",\"guid\""));
			assertThat(client.api.readMember(member)).isInstanceOf(Answer.Good.class);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"guid":"ACT-1","member_guid":"MBR-2"} | {"account_guid":"ACT-1","account_number":17}
			{"guid":"ACT-1","user_guid":"USR-2"}   | {"account_guid":"ACT-1","account_number":17}
			{"guid":"ACT-1"}                       | {"account_guid":"ACT-2","account_number":17}
			{"guid":"ACT-1"}                       | {"account_guid":"ACT-1","account_number":17,"member_guid":"MBR-2"}
			{"guid":"ACT-1"}                       | {"account_number":{"account_guid":"ACT-2","account_number":17}}
			""")
	void anAccountOfSomebodyElseSpoilsTheReading(String account, String number) {
		mx.says(asked -> Objects.requireNonNullElseGet(login(asked), () -> switch (asked.path()) {
			case "/members/MBR-1/account_numbers" -> new Said(404, "");
			case "/members/MBR-1/accounts" -> new Said(200, "{\"accounts\":[" + account + "]}");
			default -> new Said(200, number);
		}));
		assertThat(client.api.accountNumbers(MEMBER)).isInstanceOf(Answer.Unclear.class);
	}

	@Test
	void anAnswerThatIsNotUnderstoodIsSentOnceMoreInTheOtherShape() {
		mx.says(asked -> Objects.requireNonNullElseGet(login(asked),
				() -> asked.body().startsWith("{\"challenges\"") ? new Said(202, MEMBER_READ) : new Said(400, "")));
		assertThat(client.api.resume(MEMBER, SELECTION)).isEqualTo(new Answer.Good<>(Taken.WITHOUT_A_WORD));
		assertThat(calls()).extracting(asked -> asked.line() + " " + asked.body().substring(0, 10))
			.containsExactly("PUT /members/MBR-1/resume {\"member\":", "PUT /members/MBR-1/resume {\"challeng");
		assertThat(calls().getLast().body()).contains("\"guid\":\"CRD-1\"", "\"value\":\"account-\\\"1\\\"\"");
	}

	@ParameterizedTest
	@CsvSource({ "400,2", "404,1", "405,1", "409,1", "422,1", "429,1", "500,1", "503,1" })
	void anAnswerIsSentTwiceOnlyWhereMxDidNotUnderstandIt(int status, int times) {
		says(status, "");
		assertThat(client.api.resume(MEMBER, SELECTION)).isNotInstanceOf(Answer.Good.class);
		assertThat(calls()).hasSize(times);
	}

	@Test
	void aBankInMaintenanceIsNoMatterOfShape() {
		says(400, "{\"error\":{\"type\":\"institution_maintenance_error\"}}");
		client.api.resume(MEMBER, SELECTION);
		assertThat(calls()).hasSize(1);
	}

	@Test
	void aBankWhoseGuidIsNotKnownIsNotAskedFor() {
		assertThat(client.api.readInstitution(MEMBER, "mxbank", null))
			.isEqualTo(new Answer.Good<>(new Institution("mxbank", null, null)));
		assertThat(mx.asked()).isEmpty();
	}

	@Test
	void anAccountThatCannotBeReadSpoilsTheReading() {
		mx.says(asked -> Objects.requireNonNullElseGet(login(asked), () -> switch (asked.path()) {
			case "/members/MBR-1/account_numbers" -> new Said(200, "{\"account_numbers\":[]}");
			case "/members/MBR-1/accounts" -> new Said(200, "{\"accounts\":[{\"guid\":\"ACT-1\"}]}");
			default -> new Said(502, "");
		}));
		assertThat(client.api.accountNumbers(MEMBER)).isEqualTo(new Answer.Unclear<>("HTTP 502"));
	}

	/** Two accounts with numbers, wrapped and bare, and a credit card between them. */
	private void accountsAre(int status, String listedByMember) {
		mx.says(asked -> Objects.requireNonNullElseGet(login(asked), () -> switch (asked.path()) {
			case "/members/MBR-1/account_numbers" -> new Said(status, listedByMember);
			case "/members/MBR-1/accounts" ->
				new Said(200, "{\"accounts\":[{\"guid\":\"ACT-1\"},{\"guid\":\"ACT-2\"},{\"guid\":\"ACT-3\"}]}");
			case "/accounts/ACT-1/account_number" ->
				new Said(200, "{\"account_number\":{\"account_guid\":\"ACT-1\",\"account_number\":17}}");
			case "/accounts/ACT-3/account_number" ->
				new Said(200, "{\"account_guid\":\"ACT-3\",\"account_number\":18}");
			default -> new Said(404, "");
		}));
	}

	private static AccountNumber number(String account, String number) {
		return new AccountNumber(account, number, null, null, null, null, true);
	}

	@Test
	void productionIsWhereItGoesUnlessToldOtherwise() {
		NexusFlavour nexus = new NexusFlavour(Mx.production(MxProperties.Api.NEXUS));
		assertThat(nexus.baseUrl()).isEqualTo("https://data.moneydesktop.com");
		assertThat(nexus.token(Endpoint.SESSION, "u").url())
			.isEqualTo("https://sso.moneydesktop.com/cl13nt/users/u/api_token.json");
	}

	@Test
	void anOutageIsOverOnlyWhereSessionsCanBeginAgainToo() {
		NexusFlavour nexus = new NexusFlavour(Mx.production(MxProperties.Api.NEXUS));
		assertThat(nexus.trials()).extracting(trial -> URI.create(trial.url()).getHost())
			.containsExactly("data.moneydesktop.com", "sso.moneydesktop.com");
		assertThat(nexus.trials()).noneMatch(trial -> trial.endpoint().changesMember());
	}

	/** A session in {@link #ended} is answered so. */
	private void sessionsCanEnd(int status, String body) {
		mx.says(asked -> Objects.requireNonNullElseGet(login(asked),
				() -> ended.contains(asked.header("MD-SESSION-TOKEN")) ? new Said(status, body)
						: new Said(200, MEMBER_READ)));
	}

}
