package io.bulkverify.mx;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import io.bulkverify.member.AccountNumber;
import io.bulkverify.member.Challenge;
import io.bulkverify.member.ConnectionStatus;
import io.bulkverify.member.MemberState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is taken out of MX's JSON, whatever types and gaps it has (src/docs/mx.md §1). */
class ReadingsTest {

	private static final Whom WHOM = Whom.byGuid(MxApiContract.MEMBER);

	private static JsonNode json(String text) {
		return JsonMapper.shared().readTree(text);
	}

	@Nested
	class OfAMember {

		private final MemberReading reading = new MemberReading(WHOM);

		@Test
		void allThatThePolicyNeeds() {
			MemberState state = read("""
					{"guid":"MBR-1","connection_status":"IMPEDED","is_being_aggregated":true,"new_field":{"a":[1]},
					 "aggregated_at":"2026-11-20T01:02:03Z","most_recent_job_guid":"JOB-1","institution_code":"mxbank",
					 "error":{"error_type":"MEMBER","error_code":1000,"error_message":"No eligible\\naccount"}}""");
			assertThat(state)
				.isEqualTo(new MemberState(ConnectionStatus.Known.IMPEDED, true, Instant.parse("2026-11-20T01:02:03Z"),
						"JOB-1", "mxbank", new MemberState.MemberError("1000", "No eligible account"), null));
		}

		@Test
		void anErrorThatCameAsText() {
			MemberState state = read("""
					{"guid":"MBR-1","connection_status":"CONNECTED",
					 "error":"{\\"error_code\\":1000,\\"error_message\\":\\"No eligible account\\"}"}""");
			assertThat(state.error()).isEqualTo(new MemberState.MemberError("1000", "No eligible account"));
			assertThat(read("{\"connection_status\":\"CONNECTED\",\"error\":\"oh no\"}").error()).isNull();
		}

		@Test
		void nullsWhereMxHasNothing() {
			MemberState state = read("""
					{"connection_status":null,"is_being_aggregated":null,"aggregated_at":null,
					 "most_recent_job_guid":null,"institution_code":null,"error":null,"challenges":null}""");
			assertThat(state)
				.isEqualTo(new MemberState(ConnectionStatus.Known.NONE, false, null, null, null, null, null));
		}

		@ParameterizedTest
		@CsvSource(nullValues = "-", textBlock = """
				true,    true,  true
				false,   false, false
				null,    false, -
				'"yes"', false, -
				[],      false, -
				""")
		void whetherTheLoginIsWantedAgainAndWhetherNumbersWereProcessed(String written, boolean needed,
				@Nullable Boolean processed) {
			MemberState state = read(
					"""
							{"connection_status":"CONNECTED","needs_updated_credentials":%s,"has_processed_account_numbers":%s}"""
						.formatted(written, written));
			assertThat(state.needsUpdatedCredentials()).isEqualTo(needed);
			assertThat(state.numbersProcessed()).isEqualTo(processed);
			assertThat(read("{\"connection_status\":\"CONNECTED\"}").numbersProcessed()).isNull();
		}

		@Test
		void aWordNeverSeenBeforeIsAStatus() {
			assertThat(read("{\"connection_status\":\"LEVITATING\"}").status())
				.isEqualTo(new ConnectionStatus.Unknown("LEVITATING"));
		}

		@ParameterizedTest
		@CsvSource(textBlock = """
				2026-11-20T02:00:00Z,             2026-11-20T02:00:00Z
				2026-11-20T02:00:00+00:00,        2026-11-20T02:00:00Z
				2026-11-19T20:00:00-06:00,        2026-11-20T02:00:00Z
				2026-11-20T02:00:00.000Z,         2026-11-20T02:00:00Z
				2026-11-20T02:00:00.123456+00:00, 2026-11-20T02:00:00.123456Z
				1970-01-01T00:00:00Z,             1970-01-01T00:00:00Z
				9999-12-31T23:59:59.999Z,         9999-12-31T23:59:59.999Z
				1969-12-31T23:59:59Z,
				0001-01-01T00:00:00Z,
				-99999-01-01T00:00:00Z,
				+99999-01-01T00:00:00Z,
				+10000-01-01T00:00:00Z,
				9999-12-31T23:59:59-06:00,
				yesterday,
				2026-11-20,
				'',
				""")
		void timesWithEveryOffsetSeen(String written, @Nullable Instant meant) {
			assertThat(read("{\"connection_status\":\"CREATED\",\"aggregated_at\":\"" + written + "\"}").aggregatedAt())
				.isEqualTo(meant);
		}

