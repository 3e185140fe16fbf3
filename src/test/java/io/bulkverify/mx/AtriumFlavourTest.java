package io.bulkverify.mx;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkverify.member.Answer;
import io.bulkverify.mx.FakeMx.Asked;
import io.bulkverify.mx.FakeMx.Said;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AtriumFlavourTest extends MxApiContract {

	AtriumFlavourTest() throws Exception {
		super(MxProperties.Api.ATRIUM);
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
		assertThat(asked.header("MX-API-Key")).isEqualTo(Mx.KEY);
		assertThat(asked.header("MX-Client-ID")).isEqualTo("cl13nt");
		assertThat(asked.header("Accept")).isEqualTo("application/vnd.mx.atrium.v1+json");
	}

	@Test
	void theClientsOwnIdsAreNoGuids() {
		says(200, "{\"member\":{\"guid\":\"MBR-9\",\"id\":\"MBR-1\",\"identifier\":\"MBR-1\","
				+ "\"connection_status\":\"CONNECTED\"}}");
		assertThat(client.api.readMember(MEMBER)).isInstanceOf(Answer.Unclear.class);
	}

	@Test
	void rowsThatNameNobodyAreUnclear() {
		says(200, "{\"account_numbers\":[{\"account_number\":\"1\"}]}");
		assertThat(client.api.accountNumbers(MEMBER)).isInstanceOf(Answer.Unclear.class);
	}

	@Test
	void asksForTransactionsInTheBodyWhereTheListWantsThem() {
		client.api.verify(Mx.withTransactions(MEMBER));
		assertThat(mx.last().body()).isEqualTo("{\"include_transactions\":true}");
		assertThat(mx.last().header("Content-Type")).isEqualTo("application/json");
		assertThat(client.api.supportsIncludeTransactions()).isTrue();
	}

	@Test
	void probesWithAListOfUsers() {
		says(200, "{\"users\":[]}");
		assertThat(client.api.probe()).isInstanceOf(Answer.Good.class);
		assertThat(lines()).containsExactly("GET /users?page=1&records_per_page=10");
		carriesItsHeaders(mx.last());
		says(401, "{\"error\":{\"message\":\"Unauthorized\"}}");
		assertThat(client.api.probe()).isInstanceOf(Answer.ForEverybody.class);
	}

	@Test
	void productionIsWhereItGoesUnlessToldOtherwise() {
		assertThat(Flavour.of(Mx.production(MxProperties.Api.ATRIUM)).baseUrl()).isEqualTo("https://atrium.mx.com");
	}

}
