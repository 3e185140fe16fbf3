package io.bulkverify.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The parts that the integration tests rely on, over real HTTP; time is set by hand, so
 * nothing waits.
 */
class MxSimulatorTest {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final AtomicLong now = new AtomicLong(Instant.parse("2026-11-20T02:00:00Z").toEpochMilli());

	private final InstantSource clock = () -> Instant.ofEpochMilli(now.get());

	private MxSimulator mx = MxSimulator.start(settings().build());

	private SimulatorSettings.Builder settings() {
		return SimulatorSettings.builder().clock(clock).verification(Duration.ofSeconds(2), Duration.ofSeconds(2));
	}

	private void restart(SimulatorSettings.Builder settings) {
		mx.close();
		mx = MxSimulator.start(settings.build());
	}

	@AfterEach
	void close() {
		mx.close();
	}

	@Test
	void atriumWantsItsThreeHeaders() throws Exception {
		assertThat(send(request("GET", "/users")).statusCode()).isEqualTo(401);
		assertThat(send(request("GET", "/users", "MX-API-Key", "wrong", "MX-Client-ID", "sim-client")).statusCode())
			.isEqualTo(401);
		assertThat(send(request("GET", "/users", "MX-API-Key", "sim-key", "MX-Client-ID", "sim-client", "Accept",
				"application/json"))
			.statusCode()).isEqualTo(406);
		assertThat(atrium("GET", "/users").statusCode()).isEqualTo(200);
		assertThat(mx.ledger().wronglyHeaded()).isEqualTo(3);
		assertThat(mx.ledger().wrongHeaders()).containsEntry("MX-API-Key missing or wrong", 2L);
	}

	@Test
	void aVerificationRunsAndEndsConnectedWithItsNumber() throws Exception {
		JsonNode before = member(atrium("GET", path("MBR-fine-1")));
		HttpResponse<String> verify = atrium("POST", path("MBR-fine-1") + "/verify");
		assertThat(verify.statusCode()).isEqualTo(200);
		assertThat(atrium("POST", path("MBR-fine-1") + "/verify").statusCode()).isEqualTo(202);
		JsonNode running = member(atrium("GET", path("MBR-fine-1") + "/status"));
		assertThat(running.path("is_being_aggregated").asBoolean()).isTrue();
		assertThat(running.path("connection_status").asString()).isEqualTo("CONNECTED");
		assertThat(running.path("aggregated_at")).isNotEqualTo(before.path("aggregated_at"));
		assertThat(numbers("MBR-fine-1")).isEmpty();
		later(2000);
		assertThat(member(atrium("GET", path("MBR-fine-1") + "/status")).path("is_being_aggregated").asBoolean())
			.isFalse();
		assertThat(numbers("MBR-fine-1")).containsExactly(mx.accountNumbers("MBR-fine-1").getFirst().accountNumber());
		assertThat(mx.member("MBR-fine-1").accepted()).isEqualTo(1);
		assertThat(mx.member("MBR-fine-1").joined()).isEqualTo(1);
		assertThat(mx.member("MBR-fine-1").acceptedIn()).containsExactly("CONNECTED");
		assertThat(mx.member("MBR-fine-1").smallestGapMs()).isZero();
		assertThat(mx.expected("MBR-fine-1")).isEqualTo(Expectation.verified(1));
	}

	@Test
	void anotherUsersMemberIsNotFound() throws Exception {
		assertThat(atrium("GET", path("MBR-fine-1")).statusCode()).isEqualTo(200);
		assertThat(atrium("GET", "/users/USR-other/members/MBR-fine-1").statusCode()).isEqualTo(404);
	}

	@Test
	void aForeignJobAnswers409UntilItIsDone() throws Exception {
		assertThat(atrium("POST", path("MBR-busy.for-3000-1") + "/verify").statusCode()).isEqualTo(409);
		later(3000);
		assertThat(atrium("POST", path("MBR-busy.for-3000-1") + "/verify").statusCode()).isEqualTo(200);
		JsonNode idle = member(atrium("GET", path("MBR-busy.hidden-1-1")));
		assertThat(idle.path("is_being_aggregated").asBoolean()).isFalse();
		assertThat(atrium("POST", path("MBR-busy.hidden-1-1") + "/verify").statusCode()).isEqualTo(409);
		assertThat(atrium("POST", path("MBR-joined-1") + "/verify").statusCode()).isEqualTo(202);
	}

	@ParameterizedTest
	@CsvSource({ "MBR-end.status-DENIED-1,DENIED,DENIED", "MBR-end.status-null-1,null,NO_CREDENTIALS",
			"MBR-end.status-SPELLBOUND-1,SPELLBOUND,UNKNOWN_STATUS", "MBR-flicker-1,CONNECTED,IMPEDED",
			"MBR-fast.status-LOCKED-1,LOCKED,LOCKED", "MBR-error-1,CONNECTED,MEMBER_ERROR" })
	void aJobEndsAsItsStoryTells(String guid, String status, String reason) throws Exception {
		assertThat(atrium("POST", path(guid) + "/verify").statusCode()).isEqualTo(200);
		later(2000);
		JsonNode node = member(atrium("GET", path(guid)));
		assertThat(node.path("connection_status").isNull() ? "null" : node.path("connection_status").asString())
			.isEqualTo(status);
		assertThat(mx.expected(guid).acceptsReason(reason)).isTrue();
		assertThat(mx.expected(guid).forbidsVerify()).isFalse();
	}

