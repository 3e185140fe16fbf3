package io.bulkverify.mx;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

import io.bulkverify.member.AccountNumber;
import io.bulkverify.member.Answer;
import io.bulkverify.member.Challenge;
import io.bulkverify.member.ConnectionStatus;
import io.bulkverify.member.Institution;
import io.bulkverify.member.ListedMember;
import io.bulkverify.member.MemberState;
import io.bulkverify.member.Refusal;
import io.bulkverify.member.Selection;
import io.bulkverify.member.Taken;
import io.bulkverify.mx.FakeMx.Asked;
import io.bulkverify.mx.FakeMx.Said;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every flavour does alike, over real HTTP; each says what is its own. */
abstract class MxApiContract {

	static final ListedMember MEMBER = Mx.member("USR-1", "MBR-1");

	static final Selection SELECTION = new Selection("CRD-1", "account-\"1\"", 1, null, null);

	private static final String CONNECTED = """
			{"member":{"guid":"MBR-1","connection_status":"CONNECTED","is_being_aggregated":true,
			 "aggregated_at":"2026-11-20T01:00:00-06:00","something_new":{"deep":[1,2]}}}""";

	final FakeMx mx;

	final Mx client;

	/** What MX says to calls about members; logins are seen to by the flavour. */
	private volatile Said said = new Said(404, "");

	MxApiContract(MxProperties.Api api) throws Exception {
		this.mx = new FakeMx();
		this.client = new Mx(Mx.properties(api, mx.url()));
	}

	/** The path of {@link #MEMBER}. */
	abstract String memberPath();

	/** The path of the status of {@link #MEMBER}. */
	abstract String statusPath();

	/** What MX says where the flavour logs in; null for every other call. */
	abstract @Nullable Said login(Asked asked);

	/** Checks what every call about a member must carry. */
	abstract void carriesItsHeaders(Asked asked);

	/** Calls about members, without those of a login. */
	List<Asked> calls() {
		return mx.asked().stream().filter(asked -> login(asked) == null).toList();
	}

	List<String> lines() {
		return calls().stream().map(Asked::line).toList();
	}

	void says(int status, String body) {
		said = new Said(status, body);
	}

	@BeforeEach
	void listen() {
		mx.says(asked -> Objects.requireNonNullElseGet(login(asked), () -> said));
	}

	@AfterEach
	void close() {
		mx.close();
	}

	@Test
	void readsTheMember() {
		says(200, CONNECTED);
		assertThat(client.api.readMember(MEMBER))
			.isEqualTo(new Answer.Good<>(new MemberState(ConnectionStatus.Known.CONNECTED, true,
					Instant.parse("2026-11-20T07:00:00Z"), null, null, null, null)));
		assertThat(lines()).containsExactly("GET " + memberPath());
		carriesItsHeaders(calls().getFirst());
	}

	@Test
	void readsTheStatus() {
		says(200, CONNECTED);
		assertThat(client.api.readStatus(MEMBER)).isInstanceOf(Answer.Good.class);
		assertThat(lines()).containsExactly("GET " + statusPath());
		carriesItsHeaders(calls().getFirst());
	}

	@Test
	void verifiesOnce() {
		says(200, CONNECTED);
		assertThat(client.api.verify(MEMBER)).isInstanceOf(Answer.Good.class);
		assertThat(lines()).containsExactly("POST " + memberPath() + "/verify");
		assertThat(calls().getFirst().body()).isEmpty();
		carriesItsHeaders(calls().getFirst());
	}

	@Test
	void joinsAVerificationThatRunsAlready() {
		says(202, CONNECTED);
		assertThat(client.api.verify(MEMBER)).isInstanceOf(Answer.Joined.class);
	}

	@ParameterizedTest
	@CsvSource({ "409", "429", "500", "502", "503", "400", "404", "403" })
	void aVerifyIsNeverRepeatedByItself(int status) {
		says(status, "{\"error\":{\"message\":\"no\"}}");
		client.api.verify(MEMBER);
		assertThat(calls()).hasSize(1);
	}

	@Test
	void listsChallenges() {
		says(200, """
				{"challenges":[{"guid":"CRD-1","type":"TEXT","label":"Code?","field_name":"mfa"}],
				 "pagination":{"current_page":1,"per_page":25,"total_entries":1,"total_pages":1}}""");
		assertThat(client.api.listChallenges(MEMBER))
			.isEqualTo(new Answer.Good<>(List.of(new Challenge("CRD-1", "TEXT", "Code?", "mfa", null, List.of()))));
		assertThat(calls().getFirst().path()).isEqualTo(memberPath() + "/challenges");
	}

	@Test
	void aMemberWhoIsAskedNothingHasNoChallenges() {
		says(204, "");
		assertThat(client.api.listChallenges(MEMBER)).isEqualTo(new Answer.Good<>(List.of()));
	}

