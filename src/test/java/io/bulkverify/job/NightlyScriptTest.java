package io.bulkverify.job;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code cron/nightly.sh}, run as cron would run it. */
class NightlyScriptTest {

	private static final Path SCRIPT = Path.of("cron/nightly.sh").toAbsolutePath();

	@TempDir
	Path home;

	private final List<String> told = new CopyOnWriteArrayList<>();

	private MxSimulator mx;

	private HttpServer webhook;

	private record Ended(int exit, String said) {
	}

	@BeforeEach
	void open() throws IOException {
		this.mx = MxSimulator.start(SimulatorSettings.builder().flavour(Flavour.ATRIUM).build());
		this.webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.webhook.createContext("/", (exchange) -> {
			this.told.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		this.webhook.start();
		Files.writeString(this.home.resolve("members.csv"), """
				user_guid,member_guid
				USR-1,MBR-fine-1
				USR-2,MBR-start.status-DENIED-2
				""");
		jar();
	}

	@AfterEach
	void close() {
		this.webhook.stop(0);
		this.mx.close();
	}

	@Test
	void a_good_night_leaves_its_files_where_they_are_always_found_and_tells_nobody() throws Exception {
		Path old = Files.createDirectories(this.home.resolve("out/2020-01-01"));
		Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(500))));

		Ended night = night("VERIFICATION_FAIL_ABOVE=100");

		assertThat(night.exit()).as(night.said()).isZero();
		Path latest = this.home.resolve("out/latest");
		assertThat(latest).isSymbolicLink();
		assertThat(latest.resolve("account-numbers.csv")).content().contains("MBR-fine-1");
		assertThat(Files.getPosixFilePermissions(latest.resolve("account-numbers.csv")))
			.isEqualTo(PosixFilePermissions.fromString("rw-------"));
		assertThat(old).doesNotExist();
		assertThat(this.told).isEmpty();
	}

	@Test
	void too_many_exceptions_are_told_with_the_summary_and_without_account_numbers() throws Exception {
		Ended night = night("VERIFICATION_FAIL_ABOVE=20");

		assertThat(night.exit()).as(night.said()).isEqualTo(3);
		assertThat(this.told).singleElement()
			.asString()
			.contains("finished, but with more exceptions than allowed", "DENIED")
			.doesNotContain(this.mx.accountNumbers("MBR-fine-1").getFirst().accountNumber())
			.doesNotContain("MBR-fine-1");
	}

	@Test
	void a_failure_is_tried_again_and_told_with_what_went_wrong() throws Exception {
		Ended night = night("MX_API_KEY=wrong", "BMV_RETRIES=1", "BMV_RETRY_SECONDS=0");

		assertThat(night.exit()).as(night.said()).isEqualTo(1);
		assertThat(night.said()).containsOnlyOnce("trying again in 0 s");
		assertThat(this.told).singleElement().asString().contains("FAILED", "401").doesNotContain("wrong\n");
	}

	@Test
	void settings_that_others_can_read_are_refused() throws Exception {
		Path settings = settings();
		Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-r--r--"));

		Ended night = run(settings);

		assertThat(night.exit()).isEqualTo(2);
		assertThat(night.said()).contains("has mode 644; run: chmod 600").hasLineCount(1);
		assertThat(this.mx.ledger().calls()).isZero();
	}

	@Test
	void a_second_start_does_not_wait_for_the_first() throws Exception {
		Files.createDirectories(this.home.resolve("log"));
		Process first = new ProcessBuilder("flock", this.home.resolve("log/nightly.lock").toString(), "sleep", "60")
			.start();
		try {
			Night.pause(Duration.ofMillis(300));

			Ended night = night();

			assertThat(night.exit()).isEqualTo(4);
			assertThat(night.said()).contains("another nightly.sh is at work");
		}
		finally {
			first.descendants().forEach(ProcessHandle::destroy);
			first.destroy();
		}
	}

	private Ended night(String... more) throws Exception {
		return run(settings(more));
	}

	private Path settings(String... more) throws IOException {
		String lines = Stream
			.concat(Stream.of("BMV_HOME=" + this.home, "BMV_JAR=" + this.home.resolve("program.jar"),
					"BMV_INPUT=" + this.home.resolve("members.csv"),
					"BMV_WEBHOOK=http://127.0.0.1:" + this.webhook.getAddress().getPort() + "/",
					"JAVA_HOME=" + System.getProperty("java.home"), "BMV_JAVA_OPTIONS='-Xmx256m -XX:+UseSerialGC'",
					"MX_API=atrium", "MX_BASE_URL=" + this.mx.baseUrl(),
					"MX_CLIENT_ID=" + this.mx.settings().clientId(), "MX_API_KEY=" + this.mx.settings().apiKey(),
					"VERIFICATION_POLL_INITIAL_DELAY=300ms", "VERIFICATION_POLL_INTERVAL=300ms"), Stream.of(more))
			.collect(Collectors.joining("\n", "", "\n"));
		Path settings = Files.writeString(this.home.resolve("settings.env"), lines);
		return Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-------"));
	}

	private Ended run(Path settings) throws Exception {
		ProcessBuilder script = new ProcessBuilder("bash", SCRIPT.toString(), settings.toString())
			.redirectErrorStream(true)
			.redirectOutput(this.home.resolve("said.txt").toFile());
		// Cron's environment has next to nothing in it.
		script.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG"));
		Process process = script.start();
		assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
		return new Ended(process.exitValue(), Files.readString(this.home.resolve("said.txt")));
	}

	/**
	 * Stands for the jar, which the build makes after its tests: it names the classes.
	 */
	private void jar() throws IOException {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "io.bulkverify.launch.Launcher");
		manifest.getMainAttributes()
			.put(Attributes.Name.CLASS_PATH,
					Stream.of(classPath.split(File.pathSeparator))
						.map((entry) -> Path.of(entry).toUri().toString())
						.collect(Collectors.joining(" ")));
		new JarOutputStream(Files.newOutputStream(this.home.resolve("program.jar")), manifest).close();
	}

}