	@Test
	void aFlickerIsSeenOnce() throws Exception {
		atrium("POST", path("MBR-flicker-1") + "/verify");
		later(2000);
		assertThat(member(atrium("GET", path("MBR-flicker-1"))).path("connection_status").asString())
			.isEqualTo("CONNECTED");
		assertThat(member(atrium("GET", path("MBR-flicker-1"))).path("connection_status").asString())
			.isEqualTo("IMPEDED");
	}

	@Test
	void aStaleStatusIsShownUntilTheJobReallyStarts() throws Exception {
		JsonNode before = member(atrium("GET", path("MBR-stale.lag-4000-1")));
		JsonNode verified = member(atrium("POST", path("MBR-stale.lag-4000-1") + "/verify"));
		assertThat(verified.path("is_being_aggregated").asBoolean()).isFalse();
		assertThat(verified.path("aggregated_at")).isEqualTo(before.path("aggregated_at"));
		later(4000);
		assertThat(member(atrium("GET", path("MBR-stale.lag-4000-1"))).path("is_being_aggregated").asBoolean())
			.isTrue();
	}

	@Test
	void anAccountSelectionWaitsForItsAnswer() throws Exception {
		String guid = "MBR-selection.options-2.external-1-1";
		assertThat(atrium("GET", path(guid) + "/challenges").statusCode()).isEqualTo(204);
		atrium("POST", path(guid) + "/verify");
		later(1000);
		JsonNode status = member(atrium("GET", path(guid) + "/status"));
		assertThat(status.path("connection_status").asString()).isEqualTo("CHALLENGED");
		assertThat(status.path("is_being_aggregated").asBoolean()).isTrue();
		JsonNode challenge = status.path("challenges").get(0);
		assertThat(challenge.path("external_id").asString()).isEqualTo("single_account_select");
		String value = challenge.path("options").get(1).path("value").asString();
		assertThat(value).startsWith("account-");
		assertThat(resume(guid, challenge.path("guid").asString(), "account-none").statusCode()).isEqualTo(400);
		assertThat(resume(guid, challenge.path("guid").asString(), value).statusCode()).isEqualTo(202);
		assertThat(resume(guid, challenge.path("guid").asString(), value).statusCode()).isEqualTo(405);
		later(1000);
		assertThat(numbers(guid)).hasSize(1);
		assertThat(mx.accountNumbers(guid).getFirst().accountGuid()).startsWith("ACT-1-");
		assertThat(mx.member(guid).resumesAccepted()).isEqualTo(1);
	}

	@Test
	void anUnansweredChallengeExpires() throws Exception {
		atrium("POST", path("MBR-mfa.window-5000-1") + "/verify");
		later(1000);
		assertThat(member(atrium("GET", path("MBR-mfa.window-5000-1"))).path("connection_status").asString())
			.isEqualTo("CHALLENGED");
		later(5000);
		JsonNode expired = member(atrium("GET", path("MBR-mfa.window-5000-1")));
		assertThat(expired.path("connection_status").asString()).isEqualTo("EXPIRED");
		assertThat(expired.path("is_being_aggregated").asBoolean()).isFalse();
	}

	@Test
	void lostAnswersAreLostBeforeOrAfterTheWork() throws Exception {
		String after = path("MBR-lost.when-after-1") + "/verify";
		assertThatThrownBy(() -> atrium("POST", after)).isInstanceOf(IOException.class);
		assertThat(mx.member("MBR-lost.when-after-1").accepted()).isEqualTo(1);
		assertThat(atrium("POST", after).statusCode()).isEqualTo(202);
		String before = path("MBR-lost.when-before.how-500-1") + "/verify";
		assertThat(atrium("POST", before).statusCode()).isEqualTo(500);
		assertThat(mx.member("MBR-lost.when-before.how-500-1").accepted()).isZero();
		assertThat(atrium("POST", before).statusCode()).isEqualTo(200);
		String cut = path("MBR-lost.how-cut-1") + "/verify";
		assertThatThrownBy(() -> atrium("POST", cut)).isInstanceOf(IOException.class);
		String late = path("MBR-lost.how-timeout.delay-50-1") + "/verify";
		assertThatThrownBy(() -> atrium("POST", late)).isInstanceOf(IOException.class);
		assertThat(mx.member("MBR-lost.how-timeout.delay-50-1").accepted()).isEqualTo(1);
		assertThat(mx.ledger().calls(Call.VERIFY, "reset")).isEqualTo(1);
		assertThat(mx.ledger().calls(Call.VERIFY, "cut")).isEqualTo(1);
	}

	@Test
	void flakyReadsBreakAndThenAreFine() throws Exception {
		String status = path("MBR-flaky.how-garbage.times-2-1") + "/status";
		assertThat(atrium("GET", status).body()).doesNotEndWith("}");
		assertThat(atrium("GET", status).body()).doesNotEndWith("}");
		assertThat(atrium("GET", status).body()).endsWith("}");
		MemberReport report = mx.member("MBR-flaky.how-garbage.times-2-1");
		assertThat(report.brokenReads()).isEqualTo(2);
		assertThat(report.smallestGapMs()).isEqualTo(-1);
		assertThat(report.smallestGapAnyMs()).isZero();
	}

	@Test
	void aPageAboveTheCapHas25() throws Exception {
		String guid = "MBR-pages.count-60.known-1-1";
		mx.tell(guid, Story.builder().numbers(60).pageCap(25).known(true).build());
		JsonNode first = json(atrium("GET", path(guid) + "/account_numbers?records_per_page=100"));
		assertThat(first.path("account_numbers").size()).isEqualTo(25);
		assertThat(first.path("pagination").path("total_pages").asInt()).isEqualTo(3);
		JsonNode last = json(atrium("GET", path(guid) + "/account_numbers?records_per_page=100&page=3"));
		assertThat(last.path("account_numbers").size()).isEqualTo(10);
	}

