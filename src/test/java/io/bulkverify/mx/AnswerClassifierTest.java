package io.bulkverify.mx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import io.bulkverify.member.Answer;
import io.bulkverify.member.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** The table of src/docs/mx.md §2, to be checked against it by eye. */
class AnswerClassifierTest {

	private static final Request ANY = Request.get(Endpoint.READ_MEMBER, "http://mx", Map.of(), "MBR-1");

	private final AnswerClassifier classifier = new AnswerClassifier(Mx.TIME, Mx.KEY);

	/** Takes the word under "value", and none where there is nothing. */
	private final Reading<String> word = body -> Lenient.word(body.path("value"));

	private final Reading<String> wordOrNone = new Reading<>() {
		@Override
		public @Nullable String of(JsonNode body) {
			return word.of(body);
		}

		@Override
		public String ofNoContent() {
			return "none";
		}
	};

	@ParameterizedTest(name = "{0}: {1} is {2}")
	@CsvSource(textBlock = """
			READ_MEMBER,          200, GOOD
			READ_STATUS,          200, GOOD
			VERIFY,               200, GOOD
			VERIFY,               202, JOINED
			RESUME,               202, GOOD
			RESUME,               200, GOOD
			READ_ACCOUNT_NUMBERS, 200, GOOD
			SESSION,              201, GOOD
			READ_MEMBER,          204, UNCLEAR
			VERIFY,               204, UNCLEAR
			VERIFY,               206, UNCLEAR
			READ_MEMBER,          301, UNCLEAR
			VERIFY,               302, UNCLEAR
			VERIFY,               307, UNCLEAR
			VERIFY,               401, FOR_EVERYBODY
			READ_MEMBER,          401, FOR_EVERYBODY
			READ_MEMBER,          403, REFUSED
			READ_STATUS,          403, REFUSED
			PROBE,                403, FOR_EVERYBODY
			SESSION,              403, REFUSED
			VERIFY,               406, FOR_EVERYBODY
			READ_MEMBER,          406, FOR_EVERYBODY
			VERIFY,               407, FOR_EVERYBODY
			VERIFY,               408, UNCLEAR
			VERIFY,               409, CONFLICT
			READ_MEMBER,          409, CONFLICT
			VERIFY,               429, THROTTLED
			READ_STATUS,          429, THROTTLED
			VERIFY,               500, UNCLEAR
			VERIFY,               502, UNCLEAR
			READ_MEMBER,          503, UNCLEAR
			VERIFY,               504, UNCLEAR
			VERIFY,               599, UNCLEAR
			VERIFY,               100, UNCLEAR
			""")
	void everyCodeHasItsEnding(Endpoint endpoint, int status, Ending ending) {
		Heard<String> heard = heard(endpoint, status, "{\"value\":\"x\"}", word);
		boolean sessionOver = status == 401;
		assertThat(Ending.of(new Heard<>(heard.answer(), false))).isEqualTo(ending);
		assertThat(heard.sessionOver()).isEqualTo(sessionOver);
	}