	@Test
	void answersAnAccountSelection() {
		says(202, CONNECTED.replace("CONNECTED", "RESUMED"));
		assertThat(client.api.resume(MEMBER, SELECTION)).isInstanceOf(Answer.Good.class);
		assertThat(lines()).containsExactly("PUT " + memberPath() + "/resume");
		Asked asked = calls().getFirst();
		carriesItsHeaders(asked);
		assertThat(asked.body()).contains("\"challenges\":[{")
			.contains("\"guid\":\"CRD-1\"")
			.contains("\"value\":\"account-\\\"1\\\"\"");
		assertThat(asked.header("Content-Type")).isNotEmpty();
	}

	/** How the flavour asks for the bank "mxbank", whose guid is INS-1. */
	abstract String institutionName();

	/** The field that says which bank a record is of. */
	abstract String institutionKey();

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"supports_account_verification":true                         | true  |
			"supports_account_verification":false                        | false |
			"supports_account_verification":null                         |       |
			"supports_account_verification":"perhaps"                    |       |
			"supported_products":["transactions","account_verification"] | true  |
			"supported_products":["transactions"]                        | false |
			"supported_products":[]                                      |       |
			"supported_products":null                                    |       |
			"is_disabled_by_client":true                                 |       | true
			"is_disabled_by_client":false                                |       | false
			"x_new":1                                                    |       |
			""")
	void readsWhetherABankCanBeVerified(String field, @Nullable Boolean verifies, @Nullable Boolean disabled) {
		says(200, "{\"institution\":{\"%s\":\"%s\",%s}}".formatted(institutionKey(), institutionName(), field));
		assertThat(client.api.readInstitution(MEMBER, "mxbank", "INS-1"))
			.isEqualTo(new Answer.Good<>(new Institution("mxbank", verifies, disabled)));
		assertThat(lines()).containsExactly("GET /institutions/" + institutionName());
		carriesItsHeaders(calls().getFirst());
		assertThat(client.log.counts().reads()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "<html>", "{\"institution\":null}",
			"{\"institution\":{\"supports_account_verification\":false}}",
			"{\"institution\":{\"code\":null,\"guid\":null,\"supports_account_verification\":false}}",
			"{\"institution\":{\"code\":\"chase\",\"guid\":\"INS-2\",\"supports_account_verification\":false}}" })
	void aRecordOfAnotherBankOrOfNoneIsUnclear(String body) {
		says(200, body);
		assertThat(client.api.readInstitution(MEMBER, "mxbank", "INS-1")).isInstanceOf(Answer.Unclear.class);
	}

	@ParameterizedTest
	@ValueSource(ints = { 400, 403, 404, 429, 503 })
	void aRecordThatCannotBeReadSaysNothing(int status) {
		says(status, "");
		assertThat(client.api.readInstitution(MEMBER, "mxbank", "INS-1")).isNotInstanceOfAny(Answer.Good.class,
				Answer.ForEverybody.class);
	}

	@Test
	void readsAllPagesWhateverSizeMxGivesThem() {
		mx.says(asked -> Objects.requireNonNullElseGet(login(asked), () -> page(asked, 70, 25)));
		assertThat(client.api.accountNumbers(MEMBER)).isEqualTo(new Answer.Good<>(IntStream.range(0, 70)
			.mapToObj(i -> new AccountNumber("ACT-" + i, "00" + i, "011000015", null, null, null, false))
			.toList()));
		assertThat(lines()).hasSize(3)
			.first()
			.isEqualTo("GET " + memberPath() + "/account_numbers?page=1&records_per_page=100");
	}

	@Test
	void aPageThatFailsFailsTheWhole() {
		mx.says(asked -> Objects.requireNonNullElseGet(login(asked),
				() -> asked.line().contains("page=2") ? new Said(503, "<html>") : page(asked, 70, 25)));
		assertThat(client.api.accountNumbers(MEMBER)).isEqualTo(new Answer.Unclear<>("HTTP 503"));
	}

	@Test
	void anEmptyPageBeforeTheLastIsUnclear() {
		mx.says(asked -> Objects.requireNonNullElseGet(login(asked), () -> page(asked, 25, 25).withPages(3)));
		assertThat(client.api.accountNumbers(MEMBER))
			.isEqualTo(new Answer.Unclear<>("the list is not whole: page 2 is empty, and not the last"));
		assertThat(lines()).hasSize(2);
	}

	@Test
	void aFullPageWithoutPaginationIsUnclear() {
		mx.says(asked -> Objects.requireNonNullElseGet(login(asked),
				() -> new Said(200, page(asked, 25, 25).body().replace("pagination", "x"))));
		assertThat(client.api.accountNumbers(MEMBER)).isInstanceOf(Answer.Unclear.class);
		assertThat(lines()).hasSize(1);
	}

	@Test
	void aListOfAbsurdLengthIsUnclearAtOnce() {
		mx.says(asked -> Objects.requireNonNullElseGet(login(asked),
				() -> page(asked, 25, 25).withPages(1_000_000_000)));
		assertThat(client.api.accountNumbers(MEMBER)).isInstanceOf(Answer.Unclear.class);
		assertThat(lines()).hasSize(1);
	}

	@Test
	void aListThatGivesItsFirstPageAgainAndAgainIsUnclear() {
		mx.says(asked -> Objects.requireNonNullElseGet(login(asked),
				() -> new Said(200, page(asked.page(1), 70, 25).body().replace("\"current_page\":1,", ""))));
		assertThat(client.api.accountNumbers(MEMBER))
			.isEqualTo(new Answer.Unclear<>("the list is not whole: a row came on two pages"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "<html>hello</html>", "{}", "{\"member\":null}", "null", "[[[[[[", "{\"member\":{}}" })
	void a200WithoutTheMemberIsUnclear(String body) {
		says(200, body);
		assertThat(List.of(client.api.readMember(MEMBER), client.api.verify(MEMBER),
				client.api.resume(MEMBER, SELECTION), client.api.accountNumbers(MEMBER)))
			.allSatisfy(answer -> assertThat(answer).isInstanceOf(Answer.Unclear.class));
	}

	@Test
	void anEmpty200TellsNothingToARead() {
		says(200, "");
		assertThat(client.api.readMember(MEMBER)).isInstanceOf(Answer.Unclear.class);
		assertThat(client.api.readStatus(MEMBER)).isInstanceOf(Answer.Unclear.class);
		assertThat(client.api.accountNumbers(MEMBER)).isInstanceOf(Answer.Unclear.class);
		assertThat(client.api.listChallenges(MEMBER)).isInstanceOf(Answer.Unclear.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "{\"member\":{\"guid\":\"MBR-1\"}}" })
	void aVerifyAndAResumeAreTakenByTheirStatus(String body) {
		says(200, body);
		assertThat(client.api.verify(MEMBER)).isEqualTo(new Answer.Good<>(Taken.WITHOUT_A_WORD));
		assertThat(client.api.resume(MEMBER, SELECTION)).isEqualTo(new Answer.Good<>(Taken.WITHOUT_A_WORD));
		says(202, body);
		assertThat(client.api.verify(MEMBER)).isEqualTo(new Answer.Joined<>(Taken.WITHOUT_A_WORD));
		assertThat(client.api.resume(MEMBER, SELECTION)).isEqualTo(new Answer.Good<>(Taken.WITHOUT_A_WORD));
	}

	@ParameterizedTest
	@ValueSource(strings = { "<html>hello</html>", "{}", "{\"member\":{}}" })
	void aVerifyIsJoinedByItsStatusAlone(String body) {
		says(202, body);
		assertThat(client.api.verify(MEMBER)).isEqualTo(new Answer.Joined<>(Taken.WITHOUT_A_WORD));
	}

	@Test
	void theJobThatMxNamesIsKept() {
		says(200, CONNECTED.replace("\"guid\"", "\"most_recent_job_guid\":\"JOB-1\",\"guid\""));
		assertThat(client.api.verify(MEMBER)).isEqualTo(new Answer.Good<>(new Taken("JOB-1")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"guid\":\"MBR-2\",\"user_guid\":\"USR-1\",\"connection_status\":\"CONNECTED\"}",
			"{\"guid\":\"MBR-2\",\"connection_status\":\"CONNECTED\"}",
			"{\"guid\":\"MBR-1\",\"user_guid\":\"USR-2\",\"connection_status\":\"CONNECTED\"}",
			"{\"guid\":null,\"user_guid\":null,\"connection_status\":null}",
			"{\"user_guid\":\"USR-1\",\"connection_status\":\"CONNECTED\"}", "{\"connection_status\":\"CONNECTED\"}" })
	void anAnswerAboutAnotherMemberOrNobodyIsUnclear(String fields) {
		says(200, "{\"member\":%s,\"account_numbers\":null,\"challenges\":null}".formatted(fields));
		assertThat(List.of(client.api.readMember(MEMBER), client.api.readStatus(MEMBER), client.api.verify(MEMBER),
				client.api.resume(MEMBER, SELECTION)))
			.allSatisfy(MxApiContract::isUnclearAndNamesNobody);
	}

	@Test
	void aVerifyThatAnotherMemberJoinedIsUnclear() {
		says(202, CONNECTED.replace("MBR-1", "MBR-2"));
		isUnclearAndNamesNobody(client.api.verify(MEMBER));
	}

	@Test
	void aUserThatIsNotNamedIsNoDoubt() {
		says(200, "{\"member\":{\"guid\":\"MBR-1\",\"user_guid\":null,\"connection_status\":\"CONNECTED\"}}");
		assertThat(client.api.readMember(MEMBER)).isInstanceOf(Answer.Good.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"member_guid\":\"MBR-2\"}", "{\"member_guid\":\"MBR-1\",\"user_guid\":\"USR-2\"}",
			"{\"member_guid\":\"MBR-1\"},{\"member_guid\":\"MBR-2\"}",
			"{\"member_guid\":\"MBR-1\"},{\"user_guid\":\"USR-2\"}" })
	void oneRowOfAnotherMemberSpoilsTheList(String rows) {
		String numbers = rows.replace("}", ",\"account_number\":\"1\",\"guid\":\"CRD-1\"}");
		says(200, "{\"account_numbers\":[%s],\"challenges\":[%s]}".formatted(numbers, numbers));
		isUnclearAndNamesNobody(client.api.accountNumbers(MEMBER));
		isUnclearAndNamesNobody(client.api.listChallenges(MEMBER));
	}

	private static void isUnclearAndNamesNobody(Answer<?> answer) {
		assertThat(answer).isInstanceOfSatisfying(Answer.Unclear.class,
				unclear -> assertThat(unclear.what()).startsWith("HTTP 20").doesNotContain("MBR-", "USR-"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/b", "..%2f", "../..", "a?b=c", "a#b", "%2e%2e", "a b", "ü", "a;b", "a\\b", "a&b" })
	void aGuidNeverChangesThePath(String guid) {
		says(200, CONNECTED);
		client.api.verify(new ListedMember(2, guid, guid, null, null, Set.of(), null));
		assertThat(mx.asked()).isNotEmpty().allSatisfy(asked -> {
			assertThat(asked.query()).isNull();
			assertThat(asked.path().substring(1).split("/")).doesNotContain("..", ".", "");
		});
		assertThat(calls()).singleElement()
			.satisfies(asked -> assertThat(asked.path().chars().filter(c -> c == '/').count())
				.isEqualTo((memberPath() + "/verify").chars().filter(c -> c == '/').count()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "..", ".", "", " " })
	void aGuidThatWouldNameAnotherFolderIsNotSent(String guid) {
		assertThat(client.api.verify(new ListedMember(2, "USR-1", guid, null, null, Set.of(), null)))
			.isInstanceOfSatisfying(Answer.Refused.class,
					refused -> assertThat(refused.refusal()).isEqualTo(Refusal.NOT_FOUND));
		assertThat(mx.asked()).isEmpty();
	}

	@Test
	void everyRequestIsCounted() {
		says(200, CONNECTED);
		client.api.verify(MEMBER);
		client.api.readMember(MEMBER);
		client.api.readStatus(MEMBER);
		mx.says(asked -> Objects.requireNonNullElseGet(login(asked), () -> page(asked, 70, 25)));
		client.api.accountNumbers(MEMBER);
		says(429, "");
		listen();
		client.api.verify(MEMBER);
		CallLog.Counts counts = client.log.counts();
		assertThat(counts.verify()).isEqualTo(2);
		assertThat(counts.reads()).isEqualTo(2);
		assertThat(counts.accountNumbers()).isEqualTo(3);
		assertThat(counts.throttled()).isEqualTo(1);
		assertThat(counts.total()).isEqualTo(mx.asked().size());
		assertThat(client.log.lastGoodAnswer()).contains(Mx.TIME.instant());
	}

	@Test
	void retryAfterReachesTheCaller() {
		said = new Said(429, "", Map.of("Retry-After", "1"));
		assertThat(client.api.verify(MEMBER)).isEqualTo(new Answer.Throttled<>(Duration.ofSeconds(1)));
		assertThat(client.limits.currentWritesPerSecond()).isEqualTo(9_950);
		assertThat(client.limits.currentReadsPerSecond()).isEqualTo(10_000);
	}

	@Test
	void aForeignJobIsAConflict() {
		says(409, "{\"error\":{\"message\":\"A job is already running\"}}");
		assertThat(client.api.verify(MEMBER)).isEqualTo(new Answer.Conflict<>());
	}

	private static Said page(Asked asked, int total, int size) {
		int number = Integer.parseInt(String.valueOf(asked.query()).replaceAll("^page=(\\d+).*", "$1"));
		List<String> numbers = IntStream.range((number - 1) * size, Math.min(total, number * size))
			.mapToObj(
					i -> "{\"member_guid\":\"MBR-1\",\"account_guid\":\"ACT-%d\",\"account_number\":\"00%d\",\"routing_number\":\"011000015\"}"
						.formatted(i, i))
			.toList();
		return new Said(200,
				"{\"account_numbers\":%s,\"pagination\":{\"current_page\":%d,\"per_page\":%d,\"total_pages\":%d}}"
					.formatted(numbers, number, size, (total + size - 1) / size));
	}

}