	@ParameterizedTest
	@CsvSource({ "MBR-unsupported-1,400,INSTITUTION_NOT_SUPPORTED",
			"MBR-unsupported.type-maintenance-1,400,INSTITUTION_UNAVAILABLE",
			"MBR-forbidden-1,403,VERIFICATION_NOT_ENABLED", "MBR-gone-1,404,MEMBER_NOT_FOUND",
			"MBR-refused.code-405-1,405,REFUSED" })
	void aVerifyIsRefused(String guid, int code, String reason) throws Exception {
		assertThat(atrium("POST", path(guid) + "/verify").statusCode()).isEqualTo(code);
		assertThat(mx.member(guid).verifyCalls()).isEqualTo(1);
		assertThat(mx.member(guid).accepted()).isZero();
		assertThat(mx.expected(guid).acceptsReason(reason)).isTrue();
	}

	@Test
	void aMistakeInAListIsSaid() throws Exception {
		HttpResponse<String> answer = atrium("GET", path("MBR-busy.fro-3000-1"));
		assertThat(answer.statusCode()).isEqualTo(501);
		assertThat(answer.body()).contains("fro-3000");
	}

	@Test
	void everyStoryIsToldAndExpected() throws Exception {
		for (String name : Stories.names()) {
			String guid = "MBR-" + name + "-1";
			assertThat(Stories.of(guid).name()).isEqualTo(name);
			assertThat(mx.expected(guid).text()).isNotEmpty();
		}
		assertThat(Stories.of("MBR-5f3e-fine").name()).isEqualTo("fine");
		assertThat(atrium("POST", "/users/test_atrium/members/test_atrium_member/verify").statusCode()).isEqualTo(200);
	}

	@Test
	void theCatalogueTellsEveryStory() {
		List<String> all = new ArrayList<>(Catalogue.members(Catalogue.spellings().size()));
		Catalogue.hostile().forEach(spelling -> all.add("MBR-" + spelling + "-1"));
		for (String guid : all) {
			assertThat(guid).matches("[A-Za-z0-9_.-]{1,100}");
			assertThat(guid).startsWith("MBR-" + Stories.of(guid).name());
			assertThat(mx.expected(guid)).isNotInstanceOf(Expectation.RunStops.class);
		}
		assertThat(Catalogue.spellings()).doesNotHaveDuplicates();
	}

	@ParameterizedTest
	@CsvSource({ "fine,VERIFIED:1", "start.status-LOCKED,LOCKED", "start.status-null,NO_CREDENTIALS",
			"start.status-FAILED,VERIFIED:1", "end.status-DELAYED,POLL_TIMEOUT", "stale.status-DENIED,DENIED",
			"unmoved,VERIFIED:1:UNCONFIRMED", "busy.for-ever,CONFLICT_TIMEOUT", "busy.leaves-DENIED,DENIED",
			"joined.options-2,ACCOUNT_SELECTION_NEEDED|CHALLENGED", "mfa,CHALLENGED",
			"selection,ACCOUNT_SELECTION_NEEDED", "leftover.status-EXPIRED,ACCOUNT_SELECTION_NEEDED|EXPIRED",
			"pages,VERIFIED:60", "masked,MASKED_NUMBERS", "nonumbers,NO_ACCOUNT_NUMBERS", "lost,VERIFIED:1",
			"lost.times-ever,VERIFIED:1", "lost.when-before.times-ever,API_ERROR", "flaky.times-ever,API_ERROR",
			"never,POLL_TIMEOUT", "address,RUN_STOPS:HTTP 403 on a read|REFUSED", "late.reads-1,VERIFIED:1",
			"late.reads-3,VERIFIED:1|NO_ACCOUNT_NUMBERS", "credentials,UPDATED_CREDENTIALS_NEEDED",
			"record,INSTITUTION_NOT_SUPPORTED", "record.says-disabled,INSTITUTION_NOT_SUPPORTED",
			"record.says-once,VERIFIED:1", "olderror.lingers-1,VERIFIED:1", "overtaken,VERIFIED:1",
			"background.how-reset,VERIFIED:1", "background.when-before.how-reset,UNCONFIRMED",
			"background.when-before.how-reset.known-1,VERIFIED:1",
			"lost.when-before.how-empty.known-1,VERIFIED:1:UNCONFIRMED", "busy.for-900.hidden-1.how-reset,UNCONFIRMED",
			"lost.count-0,UNCONFIRMED", "unmoved.count-0,UNCONFIRMED", "lost.when-before.how-empty,UNCONFIRMED",
			"lost.when-before.how-html,VERIFIED:1", "partly.count-3,VERIFIED:1:PARTLY_MASKED", "junk,MASKED_NUMBERS",
			"times.format-odd,VERIFIED:1" })
	void aStoryKnowsItsEnd(String spelling, String expected) {
		assertThat(mx.expected("MBR-" + spelling + "-1").text()).isEqualTo(expected);
	}