	@ParameterizedTest(name = "{0}: {1} is {2}")
	@CsvSource(textBlock = """
			READ_MEMBER,          404, NOT_FOUND
			VERIFY,               404, NOT_FOUND
			READ_MEMBER,          403, NOT_ALLOWED
			READ_STATUS,          403, NOT_ALLOWED
			SESSION,              403, NOT_ALLOWED
			VERIFY,               403, NOT_ENABLED
			LIST_CHALLENGES,      403, NOT_ENABLED
			RESUME,               403, NOT_ENABLED
			READ_ACCOUNT_NUMBERS, 403, NOT_ENABLED
			RESUME,               405, OTHER
			VERIFY,               405, OTHER
			VERIFY,               410, OTHER
			VERIFY,               415, OTHER
			VERIFY,               422, OTHER
			VERIFY,               451, OTHER
			VERIFY,               400, BAD_REQUEST
			READ_MEMBER,          400, BAD_REQUEST
			""")
	void everyRefusalHasItsKind(Endpoint endpoint, int status, Refusal refusal) {
		assertThat(refusal(endpoint, status, "")).contains(refusal);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Member's institution does not support instant account verification.",
			"MEMBER'S INSTITUTION DOES NOT SUPPORT INSTANT ACCOUNT VERIFICATION",
			"The institution does not support account verification", "This institution doesn't support verification",
			"Account verification is not supported by this institution", "institution does not support this",
			"Instant account verification is not available at this bank" })
	void aTextThatSaysSoCondemnsTheInstitution(String text) {
		String said = text.replace("\"", "");
		assertThat(refusal(Endpoint.VERIFY, 400, "{\"error\":{\"message\":\"" + said + "\"}}"))
			.contains(Refusal.INSTITUTION_NOT_SUPPORTED);
		assertThat(refusal(Endpoint.VERIFY, 400, "{\"error\":\"" + said + "\"}"))
			.contains(Refusal.INSTITUTION_NOT_SUPPORTED);
		assertThat(refusal(Endpoint.VERIFY, 400, "{\"message\":\"" + said + "\",\"code\":4001}"))
			.contains(Refusal.INSTITUTION_NOT_SUPPORTED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "include_transactions is not a boolean", "the member does not exist",
			"this version does not support that field", "", "Instant account verification is not available",
			"Your client does not support account verification with this institution",
			"The institution does not support verification at this time" })
	void anyOtherTextOf400IsTheMembersOwn(String text) {
		assertThat(refusal(Endpoint.VERIFY, 400, "{\"error\":{\"message\":\"" + text + "\"}}"))
			.contains(Refusal.BAD_REQUEST);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			institution_prevented_error,            INSTITUTION_NOT_SUPPORTED
			institution_prevent_new_error,          INSTITUTION_NOT_SUPPORTED
			institution_prevent_verification_error, INSTITUTION_NOT_SUPPORTED
			institution_maintenance_error,          INSTITUTION_UNAVAILABLE
			institution_unavailable_error,          INSTITUTION_UNAVAILABLE
			some_new_error,                         BAD_REQUEST
			""")
	void theTypeOf400TellsWhetherTheInstitutionComesBack(String type, Refusal refusal) {
		assertThat(refusal(Endpoint.VERIFY, 400, "{\"error\":{\"message\":\"no\",\"type\":\"" + type + "\"}}"))
			.contains(refusal);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "<html><body>Bad gateway</body></html>", "null", "[]", "7", "{", "\"text\"",
			"{\"error\":null}", "{\"error\":[]}", "{\"error\":{\"message\":{}}}" })
	void aBodyOfAnyShapeIsTakenAsItIs(String body) {
		assertThat(heard(Endpoint.VERIFY, 502, body, word).answer()).isEqualTo(new Answer.Unclear<>("HTTP 502"));
		assertThat(heard(Endpoint.VERIFY, 409, body, word).answer()).isEqualTo(new Answer.Conflict<>());
		assertThat(heard(Endpoint.VERIFY, 200, body, word).answer()).isInstanceOf(Answer.Unclear.class);
		assertThat(heard(Endpoint.VERIFY, 202, body, word).answer()).isInstanceOf(Answer.Unclear.class);
	}

	@Test
	void a200WhoseBodyBrokeOffIsUnclear() {
		Reply broken = new Reply.Received(200, null, null, MissingNode.getInstance(), "answer too large");
		assertThat(classifier.classify(ANY, broken, word).answer())
			.isEqualTo(new Answer.Unclear<>("HTTP 200, but answer too large"));
	}

	@Test
	void a204IsGoodWhereNothingIsAnAnswer() {
		assertThat(heard(Endpoint.LIST_CHALLENGES, 204, "", wordOrNone).answer()).isEqualTo(new Answer.Good<>("none"));
	}

	@Test
	void whatWasNotSentIsNotSentAndWhatWasLostIsUnclear() {
		assertThat(classifier.classify(ANY, new Reply.NeverLeft("no connection"), word).answer())
			.isEqualTo(new Answer.NotSent<>("no connection"));
		assertThat(classifier.classify(ANY, new Reply.NoSocket("raise ulimit"), word).answer())
			.isEqualTo(new Answer.ForEverybody<>("raise ulimit"));
		assertThat(classifier.classify(ANY, new Reply.Lost("no answer in time"), word).answer())
			.isEqualTo(new Answer.Unclear<>("no answer in time"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			401 | {"error":{"code":4011,"message":"expired"}}
			401 | {"code":"4011"}
			400 | {"error":{"code":"4011"}}
			403 | {"error":4011}
			""")
	void anExpiredSessionIsNoVerdictAboutAnybody(int status, String body) {
		Heard<String> read = heard(Endpoint.READ_MEMBER, status, body, word);
		assertThat(read.sessionOver()).isTrue();
		assertThat(read.answer()).isInstanceOf(Answer.Unclear.class);
		Heard<String> verify = heard(Endpoint.VERIFY, status, body, word);
		assertThat(verify.sessionOver()).isTrue();
		assertThat(verify.answer()).isInstanceOf(Answer.NotSent.class);
	}

	@ParameterizedTest
	@EnumSource(Endpoint.class)
	void retryAfterIsHandedOn(Endpoint endpoint) {
		Reply reply = new Reply.Received(429, "7", null, MissingNode.getInstance(), null);
		assertThat(classifier.classify(Request.get(endpoint, "http://mx", Map.of(), ""), reply, word).answer())
			.isEqualTo(new Answer.Throttled<>(Duration.ofSeconds(7)));
	}

	@ParameterizedTest
	@EnumSource(Endpoint.class)
	void retryAfterOfAnUpdateIsHandedOnToo(Endpoint endpoint) {
		Reply reply = new Reply.Received(503, "7200", null, MissingNode.getInstance(), null);
		assertThat(classifier.classify(Request.get(endpoint, "http://mx", Map.of(), ""), reply, word).answer())
			.isEqualTo(new Answer.Unclear<>("HTTP 503", Duration.ofHours(2)));
	}

	@Test
	void noSecretOfTheRequestAndNoNumberComesBackInAText() {
		Request request = Request.get(Endpoint.VERIFY, "http://mx", Map.of("MX-API-Key", "secr3t", "Accept", "a/b"),
				"MBR-1");
		Reply reply = new Reply.Received(422, null, null,
				JsonMapper.shared()
					.readTree("{\"error\":{\"message\":\"Key secr3t, account 000123456789\\r\\nand 1234 5678 90\"}}"),
				null);
		assertThat(classifier.classify(request, reply, word).answer())
			.isEqualTo(new Answer.Refused<>(Refusal.OTHER, "HTTP 422: Key ***, account *** and ***"));
	}

	private Optional<Refusal> refusal(Endpoint endpoint, int status, String body) {
		return heard(endpoint, status, body, word).answer() instanceof Answer.Refused<String>(var refusal, var text)
				? Optional.of(refusal) : Optional.empty();
	}

	private <T> Heard<T> heard(Endpoint endpoint, int status, String body, Reading<T> reading) {
		JsonNode read = new JsonBody().read(body.getBytes(StandardCharsets.UTF_8));
		Reply reply = read == null
				? new Reply.Received(status, null, null, MissingNode.getInstance(), "the answer is no JSON")
				: new Reply.Received(status, null, null, read, null);
		return classifier.classify(Request.get(endpoint, "http://mx", Map.of(), "MBR-1"), reply, reading);
	}

}
