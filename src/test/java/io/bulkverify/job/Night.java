package io.bulkverify.job;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import com.opencsv.CSVReaderHeaderAware;
import com.opencsv.exceptions.CsvValidationException;
import io.bulkverify.BulkVerifyApplication;
import io.bulkverify.cli.Application;
import io.bulkverify.cli.BulkVerify;
import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MxSimulator;
import org.awaitility.Awaitility;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationListener;

/**
 * One night in a test: a simulator of MX, a database, a folder, and the command line as
 * an operator types it, in this process. Its clocks are real and quick.
 */
public final class Night {

	/** Settings with which a night takes seconds. */
	static final Map<String, String> QUICK = Map.ofEntries(Map.entry("mx.read-timeout", "2s"),
			Map.entry("verification.poll.initial-delay", "300ms"), Map.entry("verification.poll.interval", "300ms"),
			Map.entry("verification.poll.max-interval", "1s"), Map.entry("verification.poll.give-up-after", "12s"),
			Map.entry("verification.numbers.give-up-after", "3s"),
			Map.entry("verification.conflict.initial-delay", "500ms"),
			Map.entry("verification.conflict.max-delay", "2s"), Map.entry("verification.conflict.give-up-after", "15s"),
			Map.entry("verification.error.give-up-after", "10s"),
			Map.entry("verification.lease.take-over-after", "2s"));

	/** More than one start of the program uses. */
	private static final int IDS = 10_000;

	private static final AtomicLong STARTS = new AtomicLong();

	private final MxSimulator mx;

	private final Path folder;

	private final Map<String, Object> settings = new HashMap<>();

	private final List<Class<?>> beans = new ArrayList<>(List.of(BulkVerifyApplication.class));

	public Night(MxSimulator mx, String databaseUrl, Path folder) {
		this.mx = mx;
		this.folder = folder;
		with("spring.datasource.url", databaseUrl);
		with("spring.datasource.username", databaseUrl.startsWith("jdbc:h2") ? "sa" : "postgres");
		speaking(mx.settings().flavour());
		with("mx.base-url", mx.baseUrl());
		with("mx.sso-url", mx.baseUrl());
		with("mx.client-id", mx.settings().clientId());
		with("mx.api-key", mx.settings().apiKey());
		with("mx.limits.reads-per-second", 500);
		with("mx.limits.writes-per-second", 200);
		QUICK.forEach(this::with);
	}

	private void speaking(Flavour flavour) {
		switch (flavour) {
			case ATRIUM, ALL -> with("mx.api", "atrium");
			case PLATFORM_20250224 -> with("mx.api", "platform");
			case PLATFORM_20111101 -> with("mx.api", "platform").with("mx.platform.version", "v20111101");
			case NEXUS -> with("mx.api", "nexus");
		}
	}

	/** An H2 database in the folder, as the program's default is. */
	public static String h2(Path folder) {
		return "jdbc:h2:file:" + folder.resolve("data/night") + ";WRITE_DELAY=0;AUTO_SERVER=TRUE";
	}

	public Night with(String setting, Object value) {
		this.settings.put(setting, value);
		return this;
	}

	/**
	 * Has the program use these beans as well: a class with methods that make them, and
	 * without an annotation by which every other night would find it.
	 */
	public Night and(Class<?> beans) {
		this.beans.add(beans);
		return this;
	}

	public Night without(String setting) {
		this.settings.remove(setting);
		return this;
	}

	public MxSimulator mx() {
		return this.mx;
	}

	/** What a command printed and exited with. */
	public record Ended(int exit, String out, String err) {
	}

	public Ended type(String... command) {
		StringWriter out = new StringWriter();
		StringWriter err = new StringWriter();
		SpringApplication program = new SpringApplication(this.beans.toArray(Class[]::new));
		program.setListeners(program.getListeners().stream().<ApplicationListener<?>>map(OneAtATime::of).toList());
		Application application = (own) -> program.run(Stream.concat(Arrays.stream(own), Stream.concat(idsOfItsOwn(),
				this.settings.entrySet().stream().map((setting) -> "--" + setting.getKey() + "=" + setting.getValue())))
			.toArray(String[]::new));
		int exit = BulkVerify.execute(application, new PrintWriter(out), new PrintWriter(err), command);
		return new Ended(exit, out.toString(), err.toString());
	}

	private static Stream<String> idsOfItsOwn() {
		return Stream.of("--spring.flyway.locations=classpath:db/migration,classpath:db/nights",
				"--spring.flyway.placeholders.ids=" + STARTS.incrementAndGet() * IDS);
	}

	/** Runs a list into {@code out}. */
	public Ended run(Path list, String... more) {
		List<String> command = new ArrayList<>(
				List.of("run", "--input", list.toString(), "--output", output().toString()));
		command.addAll(List.of(more));
		return type(command.toArray(String[]::new));
	}

	public Path output() {
		return this.folder.resolve("out");
	}

	/** Lets time pass. */
	static void pause(Duration length) {
		long until = System.nanoTime() + length.toNanos();
		Awaitility.await()
			.pollInterval(Duration.ofMillis(5))
			.atMost(length.plusSeconds(10))
			.until(() -> System.nanoTime() >= until);
	}

	/** A list of these members, each with a customer. */
	public Path list(List<String> memberGuids) {
		StringBuilder csv = new StringBuilder("user_guid,member_guid,customer_id\n");
		int row = 0;
		for (String guid : memberGuids) {
			csv.append("USR-").append(row % 97).append(',').append(guid).append(",C-").append(row++).append('\n');
		}
		return write("members.csv", csv.toString());
	}

	public Path write(String name, String text) {
		try {
			return Files.writeString(this.folder.resolve(name), text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The rows of an output file, each by column name. */
	public List<Map<String, String>> rows(String file) {
		List<Map<String, String>> rows = new ArrayList<>();
		try (CSVReaderHeaderAware csv = new CSVReaderHeaderAware(Files.newBufferedReader(output().resolve(file)))) {
			for (Map<String, String> row = csv.readMap(); row != null; row = csv.readMap()) {
				rows.add(new LinkedHashMap<>(row));
			}
		}
		catch (IOException | CsvValidationException ex) {
			throw new IllegalStateException(ex);
		}
		return rows;
	}

	/** The member's rows of {@code account-numbers.csv}. */
	public List<Map<String, String>> verified(String memberGuid) {
		return rows("account-numbers.csv").stream().filter((row) -> memberGuid.equals(row.get("member_guid"))).toList();
	}

	/** The member's row of {@code exceptions.csv}; empty where it has none. */
	public Map<String, String> reported(String memberGuid) {
		return rows("exceptions.csv").stream()
			.filter((row) -> memberGuid.equals(row.get("member_guid")))
			.findFirst()
			.orElse(Map.of());
	}

	/** Where the member ended, in one word: VERIFIED, or its reason. */
	public String ending(String memberGuid) {
		return verified(memberGuid).isEmpty() ? reported(memberGuid).getOrDefault("reason", "nowhere") : "VERIFIED";
	}

}
