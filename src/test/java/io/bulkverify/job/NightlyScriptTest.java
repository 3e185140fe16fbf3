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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.sun.net.httpserver.HttpServer;
import io.bulkverify.simulator.Call;
import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/** {@code cron/nightly.sh}, run as cron would run it. */
class NightlyScriptTest {

	private static final Path SCRIPT = Path.of("cron/nightly.sh").toAbsolutePath();

	@TempDir
	Path home;

	private final List<String> told = new CopyOnWriteArrayList<>();

	private final AtomicInteger pings = new AtomicInteger();

	private MxSimulator mx;

	private HttpServer webhook;

	private record Ended(int exit, String said) {
	}

	@BeforeEach
	void open() throws IOException {
		this.mx = MxSimulator.start(SimulatorSettings.builder().flavour(Flavour.ATRIUM).build());
		this.webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.webhook.createContext("/ping", (exchange) -> {
			this.pings.incrementAndGet();
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
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
			.contains("finished, but with more exceptions than allowed: 50 % of the rows have no account numbers",
					"verification.fail-above is 20 %", this.home.toRealPath() + "/out/", "exceptions.csv", "DENIED")
			.doesNotContain(this.mx.accountNumbers("MBR-fine-1").getFirst().accountNumber())
			.doesNotContain("MBR-fine-1");
	}

	@Test
	void a_failure_is_tried_again_and_told_with_what_went_wrong() throws Exception {
		Ended night = night("MX_API_KEY=wrong", "BMV_RETRIES=1", "BMV_RETRY_SECONDS=0");

		assertThat(night.exit()).as(night.said()).isEqualTo(1);
		assertThat(log()).containsOnlyOnce("trying again in 0 s");
		assertThat(this.told).singleElement().asString().contains("FAILED", "401").doesNotContain("wrong\n");
	}

	@Test
	void settings_that_others_can_read_are_refused_and_told() throws Exception {
		Path settings = settings();
		Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-r--r--"));

		Ended night = run(settings);

		assertThat(night.exit()).isEqualTo(2);
		assertThat(night.said()).contains("has mode 644; run: chmod 600").hasLineCount(1);
		assertThat(firstLine()).contains("REFUSED", settings + " holds secrets but has mode 644; run: chmod 600");
		assertThat(log()).contains("REFUSED", "mode 644");
		assertThat(this.mx.ledger().calls()).isZero();
	}

	@Test
	void settings_that_a_shell_cannot_read_are_refused_and_told() throws Exception {
		Ended night = night("BMV_RUN_OPTIONS=--until 06:00", "VERIFICATION_ZONE=$NOBODY_SET_THIS");

		assertThat(night.exit()).isEqualTo(2);
		assertThat(firstLine()).contains("REFUSED", "is no list of NAME=value lines", "single quotes");
	}

	@Test
	void missing_settings_are_refused() throws Exception {
		Ended night = run(this.home.resolve("nowhere.env"));

		assertThat(night.exit()).isEqualTo(2);
		assertThat(night.said()).contains("there is no settings file " + this.home.resolve("nowhere.env"));
	}

	@Test
	void a_missing_jar_is_told() throws Exception {
		Ended night = night("BMV_JAR=/nowhere/program.jar");

		assertThat(night.exit()).isEqualTo(2);
		assertThat(firstLine()).contains("REFUSED", "there is no program at BMV_JAR (/nowhere/program.jar)");
		assertThat(log()).contains("/nowhere/program.jar");
	}

	@Test
	void a_missing_java_is_told() throws Exception {
		Path script = Files.writeString(this.home.resolve("nightly.sh"),
				Files.readString(SCRIPT).replaceAll("/(usr/lib/jvm|opt|usr/java)/", "/nowhere/"));
		Path tools = Files.createDirectories(this.home.resolve("tools"));
		for (String tool : List.of("bash", "cat", "curl", "date", "head", "id", "mkdir", "mktemp", "rm", "sed", "stat",
				"tail", "uname")) {
			Files.createSymbolicLink(tools.resolve(tool), which(tool));
		}

		Ended night = run(script, settings("JAVA_HOME=/nowhere"), Map.of("PATH", tools.toString()));

		assertThat(night.exit()).as(night.said()).isEqualTo(2);
		assertThat(firstLine()).contains("REFUSED", "no Java 21 or newer found");
		assertThat(log()).contains("no Java 21");
	}

	private static Path which(String tool) {
		return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
			.map((folder) -> Path.of(folder, tool))
			.filter(Files::isExecutable)
			.findFirst()
			.orElseThrow();
	}

	@Test
	void a_second_start_does_not_wait_for_the_first_and_is_told() throws Exception {
		Files.createDirectories(this.home.resolve("log"));
		Process first = new ProcessBuilder("flock", this.home.resolve("log/nightly.lock").toString(), "sleep", "60")
			.start();
		try {
			Night.pause(Duration.ofMillis(300));

			Ended night = night();

			assertThat(night.exit()).isEqualTo(4);
			assertThat(night.said()).contains("another nightly.sh is at work");
			assertThat(firstLine()).contains("NOT STARTED", "another nightly.sh is at work in " + this.home);
			assertThat(log()).contains("another nightly.sh is at work");
		}
		finally {
			first.descendants().forEach(ProcessHandle::destroy);
			first.destroy();
		}
	}

	@Test
	void a_program_that_hangs_is_ended_in_order_and_told() throws Exception {
		java("trap 'echo stopped by a signal >&2; exit 143' TERM; while :; do sleep 0.1; done");

		Ended night = night("JAVA_HOME=" + this.home, "BMV_LONGEST_SECONDS=1");

		assertThat(night.exit()).as(night.said()).isEqualTo(143);
		assertThat(firstLine()).contains("ended by a signal", "it was not done after 1 s (BMV_LONGEST_SECONDS)");
		assertThat(this.told.getFirst()).contains("stopped by a signal");
	}

	@Test
	void a_program_that_hears_no_signal_any_more_is_killed_and_told() throws Exception {
		java("trap '' TERM; while :; do sleep 0.1; done");

		Ended night = night("JAVA_HOME=" + this.home, "BMV_LONGEST_SECONDS=1", "BMV_KILLED_AFTER_SECONDS=1");

		assertThat(night.exit()).as(night.said()).isEqualTo(137);
		assertThat(firstLine()).contains("KILLED", "it was not done after 1 s");
	}

	@Test
	void a_signal_to_the_script_ends_the_program_in_order() throws Exception {
		java("trap 'echo stopped by a signal >&2; exit 143' TERM; echo begun >&2; while :; do sleep 0.1; done");
		Process script = start(SCRIPT, settings("JAVA_HOME=" + this.home), Map.of());

		Awaitility.await().until(() -> log().contains("begun"));
		script.destroy();

		assertThat(script.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(script.exitValue()).isEqualTo(143);
		assertThat(firstLine()).contains("ended by a signal", "stopped by a signal");
	}

	@Test
	void a_signal_ends_the_wait_for_another_try() throws Exception {
		java("echo MX has been away >&2; exit 1");
		Process script = start(SCRIPT, settings("JAVA_HOME=" + this.home), Map.of());

		Awaitility.await().until(() -> log().contains("trying again in 300 s"));
		script.destroy();

		assertThat(script.waitFor(10, TimeUnit.SECONDS)).isTrue();
		assertThat(script.exitValue()).isEqualTo(143);
		assertThat(firstLine()).contains("before that: MX has been away");
	}

	@Test
	void the_log_is_written_while_the_program_works() throws Exception {
		java("echo progress >&2; while [[ ! -e seen ]]; do sleep 0.1; done; echo the summary");
		Process script = start(SCRIPT, settings("JAVA_HOME=" + this.home), Map.of());

		Awaitility.await().until(() -> log().contains("progress"));
		Files.createFile(this.home.resolve("seen"));

		assertThat(script.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(script.exitValue()).isZero();
		assertThat(log()).contains("the summary", "finished, everything accounted for");
	}

	@Test
	void only_a_good_end_pings_the_dead_mans_switch_and_nothing_is_printed_then() throws Exception {
		java("exit $(cat code)");
		String ping = "BMV_PING_URL=" + address("/ping");

		Files.writeString(this.home.resolve("code"), "3");
		assertThat(night("JAVA_HOME=" + this.home, ping).exit()).isEqualTo(3);
		assertThat(this.pings).hasValue(0);

		Files.writeString(this.home.resolve("code"), "0");
		Ended good = night("JAVA_HOME=" + this.home, ping);
		assertThat(good.exit()).isZero();
		assertThat(good.said()).isEmpty();
		assertThat(this.pings).hasValue(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 77, 129, 130, 137, 143 })
	void every_end_that_is_not_good_is_told_with_its_reason_first(int code) throws Exception {
		java("echo the reason; echo the reason >&2; exit " + code);

		Ended night = night("JAVA_HOME=" + this.home, "BMV_RETRIES=0");

		assertThat(night.exit()).isEqualTo(code);
		assertThat(this.told).hasSize(1);
		assertThat(firstLine()).startsWith("Bulk member verification on ").endsWith(": the reason");
		assertThat(this.told.getFirst()).contains("Log: " + this.home.resolve("log/nightly-"));
		assertThat(log()).contains("the reason");
	}

	@Test
	void a_check_says_what_tonight_would_do_and_tells_nobody() throws Exception {
		Ended check = run(settings(), "--check");

		assertThat(check.exit()).as(check.said()).isZero();
		assertThat(check.said()).contains("are told through BMV_WEBHOOK", "say nothing", "2 members, 0 rejected rows",
				"there, and knows the credentials");
		assertThat(this.told).isEmpty();
		assertThat(this.mx.ledger().calls(Call.VERIFY)).isZero();
	}

	@Test
	void a_check_that_fails_says_why_and_tells_nobody() throws Exception {
		Ended check = run(settings("BMV_JAR=/nowhere/program.jar"), "--check");

		assertThat(check.exit()).isEqualTo(2);
		assertThat(check.said()).contains("there is no program at BMV_JAR").hasLineCount(1);
		assertThat(this.told).isEmpty();
	}

	@Test
	void cron_mails_what_is_printed_to_somebody() throws IOException {
		assertThat(Path.of("cron/crontab")).content().containsPattern("(?m)^MAILTO=\\w+").doesNotContain("MAILTO=\"\"");
	}

	@Test
	void the_script_is_clean() throws Exception {
		Process shellcheck;
		try {
			shellcheck = new ProcessBuilder("shellcheck", SCRIPT.toString()).inheritIO().start();
		}
		catch (IOException ex) {
			assumeThat(false).as("shellcheck is not installed").isTrue();
			return;
		}
		assertThat(shellcheck.waitFor()).isZero();
	}

	/** Stands for Java where the program itself is not needed. */
	private void java(String script) throws IOException {
		Path java = Files.createDirectories(this.home.resolve("bin")).resolve("java");
		Files.writeString(java, """
				#!/usr/bin/env bash
				if [[ $1 == -version ]]; then echo 'openjdk version "25.0.1"' >&2; exit; fi
				%s
				""".formatted(script));
		Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
	}

	private String firstLine() {
		assertThat(this.told).hasSize(1);
		return this.told.getFirst().lines().findFirst().orElseThrow();
	}

	private String log() throws IOException {
		Path folder = this.home.resolve("log");
		if (!Files.exists(folder)) {
			return "";
		}
		try (Stream<Path> files = Files.list(folder)) {
			Path log = files.filter((file) -> file.toString().endsWith(".log")).findFirst().orElse(null);
			return (log != null) ? Files.readString(log) : "";
		}
	}

	private String address(String path) {
		return "http://127.0.0.1:" + this.webhook.getAddress().getPort() + path;
	}

	private Ended night(String... more) throws Exception {
		return run(settings(more));
	}

	private Path settings(String... more) throws IOException {
		String lines = Stream
			.concat(Stream.of("BMV_HOME=" + this.home, "BMV_JAR=" + this.home.resolve("program.jar"),
					"BMV_INPUT=" + this.home.resolve("members.csv"), "BMV_WEBHOOK=" + address("/"),
					"JAVA_HOME=" + System.getProperty("java.home"), "BMV_JAVA_OPTIONS='-Xmx256m -XX:+UseSerialGC'",
					"MX_API=atrium", "MX_BASE_URL=" + this.mx.baseUrl(),
					"MX_CLIENT_ID=" + this.mx.settings().clientId(), "MX_API_KEY=" + this.mx.settings().apiKey(),
					"VERIFICATION_POLL_INITIAL_DELAY=300ms", "VERIFICATION_POLL_INTERVAL=300ms"), Stream.of(more))
			.collect(Collectors.joining("\n", "", "\n"));
		Path settings = Files.writeString(this.home.resolve("settings.env"), lines);
		return Files.setPosixFilePermissions(settings, PosixFilePermissions.fromString("rw-------"));
	}

	private Ended run(Path settings, String... options) throws Exception {
		return run(SCRIPT, settings, Map.of(), options);
	}

	private Ended run(Path script, Path settings, Map<String, String> environment, String... options) throws Exception {
		Process process = start(script, settings, environment, options);
		assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
		return new Ended(process.exitValue(), Files.readString(this.home.resolve("said.txt")));
	}

	private Process start(Path script, Path settings, Map<String, String> environment, String... options)
			throws IOException {
		List<String> command = new ArrayList<>(List.of(which("bash").toString(), script.toString()));
		command.addAll(List.of(options));
		command.add(settings.toString());
		ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(this.home.resolve("said.txt").toFile());
		// Cron's environment has next to nothing in it.
		process.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG"));
		process.environment().putAll(environment);
		return process.start();
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
					Stream.of(classPath.split(File.pathSeparator, -1))
						.map((entry) -> Path.of(entry).toUri().toString())
						.collect(Collectors.joining(" ")));
		new JarOutputStream(Files.newOutputStream(this.home.resolve("program.jar")), manifest).close();
	}

}
