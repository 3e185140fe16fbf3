package io.bulkverify.mx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.read.ListAppender;
import io.bulkverify.member.Selection;
import io.bulkverify.mx.FakeMx.Said;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** With every logger at its most talkative, no secret is ever said. */
@Isolated
class SecretsTest {

	private static final String NUMBER = "000987654321";

	private static final List<String> SECRETS = List.of(Mx.KEY, NUMBER, "api-token-1", "session-token-1",
			"option-value", Base64.getEncoder().encodeToString(("cl13nt:" + Mx.KEY).getBytes(StandardCharsets.UTF_8)));

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Level before = root.getLevel();

	private final ListAppender<ILoggingEvent> said = new ListAppender<>();

	@BeforeEach
	void listen() {
		root.setLevel(Level.TRACE);
		said.start();
		root.addAppender(said);
	}

	@AfterEach
	void stopListening() {
		root.detachAppender(said);
		root.setLevel(before);
	}

	@ParameterizedTest
	@EnumSource(MxProperties.Api.class)
	void noneIsLogged(MxProperties.Api api) throws Exception {
		try (FakeMx mx = new FakeMx()) {
			MxApi client = new Mx(Mx.properties(api, mx.url())).api;
			for (int status : List.of(200, 202, 400, 401, 403, 404, 409, 422, 429, 500)) {
				mx.says(asked -> answer(asked, status));
				Stream
					.of(client.readMember(MxApiContract.MEMBER), client.readStatus(MxApiContract.MEMBER),
							client.verify(Mx.withTransactions(MxApiContract.MEMBER)),
							client.listChallenges(MxApiContract.MEMBER),
							client.resume(MxApiContract.MEMBER, new Selection("CRD-1", "option-value", 1, null, null)),
							client.accountNumbers(MxApiContract.MEMBER), client.probe())
					.forEach(answer -> root.info("{}", answer));
			}
		}
		MxApi nobody = new Mx(Mx.properties(api, "http://localhost:1")).api;
		root.info("{}", nobody.verify(MxApiContract.MEMBER));
		assertThat(said.list).isNotEmpty();
		assertThat(said.list.stream()
			.map(event -> event.getLoggerName() + ": " + event.getFormattedMessage() + texts(event.getThrowableProxy()))
			.filter(line -> SECRETS.stream().anyMatch(line::contains))).isEmpty();
	}

	/** Says every secret back, as a careless server would. */
	private static Said answer(FakeMx.Asked asked, int status) {
		String path = asked.path();
		if (path.endsWith("api_token.json")) {
			return new Said(200, "{\"api_token\":{\"token\":\"api-token-1\"}}");
		}
		if (path.equals("/sessions")) {
			return new Said(200, "{\"session\":{\"token\":\"session-token-1\"}}");
		}
		return new Said(status,
				"""
						{"member":{"guid":"MBR-1","connection_status":"CONNECTED"},"challenges":[{"guid":"CRD-1","type":"OPTIONS",
						 "options":[{"label":"a","value":"option-value"}]}],"users":[],
						 "account_numbers":[{"member_guid":"MBR-1","account_number":"%s"}],
						 "error":{"message":"%s %s %s"}}"""
					.formatted(NUMBER, NUMBER, Mx.KEY, asked.headers().values()));
	}

	private static String texts(@Nullable IThrowableProxy thrown) {
		return thrown == null ? "" : thrown.getMessage() + texts(thrown.getCause());
	}

}
