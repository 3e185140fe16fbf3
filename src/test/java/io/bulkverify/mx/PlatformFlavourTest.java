package io.bulkverify.mx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import io.bulkverify.member.Answer;
import io.bulkverify.member.Guids;
import io.bulkverify.member.ListedMember;
import io.bulkverify.member.MemberState;
import io.bulkverify.mx.FakeMx.Asked;
import io.bulkverify.mx.FakeMx.Said;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlatformFlavourTest extends MxApiContract {

	PlatformFlavourTest() throws Exception {
		super(MxProperties.Api.PLATFORM);
	}

	@Override
	String memberPath() {
		return "/users/USR-1/members/MBR-1";
	}

	@Override
	String statusPath() {
		return memberPath() + "/status";
	}

	@Override
	@Nullable Said login(Asked asked) {
		return null;
	}

	@Override
	String institutionName() {
		return "mxbank";
	}

	@Override
	String institutionKey() {
		return "code";
	}

	@Override
	void carriesItsHeaders(Asked asked) {
		assertThat(asked.header("Authorization")).isEqualTo(
				"Basic " + Base64.getEncoder().encodeToString(("cl13nt:" + Mx.KEY).getBytes(StandardCharsets.UTF_8)));
		assertThat(asked.header("Accept")).isEqualTo("application/json");
		assertThat(asked.header("Accept-Version")).isEqualTo("v20250224");
	}

	@Test
	void aMemberMayBeListedByTheClientsOwnIds() {
		says(200, "{\"member\":{\"guid\":\"MBR-9\",\"id\":\"MBR-1\",\"user_guid\":\"USR-9\",\"user_id\":\"USR-1\","
				+ "\"connection_status\":\"CONNECTED\"}}");
		assertThat(client.api.readMember(MEMBER)).isInstanceOfSatisfying(Answer.Good.class,
				good -> assertThat(((MemberState) good.value()).guids()).isEqualTo(new Guids("USR-9", "MBR-9")));
		ListedMember byGuids = MEMBER.by(new Guids("USR-9", "MBR-9"));
		assertThat(client.api.readStatus(byGuids)).isInstanceOf(Answer.Good.class);
		assertThat(mx.last().path()).isEqualTo("/users/USR-9/members/MBR-9/status");
	}

	@Test
	void anotherMembersOwnIdIsNotTheListsGuid() {
		says(200, "{\"member\":{\"guid\":\"MBR-9\",\"id\":\"MBR-8\",\"connection_status\":\"CONNECTED\"}}");
		assertThat(client.api.readMember(MEMBER)).isInstanceOf(Answer.Unclear.class);
		says(200, "{\"member\":{\"guid\":\"MBR-1\",\"user_guid\":\"USR-9\",\"user_id\":\"USR-8\","
				+ "\"connection_status\":\"CONNECTED\"}}");
		assertThat(client.api.readMember(MEMBER)).isInstanceOf(Answer.Unclear.class);
	}

	@Test
	void rowsThatNameNobodyAreUnclear() {
		says(200, "{\"account_numbers\":[{\"account_number\":\"1\"}]}");
		assertThat(client.api.accountNumbers(MEMBER)).isInstanceOf(Answer.Unclear.class);
	}

	@Test
	void neverAsksForTransactions() {
		client.api.verify(Mx.withTransactions(MEMBER));
		assertThat(mx.last().body()).isEmpty();
		assertThat(client.api.supportsIncludeTransactions()).isFalse();
	}

	@Test
	void theOlderVersionHasATypeOfItsOwn() {
		MxApi older = new Mx(Mx.platform("v20111101", mx.url())).api;
		older.readMember(MEMBER);
		assertThat(mx.last().header("Accept")).isEqualTo("application/vnd.mx.api.v1+json");
		assertThat(mx.last().header("Accept-Version")).isEqualTo("v20111101");
	}

	@Test
	void aVersionThatMxDoesNotKnowStopsEverybody() {
		says(406, "{\"error\":{\"message\":\"Not acceptable\"}}");
		assertThat(client.api.verify(MEMBER)).isInstanceOfSatisfying(Answer.ForEverybody.class,
				answer -> assertThat(answer.what()).contains("mx.platform.version"));
	}

	@Test
	void probesWithAListOfUsers() {
		says(200, "{\"users\":[]}");
		assertThat(client.api.probe()).isInstanceOf(Answer.Good.class);
		assertThat(lines()).containsExactly("GET /users?page=1&records_per_page=10");
		carriesItsHeaders(mx.last());
	}

	@Test
	void productionIsWhereItGoesUnlessToldOtherwise() {
		assertThat(Flavour.of(Mx.production(MxProperties.Api.PLATFORM)).baseUrl()).isEqualTo("https://api.mx.com");
	}

}
