package io.bulkverify.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.bulkverify.mx.MxProperties;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Settings are refused with their name and what would be right, and secrets never shown.
 */
@ExtendWith(OutputCaptureExtension.class)
@Isolated
class SettingsTest {

	private static final String SECRET = "s3cr3t-value";

	@TempDir
	Path folder;

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					verification.poll.interval        | abc          | is 'abc'                       | a duration such as
					verification.poll.interval        | -3s          | must be longer than 0          | verification.poll.interval
					verification.poll.max-interval    | 1s           | must not be shorter            | verification.poll.interval
					verification.poll.give-up-after   | 1s           | must be longer                 | verification.poll.initial-delay
					verification.conflict.max-delay   | 1s           | must not be shorter            | verification.conflict.initial-delay
					verification.max-verify-calls     | many         | is 'many'                      | a whole number
					verification.max-verify-calls     | -1           | must not be negative           | verification.max-verify-calls
					verification.fresh-for            | -1d          | must not be negative           | verification.fresh-for
					verification.fail-above           | NaN          | is a percentage                | 0 to 100
					verification.retry-failed         | 11           | from 0 to 10                   | billed
					verification.zone                 | Moon/Base    | is 'Moon/Base'                 | a time zone such as
					verification.numbers-first        | perhaps      | is 'perhaps'                   | true or false
					verification.account-selection    | guess        | is 'guess'                     | report, only, first or match:REGEX
					verification.account-selection    | match:(      | not valid                      | match:
					verification.source.username      | reader       | verification.source.url is missing | .username
					verification.source.url           | mysql://h/db | is no address of a database    | jdbc:postgresql://
					spring.datasource.url             | jdbc:oracle:x | is no address of a database   | jdbc:postgresql://
					spring.datasource.url             | jdbc:postgresql://host:port/db | is no address of a database | jdbc:postgresql://
					mx.api                            | carrier      | is 'carrier'                   | atrium, platform, nexus
					mx.base-url                       | ftp://mx     | not an http or https address   | MX_BASE_URL
					mx.limits.reads-per-second        | -1           | a number above 0               | MX_LIMITS_READS_PER_SECOND
					mx.limits.writes-per-second       | fast         | is 'fast'                      | a number
					mx.read-timeout                   | 0s           | longer than nothing            | MX_READ_TIMEOUT
					verification.pol.interval         | 5s           | is no setting of this program  | verification.poll.interval
					mx.apikey-file                    | x            | is no setting of this program  | mx.apikey-file
					""")
	void a_wrong_setting_is_refused_in_one_line(String name, String value, String wrong, String right) {
		assertThat(problems(Map.of(name, value))).singleElement().asString().contains(name, wrong, right);
	}

	@Test
	void all_wrong_settings_are_told_together() {
		assertThat(problems(Map.of("mx.api", "carrier", "verification.poll.interval", "abc", "mx.nonsense", "1")))
			.hasSize(3);
	}

	@Test
	void a_value_that_might_be_a_secret_is_never_shown() {
		assertThat(problems(Map.of("mx.api-key", SECRET + " with a space", "spring.datasource.url", SECRET,
				"verification.source.url", "postgres://ann:" + SECRET + "@host/db")))
			.hasSize(3)
			.noneMatch((problem) -> problem.contains(SECRET));
	}

	@Test
	void the_default_settings_are_in_order() {
		assertThat(problems(Map.of())).isEmpty();
	}

	@Test
	void the_short_names_of_the_environment_are_read() {
		ConfigurableEnvironment environment = environment(Map.of());
		environment.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("systemEnvironment",
					Map.of("MX_API", "nexus", "MX_BASE_URL", "https://mx.example", "MX_SSO_URL", "https://sso.example",
							"MX_CLIENT_ID", "us", "MX_API_KEY", SECRET, "DATABASE_URL", "jdbc:postgresql://db/bank",
							"DATABASE_USER", "ann", "DATABASE_PASSWORD", SECRET, "VERIFICATION_POLL_GIVE_UP_AFTER",
							"20m", "MX_SERVICE_HOST", "10.0.0.1")));
		Binder binder = Binder.get(environment);

		MxProperties mx = binder.bind("mx", MxProperties.class).get();
		assertThat(mx.api()).isEqualTo(MxProperties.Api.NEXUS);
		assertThat(mx.baseUrl()).isEqualTo("https://mx.example");
		assertThat(mx.ssoUrl()).isEqualTo("https://sso.example");
		assertThat(mx.clientId()).isEqualTo("us");
		assertThat(mx.apiKey()).isEqualTo(SECRET);
		assertThat(environment.getProperty("spring.datasource.url")).isEqualTo("jdbc:postgresql://db/bank");
		assertThat(environment.getProperty("spring.datasource.username")).isEqualTo("ann");
		assertThat(environment.getProperty("spring.datasource.password")).isEqualTo(SECRET);
		assertThat(binder.bind("verification", VerificationProperties.class).get().poll().giveUpAfter()).hasMinutes(20);
		assertThat(new SettingsGate(environment).problems()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			VERIFICATION_MAX_VERIFY_CALL      | did you mean VERIFICATION_MAX_VERIFY_CALLS?
			VERIFICATION_MAXVERIFY_CALLS      | did you mean VERIFICATION_MAX_VERIFY_CALLS?
			verification_fresh_fro            | did you mean VERIFICATION_FRESH_FOR?
			VERIFICATION_BUDGET               | see the README's settings, or unset it
			MX_API_KEYS                       | did you mean MX_API_KEY?
			MX_BAS_URL                        | did you mean MX_BASE_URL?
			MX_LIMITS_WRITES                  | see the README's settings, or unset it
			MX_PLATFORM_API_VERSION           | did you mean MX_PLATFORM_VERSION?
			""")
	void a_misspelt_name_in_the_environment_is_refused(String variable, String meant) {
		assertThat(inEnvironment(Map.of(variable, SECRET))).singleElement()
			.asString()
			.isEqualTo(variable + " in the environment is no setting of this program: " + meant)
			.doesNotContain(SECRET);
	}

