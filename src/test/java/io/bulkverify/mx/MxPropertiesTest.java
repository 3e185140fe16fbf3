package io.bulkverify.mx;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.SystemEnvironmentPropertySource;

@Isolated
class MxPropertiesTest {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(MxConfiguration.class);

	@Test
	void theDefaultsAreThoseThatWereAgreed() {
		runner.run(context -> {
			MxProperties properties = context.getBean(MxProperties.class);
			assertThat(properties).isEqualTo(new MxProperties(MxProperties.Api.ATRIUM, null, null,
					new MxProperties.Platform("v20250224"), null, null, Duration.ofSeconds(5), Duration.ofSeconds(30),
					new MxProperties.Limits(50, 10), false));
			assertThat(context).hasSingleBean(MxApi.class)
				.hasSingleBean(CallLog.class)
				.hasSingleBean(RateLimits.class)
				.hasSingleBean(Outage.class);
			assertThat(properties.problems()).isEmpty();
			assertThat(properties.missing()).containsExactly("mx.client-id is missing: set MX_CLIENT_ID",
					"mx.api-key is missing: set MX_API_KEY");
		});
	}

	@Test
	void theShortNamesOfTheEnvironmentAreBound() {
		Map<String, Object> environment = Map.of("MX_API", "nexus", "MX_BASE_URL", "https://data.example", "MX_SSO_URL",
				"https://sso.example", "MX_CLIENT_ID", "me", "MX_API_KEY", "key", "MX_LIMITS_READSPERSECOND", "12.5",
				"MX_READTIMEOUT", "20s");
		runner
			.withInitializer(context -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", environment)))
			.run(context -> {
				MxProperties properties = context.getBean(MxProperties.class);
				assertThat(properties.api()).isEqualTo(MxProperties.Api.NEXUS);
				assertThat(properties.baseUrl()).isEqualTo("https://data.example");
				assertThat(properties.ssoUrl()).isEqualTo("https://sso.example");
				assertThat(properties.clientId()).isEqualTo("me");
				assertThat(properties.apiKey()).isEqualTo("key");
				assertThat(properties.limits().readsPerSecond()).isEqualTo(12.5);
				assertThat(properties.readTimeout()).isEqualTo(Duration.ofSeconds(20));
				assertThat(properties.problems()).isEmpty();
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "mx.limits.reads-per-second=0", "mx.limits.writes-per-second=-1", "mx.read-timeout=0s",
			"mx.limits.reads-per-second=NaN" })
	void whatCannotWorkIsAProblem(String property) {
		runner.withPropertyValues(property)
			.run(context -> assertThat(context.getBean(MxProperties.class).problems()).singleElement()
				.asString()
				.startsWith(property.substring(0, property.indexOf('='))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "mx.api=mx", "mx.connect-timeout=-5s" })
	void whatCannotBeIsRefusedAtStart(String property) {
		runner.withPropertyValues(property).run(context -> assertThat(context).hasFailed());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			mx.base-url=ftp://mx.example           | mx.base-url is not an http or https address: set MX_BASE_URL
			mx.base-url=https:///path              | mx.base-url has no host: set MX_BASE_URL
			mx.base-url=atrium.mx.com              | mx.base-url is not an http or https address: set MX_BASE_URL
			mx.base-url=https://mx example         | mx.base-url is not an address: set MX_BASE_URL
			mx.base-url=https://u:p@mx.example     | mx.base-url has more than a host, a port and a path
			mx.base-url=https://mx.example?a=b     | mx.base-url has more than a host, a port and a path
			mx.base-url=http://mx.example          | mx.base-url is plain http to another machine
			mx.sso-url=http://mx.example           | mx.sso-url is plain http to another machine
			mx.base-url=http://localhost.evil.com  | mx.base-url is plain http to another machine
			mx.sso-url=sso                         | mx.sso-url is not an http or https address: set MX_SSO_URL
			mx.platform.version=v2 5               | mx.platform.version is not a version such as v20250224
			mx.api-key=two words                   | mx.api-key has a space, a line break or another character
			""")
	void everyProblemNamesItsProperty(String property, String problem) {
		runner.withPropertyValues("mx.client-id=me", "mx.api-key=key")
			.withPropertyValues(property)
			.run(context -> assertThat(context.getBean(MxProperties.class).problems()).singleElement()
				.asString()
				.startsWith(problem)
				.doesNotContain("u:p", "two words"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://vestibule.mx.com", "https://mx.example:8443/base/", "http://localhost:8080",
			"http://127.0.0.1:9", "http://[::1]:9" })
	void theseAddressesAreFine(String url) {
		runner.withPropertyValues("mx.client-id=me", "mx.api-key=key", "mx.base-url=" + url)
			.run(context -> assertThat(context.getBean(MxProperties.class).problems()).isEmpty());
	}

	@Test
	void plainHttpToAnotherMachineCanBeAllowed() {
		runner
			.withPropertyValues("mx.client-id=me", "mx.api-key=key", "mx.base-url=http://proxy.example",
					"mx.allow-http=true")
			.run(context -> assertThat(context.getBean(MxProperties.class).problems()).isEmpty());
	}

	@Test
	void limitsAndTimeoutsMadeByHandAreCheckedToo() {
		assertThat(new MxProperties(MxProperties.Api.ATRIUM, null, null, new MxProperties.Platform("v1"), "me", "key",
				Duration.ZERO, Duration.ofSeconds(-1), new MxProperties.Limits(0, Double.NaN), false)
			.problems()).hasSize(4);
	}

	@ParameterizedTest
	@CsvSource({ "jdk.httpclient.enableAllMethodRetry,''", "jdk.httpclient.HttpClient.log,headers",
			"jdk.internal.httpclient.debug,true" })
	void aJdkThatRepeatsPostsOrTellsSecretsIsRefused(String property, String value) {
		System.setProperty(property, value);
		try {
			assertThat(Mx.production(MxProperties.Api.ATRIUM).problems()).singleElement()
				.asString()
				.startsWith("the system property " + property + " is set: remove it");
		}
		finally {
			System.clearProperty(property);
		}
	}

	@Test
	void itIsNeverShownWithItsSecrets() {
		assertThat(Mx.production(MxProperties.Api.ATRIUM).toString()).doesNotContain(Mx.KEY, "cl13nt");
	}

}