		@ParameterizedTest
		@CsvSource({ "'\"JOB-1\"',JOB-1", "17,17", "true,true", "null,", "'\"\"',", "[],", "{}," })
		void aJobGuidOfAnyType(String written, @Nullable String meant) {
			assertThat(read("{\"connection_status\":\"CREATED\",\"most_recent_job_guid\":" + written + "}").jobGuid())
				.isEqualTo(meant);
		}

		@ParameterizedTest
		@ValueSource(strings = { "{}", "{\"member\":null}", "{\"member\":{}}", "{\"member\":[]}", "{\"member\":\"x\"}",
				"{\"member\":{\"guid\":\"MBR-1\"}}", "{\"member\":{\"connection_status\":{}}}" })
		void noMemberIsNoMember(String body) {
			assertThat(reading.of(json(body))).isNull();
		}

		@Test
		void challengesThatAreNotToldAreNotTheSameAsNone() {
			assertThat(read("{\"connection_status\":\"CHALLENGED\"}").challenges()).isNull();
			assertThat(read("{\"connection_status\":\"CHALLENGED\",\"challenges\":[]}").challenges()).isEmpty();
		}

		@Test
		void anErrorWithoutACodeIsNone() {
			assertThat(read("{\"connection_status\":\"CONNECTED\",\"error\":{\"error_message\":\"x\"}}").error())
				.isNull();
		}

		private MemberState read(String member) {
			return Objects.requireNonNull(reading.of(json("{\"member\":" + member + "}")));
		}

	}

	@Nested
	class OfChallenges {

		private final ChallengesReading reading = new ChallengesReading(WHOM);

		@Test
		void anAccountSelection() {
			Page<Challenge> page = reading.of(
					json("""
							{"challenges":[{"field_name":null,"guid":"CRD-1","label":"Please select an account:","type":"OPTIONS",
							 "external_id":"single_account_select","options":[{"label":"Checking","value":"account-1"},
							 {"label":"Savings","value":"account-2","guid":"OPT-2"}]}]}"""));
			assertThat(Objects.requireNonNull(page).items())
				.containsExactly(new Challenge("CRD-1", "OPTIONS", "Please select an account:", null,
						"single_account_select", List.of(new Challenge.Option("Checking", "account-1"),
								new Challenge.Option("Savings", "account-2"))));
		}

		@Test
		void aRowOfNullsIsNoQuestion() {
			assertThat(reading.of(json("{\"challenges\":[{\"guid\":null,\"type\":null,\"options\":null}]}"))).isNull();
		}

		@Test
		void imagesToChooseFromAreOptionsToo() {
			Page<Challenge> page = reading.of(json("""
					{"challenges":[{"guid":"CRD-1","type":"IMAGE_OPTIONS",
					 "image_options":[{"label":"Cat","value":"cat","data_uri":"data:image/png;base64,AAAA"}]}]}"""));
			assertThat(Objects.requireNonNull(page).items().getFirst().options())
				.containsExactly(new Challenge.Option("Cat", "cat"));
		}

		@Test
		void anOddTypeIsAWordLikeAnyOther() {
			Page<Challenge> page = reading.of(json("{\"challenges\":[{\"type\":0,\"options\":null},\"odd\"]}"));
			assertThat(Objects.requireNonNull(page).items())
				.containsExactly(new Challenge("", "0", null, null, null, List.of()));
		}

	}

	@Nested
	class OfAccounts {

		@ParameterizedTest
		@ValueSource(strings = { "{}", "null", "{\"guid\":null}", "{\"guid\":\"..\"}", "{\"guid\":\"\"}" })
		void oneThatCannotBeAskedForSpoilsTheList(String row) {
			assertThat(new AccountsReading(WHOM).of(json("{\"accounts\":[{\"guid\":\"ACT-1\"}," + row + "]}")))
				.isNull();
		}

	}

	@Nested
	class OfAccountNumbers {

		private final AccountNumbersReading reading = AccountNumbersReading.ofAll(WHOM);