	@Test
	void quotasHoldInEverySlidingSecond() throws Exception {
		restart(settings().quota(5, 1).faults(Faults.NONE.withTooMany(0, 7)));
		for (int i = 0; i < 5; i++) {
			assertThat(atrium("GET", "/users").statusCode()).isEqualTo(200);
			later(100);
		}
		HttpResponse<String> tooMany = atrium("GET", "/users");
		assertThat(tooMany.statusCode()).isEqualTo(429);
		assertThat(tooMany.headers().firstValue("Retry-After")).contains("7");
		later(500);
		assertThat(atrium("GET", "/users").statusCode()).isEqualTo(200);
		assertThat(atrium("POST", path("MBR-fine-1") + "/verify").statusCode()).isEqualTo(200);
		assertThat(atrium("POST", path("MBR-fine-2") + "/verify").statusCode()).isEqualTo(429);
		assertThat(mx.ledger().peakReadsPerSecond()).isEqualTo(6);
		assertThat(mx.ledger().peakWritesPerSecond()).isEqualTo(2);
		assertThat(mx.ledger().answers("429")).isEqualTo(2);
	}

	@Test
	void anOutageEndsByItself() throws Exception {
		mx.outage(Duration.ofSeconds(6));
		assertThatThrownBy(() -> atrium("GET", "/users")).isInstanceOf(IOException.class);
		later(6000);
		assertThat(atrium("GET", "/users").statusCode()).isEqualTo(200);
	}

	@Test
	void faultsBefallTheirShareOfCalls() throws Exception {
		mx.faults(Faults.of(7, 0, 0.5, 0.5));
		for (int i = 0; i < 200; i++) {
			atrium("GET", path("MBR-fine-1") + "/status");
		}
		assertThat(mx.ledger().calls(Call.READ_STATUS, "200")).isZero();
		assertThat(mx.ledger().calls(Call.READ_STATUS, "garbage")).isBetween(60L, 140L);
	}

	@Test
	void aDisturbanceBeginsInMidRunAndEndsByItself() throws Exception {
		mx.disturb("calls=endpoints how=404 after-calls=2 seconds=9");
		assertThat(atrium("GET", path("MBR-fine-1")).statusCode()).isEqualTo(200);
		assertThat(atrium("GET", path("MBR-fine-2")).statusCode()).isEqualTo(200);
		assertThat(atrium("GET", path("MBR-fine-1")).statusCode()).isEqualTo(404);
		assertThat(atrium("POST", path("MBR-fine-2") + "/verify").statusCode()).isEqualTo(404);
		assertThat(atrium("GET", "/users").statusCode()).isEqualTo(200);
		assertThat(atrium("GET", "/institutions/chase").statusCode()).isEqualTo(200);
		later(9000);
		assertThat(atrium("POST", path("MBR-fine-2") + "/verify").statusCode()).isEqualTo(200);
		assertThat(mx.befallen()).containsExactly(2L);
		assertThat(mx.member("MBR-fine-2").accepted()).isEqualTo(1);
	}

	@Test
	void aDisturbanceBefallsItsKindOfCallItsShareAndItsMembers() throws Exception {
		mx.disturb("calls=verify,how=429,retry-after=20,times=1");
		mx.disturb("calls=status,how=500,share=0.5");
		mx.disturb("calls=numbers,how=403,members=0.5,after-seconds=1");
		HttpResponse<String> throttled = atrium("POST", path("MBR-fine-1") + "/verify");
		assertThat(throttled.statusCode()).isEqualTo(429);
		assertThat(throttled.headers().firstValue("Retry-After")).contains("20");
		assertThat(atrium("POST", path("MBR-fine-1") + "/verify").statusCode()).isEqualTo(200);
		assertThat(atrium("GET", path("MBR-fine-1") + "/account_numbers").statusCode()).isEqualTo(200);
		later(1000);
		for (int i = 0; i < 200; i++) {
			atrium("GET", path("MBR-fine-" + i) + "/status");
			atrium("GET", path("MBR-fine-" + i) + "/account_numbers");
		}
		assertThat(mx.ledger().calls(Call.READ_STATUS, "500")).isBetween(60L, 140L);
		long refused = mx.ledger().calls(Call.NUMBERS_BY_MEMBER, "403");
		assertThat(refused).isBetween(60L, 140L);
		for (int i = 0; i < 200; i++) {
			atrium("GET", path("MBR-fine-" + i) + "/account_numbers");
		}
		assertThat(mx.ledger().calls(Call.NUMBERS_BY_MEMBER, "403")).as("the same members").isEqualTo(2 * refused);
		mx.calm();
		assertThat(atrium("GET", path("MBR-fine-1") + "/status").statusCode()).isEqualTo(200);
	}

	@Test
	void anAnswerIsAboutAnotherMember() throws Exception {
		atrium("POST", path("MBR-fine-1") + "/verify");
		later(2000);
		mx.disturb("how=swapped when=after");
		JsonNode verified = member(atrium("POST", path("MBR-fine-2") + "/verify"));
		assertThat(verified.path("guid").asString()).isEqualTo("MBR-fine-1");
		assertThat(mx.member("MBR-fine-2").accepted()).isEqualTo(1);
		assertThat(member(atrium("GET", path("MBR-fine-2") + "/status")).path("guid").asString())
			.isEqualTo("MBR-fine-1");
		JsonNode number = json(atrium("GET", path("MBR-fine-2") + "/account_numbers")).path("account_numbers").get(0);
		assertThat(number.path("account_number").asString())
			.isEqualTo(mx.accountNumbers("MBR-fine-1").getFirst().accountNumber());
		mx.calm();
		later(2000);
		mx.disturb("calls=numbers how=swapped_row");
		JsonNode rows = json(atrium("GET", path("MBR-fine-2") + "/account_numbers")).path("account_numbers");
		assertThat(rows.size()).isEqualTo(1);
		assertThat(rows.get(0).path("member_guid").asString()).isEqualTo("MBR-fine-1");
		mx.calm();
		mx.disturb("calls=verify how=swapped");
		atrium("POST", path("MBR-fine-3") + "/verify");
		assertThat(mx.member("MBR-fine-3").accepted()).as("nothing was done").isZero();
	}