	@ParameterizedTest
	@ValueSource(strings = { "VERIFICATION_MAX_VERIFY_CALLS", "VERIFICATION_MAXVERIFYCALLS" })
	void a_name_that_is_read_is_not_refused(String variable) {
		assertThat(inEnvironment(Map.of(variable, "5"))).isEmpty();
	}

	@Test
	void two_spellings_of_one_setting_are_refused_as_such() {
		assertThat(inEnvironment(Map.of("MX_API_KEY", SECRET, "MX_APIKEY", SECRET))).singleElement()
			.asString()
			.isEqualTo("MX_API_KEY and MX_APIKEY are both in the environment and mean the same: unset MX_APIKEY");
	}

	@Test
	void names_of_other_programs_are_warned_of_in_one_line(CapturedOutput output) {
		assertThat(inEnvironment(Map.of("MX_SERVICE_HOST", "10.0.0.1", "MX_RECORD_TTL", "60", "BMV_RETRIES", "2",
				"VERIFICATION_ZONE", "UTC", "PATH", "/bin")))
			.isEmpty();
		assertThat(output.getAll()).containsOnlyOnce("MX_RECORD_TTL, MX_SERVICE_HOST")
			.doesNotContain("BMV_RETRIES", "VERIFICATION_ZONE");
	}

	private static List<String> inEnvironment(Map<String, Object> variables) {
		ConfigurableEnvironment environment = environment(Map.of());
		environment.getPropertySources().addFirst(new SystemEnvironmentPropertySource("systemEnvironment", variables));
		return new SettingsGate(environment).problems();
	}

	@Test
	void the_command_line_ends_with_2_and_says_nothing_else(CapturedOutput output) {
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.builder().build())) {
			Night night = new Night(mx, Night.h2(this.folder), this.folder).with("verification.poll.interval", "abc")
				.with("verification.pol.interval", "5s")
				.with("mx.api-key", SECRET)
				.with("spring.datasource.password", SECRET);

			Night.Ended ended = night.run(night.list(List.of("MBR-fine-1")));

			assertThat(ended.exit()).isEqualTo(2);
			assertThat(ended.err().strip()).hasLineCount(2)
				.contains("verification.poll.interval is 'abc'", "verification.pol.interval");
			assertThat(output.getAll() + ended).doesNotContain(SECRET, "APPLICATION FAILED", "Exception");
		}
	}

	@Test
	void missing_credentials_are_named_with_their_variables() {
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.builder().build())) {
			Night night = new Night(mx, Night.h2(this.folder), this.folder).with("mx.client-id", "")
				.with("mx.api-key", "");

			Night.Ended ended = night.run(night.list(List.of("MBR-fine-1")));

			assertThat(ended.exit()).isEqualTo(2);
			assertThat(ended.err().strip()).isEqualToNormalizingNewlines("""
					mx.client-id is missing: set MX_CLIENT_ID
					mx.api-key is missing: set MX_API_KEY""");
			assertThat(mx.ledger().calls()).isZero();
		}
	}

	@Test
	void a_database_that_answers_no_is_a_wrong_setting_and_one_that_is_away_is_not() {
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.builder().build())) {
			Night night = new Night(mx, Night.h2(this.folder), this.folder);
			assertThat(night.run(night.list(List.of("MBR-fine-1"))).exit()).isZero();

			Night.Ended refused = night.with("spring.datasource.password", SECRET).type("status");
			assertThat(refused.exit()).isEqualTo(2);
			assertThat(refused.err().strip()).hasLineCount(1).contains("DATABASE_PASSWORD").doesNotContain(SECRET);

			Night.Ended away = night.with("spring.datasource.url", "jdbc:postgresql://127.0.0.1:1/none").type("status");
			assertThat(away.exit()).isEqualTo(1);
			assertThat(away.err().strip()).hasLineCount(1).contains("DATABASE_URL");
		}
	}

	private static List<String> problems(Map<String, Object> settings) {
		return new SettingsGate(environment(settings)).problems();
	}

	/** The program's own settings below the test's, and nothing of this machine's. */
	private static ConfigurableEnvironment environment(Map<String, Object> settings) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().remove("systemEnvironment");
		environment.getPropertySources().remove("systemProperties");
		environment.getPropertySources().addFirst(new MapPropertySource("test", settings));
		try {
			new YamlPropertySourceLoader().load("own", new ClassPathResource("application.yml"))
				.forEach(environment.getPropertySources()::addLast);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return environment;
	}

}
