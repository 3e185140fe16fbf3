package io.bulkverify.job;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever an operator makes the program log, no secret and no account number is in it:
 * whole nights with every logger at TRACE, on each flavour, with answers that fail in
 * every way.
 */
@Isolated
class SecretsInLogsTest {

	private static final String CLIENT = "cl13nt-of-the-test";

	private static final String KEY = "k3y-0f-th3-t3st-Zq8";

	private static final String PASSWORD = "p4ssw0rd-0f-th3-t3st";

	private static final String ENCRYPTION_KEY = Base64.getEncoder()
		.encodeToString(new byte[] { 42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22,
				23, 24, 25, 26, 27, 28, 29, 30, 31 });

	private static final Pattern TOKEN = Pattern.compile("(token|session)-\\d+-[0-9a-f]{6,}|Basic [A-Za-z0-9+/]{8,}");

	private static final List<String> MEMBERS = List.of("MBR-fine-1", "MBR-pages-1", "MBR-zeros-1", "MBR-canadian-1",
			"MBR-masked-1", "MBR-selection.options-2-1", "MBR-selection.options-2-2", "MBR-mfa.types-text-1",
			"MBR-joined.for-500-1", "MBR-error.code-1000-1", "MBR-refused.code-422-1", "MBR-gone-1",
			"MBR-flaky.how-reset-1", "MBR-flaky.how-garbage-1", "MBR-flaky.how-503.times-1-1",
			"MBR-flaky.how-cut.on-numbers.times-1-1", "MBR-flaky.how-garbage.on-numbers.times-1-2",
			"MBR-lost.when-after.how-reset-1", "MBR-lost.when-before.how-garbage-1");

	private final ByteArrayOutputStream log = new ByteArrayOutputStream();

	@TempDir
	Path folder;

	@AfterEach
	void quiet() {
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
	}

	@Test
	void an_atrium_night_on_h2() {
		wholeNight(Flavour.ATRIUM, "atrium", Night.h2(this.folder));
	}

	@Test
	void a_nexus_night_on_postgres() throws IOException {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
			wholeNight(Flavour.NEXUS, "nexus", postgres.getJdbcUrl("postgres", "postgres"));
		}
	}

	@Test
	void a_platform_night_on_postgres_with_an_encryption_key() throws IOException {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
			wholeNight(Flavour.PLATFORM_20250224, "platform", postgres.getJdbcUrl("postgres", "postgres"));
		}
	}

	private void wholeNight(Flavour flavour, String api, String database) {
		try (MxSimulator mx = MxSimulator
			.start(SimulatorSettings.builder().flavour(flavour).clientId(CLIENT).apiKey(KEY).build())) {
			Night night = new Night(mx, database, this.folder).with("mx.api", api)
				.with("mx.sso-url", mx.baseUrl())
				.with("spring.datasource.password", PASSWORD)
				.with("verification.account-selection", "first")
				.with("logging.level.root", "TRACE");
			if (flavour == Flavour.PLATFORM_20250224) {
				night.with("verification.encryption-key", ENCRYPTION_KEY);
			}
			Path list = night.list(MEMBERS);

			Night.Ended refused = heard(() -> night.with("mx.api-key", KEY + "-no").run(list));
			Night.Ended ended = heard(() -> night.with("mx.api-key", KEY).run(list));

			assertThat(refused.exit()).as(refused.toString()).isEqualTo(1);
			assertThat(ended.exit()).as(ended.toString()).isZero();
			assertThat(log()).as("heard").contains(" TRACE ", " DEBUG ", " INFO ");
			List<String> numbers = MEMBERS.stream().flatMap((guid) -> numbers(mx, guid)).toList();
			assertThat(numbers).hasSizeGreaterThan(10);
			List<String> secrets = new ArrayList<>(numbers);
			secrets.addAll(List.of(KEY, PASSWORD, ENCRYPTION_KEY,
					Base64.getEncoder().encodeToString((CLIENT + ":" + KEY).getBytes(StandardCharsets.UTF_8))));
			assertThat(log().lines().filter((line) -> shows(line, secrets)).limit(20)).isEmpty();
		}
	}

	/** What the program says meanwhile is kept, and not in the build's log. */
	private Night.Ended heard(Supplier<Night.Ended> night) {
		PrintStream out = System.out;
		PrintStream err = System.err;
		try (PrintStream log = new PrintStream(this.log, true, StandardCharsets.UTF_8)) {
			System.setOut(log);
			System.setErr(log);
			return night.get();
		}
		finally {
			System.setOut(out);
			System.setErr(err);
		}
	}

	private String log() {
		return this.log.toString(StandardCharsets.UTF_8);
	}

	private static Stream<String> numbers(MxSimulator mx, String guid) {
		return mx.accountNumbers(guid)
			.stream()
			.flatMap((number) -> Stream.of(number.accountNumber(), String.valueOf(number.routingNumber())))
			.filter((number) -> number.length() > 6);
	}

	private static boolean shows(String line, List<String> secrets) {
		return TOKEN.matcher(line).find() || secrets.stream().anyMatch(line::contains);
	}

}