	@Test
	void everyValueIsNull() throws Exception {
		mx.disturb("how=nulls");
		JsonNode member = member(atrium("GET", path("MBR-fine-1")));
		assertThat(member.path("guid").isNull()).isTrue();
		assertThat(member.path("is_being_aggregated").isNull()).isTrue();
	}

	@Test
	void pagesAreCut() throws Exception {
		String guid = "MBR-pages.count-60.known-1-1";
		String second = path(guid) + "/account_numbers?page=2";
		assertThat(numbers(guid)).hasSize(25);
		assertThat(json(atrium("GET", second)).path("account_numbers").size()).isEqualTo(25);
		mx.disturb("calls=numbers how=cut_pages");
		assertThat(numbers(guid)).hasSize(25);
		assertThat(json(atrium("GET", second)).path("account_numbers").size()).isZero();
		assertThat(json(atrium("GET", second)).path("pagination").path("total_entries").asInt()).isEqualTo(60);
		mx.calm();
		mx.disturb("calls=numbers how=no_pagination");
		assertThat(json(atrium("GET", path(guid) + "/account_numbers")).has("pagination")).isFalse();
		mx.calm();
		mx.disturb("calls=numbers how=endless_pages");
		assertThat(json(atrium("GET", second)).path("pagination").path("total_pages").asInt()).isEqualTo(1_000_000_000);
	}

	@Test
	void anAnswerComesInAShapeThatNobodyAskedFor() throws Exception {
		mx.disturb("calls=member how=redirect");
		mx.disturb("calls=status how=gzip");
		mx.disturb("calls=verify how=empty_202 when=after times=1");
		mx.disturb("calls=verify how=bodiless when=after");
		mx.disturb("calls=numbers how=html");
		HttpResponse<String> elsewhere = atrium("GET", path("MBR-fine-1"));
		assertThat(elsewhere.statusCode()).isEqualTo(302);
		assertThat(elsewhere.headers().firstValue("Location")).isPresent();
		HttpResponse<String> zipped = atrium("GET", path("MBR-fine-1") + "/status");
		assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
		assertThat(zipped.body()).doesNotContain("MBR-fine-1");
		HttpResponse<String> accepted = atrium("POST", path("MBR-fine-1") + "/verify");
		assertThat(accepted.statusCode()).isEqualTo(202);
		assertThat(accepted.body()).isEmpty();
		HttpResponse<String> joined = atrium("POST", path("MBR-fine-1") + "/verify");
		assertThat(joined.statusCode()).isEqualTo(202);
		assertThat(joined.body()).isEmpty();
		assertThat(mx.member("MBR-fine-1").accepted()).isEqualTo(1);
		assertThat(atrium("GET", path("MBR-fine-1") + "/account_numbers").body()).startsWith("<html>");
	}

	@Test
	void aBankIsMaintainedForATime() throws Exception {
		mx.disturb("calls=verify how=maintenance bank=chase seconds=5");
		mx.tell("MBR-1", Story.builder().bank("chase").build());
		mx.tell("MBR-2", Story.builder().bank("usbank").build());
		HttpResponse<String> maintained = platform("POST", path("MBR-1") + "/verify");
		assertThat(maintained.statusCode()).isEqualTo(400);
		assertThat(json(maintained).path("error").path("type").asString()).isEqualTo("institution_maintenance_error");
		assertThat(platform("POST", path("MBR-2") + "/verify").statusCode()).isEqualTo(200);
		later(5000);
		assertThat(platform("POST", path("MBR-1") + "/verify").statusCode()).isEqualTo(200);
	}

	@Test
	void aDisturbanceThatIsMisspeltIsRefused() throws Exception {
		assertThatThrownBy(() -> mx.disturb("calls=verify how=404 afterward=3")).hasMessageContaining("afterward");
		assertThatThrownBy(() -> mx.disturb("calls=verify how=418")).hasMessageContaining("how=418");
		assertThat(send(request("POST", "/_sim/disturb?calls=nobody")).statusCode()).isEqualTo(400);
		assertThat(send(request("POST", "/_sim/disturb?calls=users&how=503")).statusCode()).isEqualTo(200);
		assertThat(atrium("GET", "/users").statusCode()).isEqualTo(503);
		assertThat(json(send(request("GET", "/_sim/report"))).path("disturbed_calls").get(0).asInt()).isEqualTo(1);
		send(request("POST", "/_sim/calm"));
		assertThat(atrium("GET", "/users").statusCode()).isEqualTo(200);
		restart(settings().disturbances(List.of("calls=users,how=html")));
		assertThat(atrium("GET", "/users").body()).startsWith("<html>");
	}

	@Test
	void aBackgroundAggregationMovesTheTimeRightBeforeOurVerify() throws Exception {
		String guid = "MBR-background.when-before.how-reset-1";
		JsonNode before = member(atrium("GET", path(guid)));
		assertThatThrownBy(() -> atrium("POST", path(guid) + "/verify")).isInstanceOf(IOException.class);
		JsonNode after = member(atrium("GET", path(guid)));
		assertThat(after.path("aggregated_at")).isNotEqualTo(before.path("aggregated_at"));
		assertThat(after.path("is_being_aggregated").asBoolean()).isFalse();
		assertThat(mx.member(guid).accepted()).isZero();
		assertThat(numbers(guid)).isEmpty();
	}