		@Test
		void leadingZerosSurvive() {
			assertThat(
					only("""
							{"account_guid":"ACT-1","account_number":"000123","routing_number":"011000015",
							 "institution_number":null,"transit_number":null,"passed_validation":true,"loan_guarantor":null}"""))
				.isEqualTo(new AccountNumber("ACT-1", "000123", "011000015", null, null, true, false));
		}

		@Test
		void aRoutingNumberOfAnyLengthIsKept() {
			assertThat(only("{\"account_number\":\"10001\",\"routing_number\":\"68899990000000\"}").routingNumber())
				.isEqualTo("68899990000000");
		}

		@ParameterizedTest
		@CsvSource({ "11000015,011000015", "11000016,11000016", "21000021,021000021", "121000248,121000248" })
		void integersHaveLostTheirZerosAndRoutingNumbersGetThemBackWhereTheChecksumProvesIt(String written,
				String routing) {
			AccountNumber number = only("{\"account_number\":123456,\"routing_number\":" + written + "}");
			assertThat(number).isEqualTo(new AccountNumber(null, "123456", routing, null, null, null, true));
		}

		@Test
		void anIntegerBeyondAllBoundsIsStillANumber() {
			assertThat(only("{\"account_number\":123456789012345678901234567890}").number())
				.isEqualTo("123456789012345678901234567890");
		}

		@Test
		void aCanadianTransitNumberMayStandInThePlaceOfTheRoutingNumber() {
			assertThat(only("{\"account_number\":\"7\",\"routing_number\":\"00123\",\"institution_number\":\"003\"}"))
				.isEqualTo(new AccountNumber(null, "7", null, "003", "00123", null, false));
			assertThat(only("{\"account_number\":7,\"routing_number\":123,\"institution_number\":3}"))
				.isEqualTo(new AccountNumber(null, "7", null, "003", "00123", null, true));
		}

		@ParameterizedTest
		@ValueSource(strings = { "12.5", "[1]", "1e9" })
		void whatIsNoNumberAtAllIsNotNothing(String written) {
			assertThat(only("{\"account_number\":" + written + "}")).returns(true, AccountNumber::masked)
				.returns(false, AccountNumber::usable);
			assertThat(only("{\"account_number\":\"1\",\"routing_number\":" + written + "}")).returns(true,
					AccountNumber::masked);
		}

		@Test
		void anAccountWithoutANumberHasNone() {
			assertThat(only("{\"account_guid\":\"ACT-1\",\"account_number\":null}"))
				.returns(false, AccountNumber::masked)
				.returns(false, AccountNumber::usable);
		}

		@ParameterizedTest
		@ValueSource(strings = { "\"\"", "\" \"" })
		void aBlankIsNoNumberEither(String written) {
			assertThat(only("{\"account_number\":" + written + "}")).returns(true, AccountNumber::masked);
			assertThat(only("{\"account_number\":\"1\",\"transit_number\":" + written + "}")).returns(true,
					AccountNumber::usable);
		}

		@ParameterizedTest
		@ValueSource(strings = { "{}", "{\"account_number\":null,\"account_guid\":null,\"member_guid\":null}" })
		void aRowOfNullsIsNobodysWhateverTheFlavour(String row) {
			for (Whom whom : List.of(WHOM, Whom.inSession(MxApiContract.MEMBER))) {
				assertThat(AccountNumbersReading.ofAll(whom)
					.about(json("{\"account_numbers\":[{\"member_guid\":\"MBR-1\"}," + row + "]}")))
					.isEqualTo(About.NOBODY);
			}
		}

		@Test
		void aSingleAccountIsAListOfOne() {
			Page<AccountNumber> page = reading.of(json("{\"account_number\":{\"account_number\":\"1\"}}"));
			assertThat(Objects.requireNonNull(page).items()).hasSize(1);
		}

		@ParameterizedTest
		@ValueSource(strings = { "{}", "[]", "{\"account_numbers\":{}}", "{\"account_numbers\":[7]}",
				"{\"account_numbers\":[{},null]}", "{\"account_numbers\":\"none\"}" })
		void noListIsNoList(String body) {
			assertThat(reading.of(json(body))).isNull();
		}

		private AccountNumber only(String number) {
			Page<AccountNumber> page = reading.of(json("{\"account_numbers\":[" + number + "]}"));
			return Objects.requireNonNull(page).items().getFirst();
		}

	}

}