	@Test
	void aForeignJobFollowsOurs() throws Exception {
		String guid = "MBR-overtaken.for-1000-1";
		atrium("POST", path(guid) + "/verify");
		JsonNode ours = member(atrium("GET", path(guid)));
		later(2500);
		JsonNode theirs = member(atrium("GET", path(guid)));
		assertThat(theirs.path("is_being_aggregated").asBoolean()).isTrue();
		assertThat(theirs.path("aggregated_at")).isNotEqualTo(ours.path("aggregated_at"));
		later(500);
		assertThat(member(atrium("GET", path(guid))).path("is_being_aggregated").asBoolean()).isFalse();
		assertThat(numbers(guid)).hasSize(1);
	}

	@Test
	void anErrorOfAnOlderJobIsClearedByOurs() throws Exception {
		assertThat(errors("MBR-olderror-1")).containsExactly(true, false, false);
		assertThat(errors("MBR-olderror.lingers-1-1")).containsExactly(true, true, false);
		assertThat(errors("MBR-olderror.stays-1-1")).containsExactly(true, true, true);
	}

	/** Whether it is shown before our verify, and at the two first looks after it. */
	private List<Boolean> errors(String guid) throws Exception {
		List<Boolean> shown = new ArrayList<>();
		shown.add(member(atrium("GET", path(guid))).has("error"));
		atrium("POST", path(guid) + "/verify");
		later(2000);
		shown.add(member(atrium("GET", path(guid) + "/status")).has("error"));
		shown.add(member(atrium("GET", path(guid))).has("error"));
		return shown;
	}

	@ParameterizedTest
	@CsvSource({ "unable,false,false", "disabled,true,true", "once,false,false", "mxbank,true,false" })
	void aBankHasARecord(String says, boolean supports, boolean disabled) throws Exception {
		String code = says.equals("mxbank") ? says : "sim_record_" + says;
		JsonNode atrium = json(atrium("GET", "/institutions/" + code)).path("institution");
		assertThat(atrium.path("code").asString()).isEqualTo(code);
		assertThat(atrium.path("supports_account_verification").asBoolean()).isEqualTo(supports);
		JsonNode platform = json(platform("GET", "/institutions/" + code)).path("institution");
		boolean now = supports || says.equals("once");
		assertThat(platform.path("supported_products").toString().contains("account_verification")).isEqualTo(now);
		assertThat(platform.path("is_disabled_by_client").asBoolean()).isEqualTo(disabled);
		String session = login("USR-1", true);
		mx.tell("MBR-1", Story.builder().bank(code).build());
		String guid = member(nexus("GET", "/members/MBR-1", session)).path("institution_guid").asString();
		JsonNode nexus = json(nexus("GET", "/institutions/" + guid, session)).path("institution");
		assertThat(nexus.path("guid").asString()).isEqualTo(guid);
		assertThat(nexus.path("supports_account_verification").asBoolean()).isEqualTo(now);
	}

	@Test
	void aBanksRecordMayBeNoneOrAnothers() throws Exception {
		assertThat(atrium("GET", "/institutions/sim_record_broken").statusCode()).isEqualTo(500);
		assertThat(atrium("GET", "/institutions/sim_record_gone").statusCode()).isEqualTo(404);
		assertThat(json(atrium("GET", "/institutions/sim_record_other")).path("institution").path("code").asString())
			.isEqualTo("someone_elses_bank");
		JsonNode missing = json(platform("GET", "/institutions/sim_record_missing")).path("institution");
		assertThat(missing.has("supported_products") || missing.has("is_disabled_by_client")).isFalse();
	}

	@Test
	void credentialsAreOutdated() throws Exception {
		assertThat(member(platform("GET", path("MBR-credentials-1"))).path("needs_updated_credentials").asBoolean())
			.isTrue();
		assertThat(member(platform("GET", path("MBR-fine-1"))).path("needs_updated_credentials").asBoolean(true))
			.isFalse();
	}

	@Test
	void numbersAreMaskedOrNoNumbersAtAll() throws Exception {
		String partly = "MBR-partly.count-3.known-1-1";
		assertThat(numbers(partly)).hasSize(3);
		assertThat(mx.accountNumbers(partly)).singleElement()
			.satisfies(number -> assertThat(number.accountNumber()).isEqualTo(numbers(partly).getFirst()));
		assertThat(numbers("MBR-junk.text-nul.known-1-1")).containsExactly("1234" + (char) 0 + "5678");
		assertThat(numbers("MBR-junk.text-long.known-1-1").getFirst()).hasSize(3000);
		assertThat(mx.accountNumbers("MBR-junk-1")).isEmpty();
		String session = login("USR-1", true);
		assertThat(nexus("GET", "/members/MBR-junk.text-long.known-1-1/account_numbers", session).body())
			.contains("7".repeat(3000));
	}

	@Test
	void aTimeLosesItsFractionInAnotherEndpoint() throws Exception {
		String guid = "MBR-times.format-fractions-1";
		String with = member(atrium("GET", path(guid))).path("aggregated_at").asString();
		assertThat(with).endsWith(".123Z");
		assertThat(member(atrium("GET", path(guid) + "/status")).path("aggregated_at").asString())
			.isEqualTo(with.replace(".123Z", "Z"));
		assertThat(member(atrium("GET", path("MBR-times.format-odd-1"))).path("aggregated_at").asString())
			.doesNotStartWith("2026-11");
	}

	@Test
	void nexusMayWantTheOtherNestingOfAResume() throws Exception {
		String session = login("USR-1", true);
		String guid = "MBR-selection.nesting-bare-1";
		nexus("POST", "/members/" + guid + "/verify", session);
		later(1000);
		JsonNode asked = json(nexus("GET", "/members/" + guid + "/challenges", session)).path("challenges").get(0);
		String answers = "{\"challenges\":[{\"guid\":\"" + asked.path("guid").asString() + "\",\"value\":\""
				+ asked.path("options").get(0).path("value").asString() + "\"}]}";
		assertThat(nexusResume(guid, session, "{\"member\":" + answers + "}")).isEqualTo(400);
		assertThat(nexusResume(guid, session, answers)).isEqualTo(202);
		assertThat(mx.member(guid).resumesAccepted()).isEqualTo(1);
	}

	private int nexusResume(String guid, String session, String body) throws IOException, InterruptedException {
		return send(HttpRequest.newBuilder(URI.create(mx.baseUrl() + "/members/" + guid + "/resume"))
			.headers("MD-SESSION-TOKEN", session, "Accept", "application/vnd.mx.nexus.v1+json", "Content-Type",
					"application/vnd.mx.nexus.v1+json")
			.PUT(HttpRequest.BodyPublishers.ofString(body))
			.build()).statusCode();
	}

	@Test
	void theBackDoorReportsAndSteers() throws Exception {
		atrium("POST", path("MBR-fine-1") + "/verify");
		JsonNode report = json(send(request("GET", "/_sim/report")));
		assertThat(report.path("accepted_verifies").asInt()).isEqualTo(1);
		assertThat(report.path("calls").path("VERIFY").path("200").asInt()).isEqualTo(1);
		assertThat(json(send(request("GET", "/_sim/members?guid=MBR-fine-1"))).get(0).path("expected").asString())
			.isEqualTo("VERIFIED:1");
		assertThat(json(send(request("GET", "/_sim/numbers?guid=MBR-fine-1"))).get(0).path("account_number").asString())
			.isEqualTo(mx.accountNumbers("MBR-fine-1").getFirst().accountNumber());
		send(request("POST", "/_sim/outage?seconds=6&how=503"));
		assertThat(atrium("GET", "/users").statusCode()).isEqualTo(503);
		send(request("POST", "/_sim/outage?seconds=0"));
		send(request("POST", "/_sim/quota?reads=1"));
		later(1000);
		assertThat(atrium("GET", "/users").statusCode()).isEqualTo(200);
		assertThat(atrium("GET", "/users").statusCode()).isEqualTo(429);
	}

	@Test
	void thePlatformWantsItsVersion() throws Exception {
		assertThat(send(request("GET", "/users", "Authorization", "Basic wrong")).statusCode()).isEqualTo(401);
		assertThat(send(request("GET", "/users", "Authorization", basic(), "Accept", "application/json")).statusCode())
			.isEqualTo(406);
		assertThat(send(request("GET", "/users", "Authorization", basic(), "Accept", "application/json",
				"Accept-Version", "v20240101"))
			.statusCode()).isEqualTo(406);
		assertThat(platform("GET", "/users").statusCode()).isEqualTo(200);
		assertThat(send(request("GET", "/users", "Authorization", basic(), "Accept", "application/vnd.mx.api.v1+json"))
			.statusCode()).isEqualTo(200);
		restart(settings().flavour(Flavour.PLATFORM_20250224));
		assertThat(atrium("GET", "/users").statusCode()).isEqualTo(401);
	}

	@Test
	void thePlatformTellsJobsAndValidation() throws Exception {
		String guid = "MBR-valid.is-null-1";
		JsonNode before = member(platform("GET", path(guid)));
		assertThat(before.has("status")).isFalse();
		JsonNode verified = member(platform("POST", path(guid) + "/verify"));
		assertThat(verified.path("most_recent_job_guid")).isNotEqualTo(before.path("most_recent_job_guid"));
		later(2000);
		assertThat(member(platform("GET", path(guid) + "/status")).path("has_processed_account_numbers").asBoolean())
			.isTrue();
		JsonNode number = json(platform("GET", path(guid) + "/account_numbers")).path("account_numbers").get(0);
		assertThat(number.path("passed_validation").isNull()).isTrue();
		assertThat(number.path("guid").asString()).startsWith("ACN-");
		JsonNode refused = json(platform("POST", path("MBR-unsupported.type-prevented-1") + "/verify"));
		assertThat(refused.path("error").path("type").asString()).isEqualTo("institution_prevented_error");
		assertThat(mx.ledger().undocumentedBodies()).isZero();
	}

	@Test
	void aNexusSessionIsOneUsersAndExpires() throws Exception {
		restart(settings().session(Duration.ofSeconds(1), true));
		String session = login("USR-1", true);
		assertThat(nexus("GET", "/members/MBR-zeros-1", session).statusCode()).isEqualTo(200);
		later(900);
		assertThat(nexus("GET", "/members/MBR-zeros-1", session).statusCode()).isEqualTo(200);
		later(900);
		assertThat(nexus("GET", "/members/MBR-zeros-1/status", session).statusCode()).isEqualTo(404);
		assertThat(nexus("GET", "/members/MBR-zeros-1", login("USR-2", true)).statusCode()).isEqualTo(404);
		later(1000);
		HttpResponse<String> expired = nexus("GET", "/members/MBR-zeros-1", session);
		assertThat(expired.statusCode()).isEqualTo(401);
		assertThat(json(expired).path("code").asInt()).isEqualTo(4011);
		assertThat(nexus("GET", "/members/MBR-zeros-1", login("USR-1", true)).statusCode()).isEqualTo(200);
		assertThat(mx.ledger().calls(Call.SESSION, "200")).isEqualTo(3);
		assertThat(mx.ledger().overlappingLogins()).isZero();
	}

	@Test
	void anApiTokenIsGoodForOneSession() throws Exception {
		String token = apiToken("USR-1");
		assertThat(session(token, true).statusCode()).isEqualTo(200);
		assertThat(session(token, true).statusCode()).isEqualTo(401);
		assertThat(send(request("GET", "/sim-client/users/USR-1/api_token.json", "MD-API-KEY", "wrong")).statusCode())
			.isEqualTo(401);
		apiToken("USR-2");
		apiToken("USR-2");
		assertThat(mx.ledger().overlappingLogins()).isEqualTo(1);
	}

	@Test
	void aSessionThatDoesNotSkipAggregationOccupiesItsMembers() throws Exception {
		String session = login("USR-1", false);
		assertThat(nexus("POST", "/members/MBR-fine-1/verify", session).statusCode()).isEqualTo(409);
		later(5000);
		assertThat(nexus("POST", "/members/MBR-fine-1/verify", session).statusCode()).isEqualTo(200);
	}

	@Test
	void nexusNumbersAreIntegers() throws Exception {
		String session = login("USR-1", true);
		nexus("POST", "/members/MBR-zeros-1/verify", session);
		later(2000);
		JsonNode number = json(nexus("GET", "/members/MBR-zeros-1/account_numbers", session)).path("account_numbers")
			.get(0);
		assertThat(number.path("routing_number").isIntegralNumber()).isTrue();
		assertThat(number.path("routing_number").asInt()).isEqualTo(11000015);
		String account = number.path("account_guid").asString();
		JsonNode single = json(nexus("GET", "/accounts/" + account + "/account_number", session));
		assertThat(single.path("account_number").path("account_number")).isEqualTo(number.path("account_number"));
		String job = member(nexus("GET", "/members/MBR-zeros-1", session)).path("most_recent_job_guid").asString();
		assertThat(json(nexus("GET", "/jobs/" + job, session)).path("job").path("status").asInt()).isEqualTo(6);
	}

	private void later(long millis) {
		now.addAndGet(millis);
	}

	private static String path(String memberGuid) {
		return "/users/USR-1/members/" + memberGuid;
	}

	private List<String> numbers(String memberGuid) throws Exception {
		JsonNode list = json(atrium("GET", path(memberGuid) + "/account_numbers")).path("account_numbers");
		return list.valueStream().map(number -> number.path("account_number").asString()).toList();
	}

	private HttpResponse<String> resume(String memberGuid, String challenge, String value) throws Exception {
		String body = "{\"member\":{\"challenges\":[{\"guid\":\"" + challenge + "\",\"value\":\"" + value + "\"}]}}";
		HttpRequest request = HttpRequest.newBuilder(URI.create(mx.baseUrl() + path(memberGuid) + "/resume"))
			.headers("MX-API-Key", "sim-key", "MX-Client-ID", "sim-client", "Accept",
					"application/vnd.mx.atrium.v1+json", "Content-Type", "application/json")
			.PUT(HttpRequest.BodyPublishers.ofString(body))
			.build();
		return send(request);
	}

	private HttpResponse<String> atrium(String method, String target) throws IOException, InterruptedException {
		return send(request(method, target, "MX-API-Key", "sim-key", "MX-Client-ID", "sim-client", "Accept",
				"application/vnd.mx.atrium.v1+json"));
	}

	private HttpResponse<String> platform(String method, String target) throws IOException, InterruptedException {
		return send(request(method, target, "Authorization", basic(), "Accept", "application/json", "Accept-Version",
				"v20250224"));
	}

	private HttpResponse<String> nexus(String method, String target, String session)
			throws IOException, InterruptedException {
		return send(request(method, target, "MD-SESSION-TOKEN", session, "Accept", "application/vnd.mx.nexus.v1+json"));
	}

	private String login(String user, boolean skipAggregation) throws IOException, InterruptedException {
		return json(session(apiToken(user), skipAggregation)).path("session").path("token").asString();
	}

	private String apiToken(String user) throws IOException, InterruptedException {
		HttpResponse<String> answer = send(request("GET", "/sim-client/users/" + user + "/api_token.json", "MD-API-KEY",
				"sim-key", "Accept", "application/vnd.moneydesktop.sso.v3+json"));
		return json(answer).path("api_token").path("token").asString();
	}

	private HttpResponse<String> session(String apiToken, boolean skipAggregation)
			throws IOException, InterruptedException {
		String body = "{\"session\":{\"skip_aggregation\":" + skipAggregation + "}}";
		return send(HttpRequest.newBuilder(URI.create(mx.baseUrl() + "/sessions"))
			.headers("MD-API-TOKEN", apiToken, "Accept", "application/vnd.mx.nexus.v1+json", "Content-Type",
					"application/vnd.mx.nexus.v1+json")
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build());
	}

	private static JsonNode member(HttpResponse<String> response) {
		return json(response).path("member");
	}

	private static JsonNode json(HttpResponse<String> response) {
		return JSON.readTree(response.body());
	}

	private HttpRequest request(String method, String target, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(mx.baseUrl() + target))
			.method(method, HttpRequest.BodyPublishers.noBody());
		return headers.length == 0 ? request.build() : request.headers(headers).build();
	}

	private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
		return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
	}

	private static String basic() {
		return "Basic " + Base64.getEncoder().encodeToString("sim-client:sim-key".getBytes(StandardCharsets.UTF_8));
	}

}
