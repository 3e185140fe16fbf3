package io.bulkverify.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Account numbers lie encrypted in the database, and whoever reads them decrypts. */
class EncryptionAtRestTest {

	private static final String OLD = key(1);

	private static final String NEW = key(2);

	private static final List<String> MEMBERS = List.of("MBR-fine-1", "MBR-pages.count-3-1", "MBR-canadian-1");

	@TempDir
	Path folder;

	private MxSimulator mx;

	private Night night;

	private JdbcClient database;

	private static String key(int seed) {
		byte[] key = new byte[32];
		key[0] = (byte) seed;
		return Base64.getEncoder().encodeToString(key);
	}

	@BeforeEach
	void start() {
		this.mx = MxSimulator.start(SimulatorSettings.builder().flavour(Flavour.ATRIUM).build());
		this.night = new Night(this.mx, Night.h2(this.folder), this.folder);
		this.database = JdbcClient.create(new DriverManagerDataSource(Night.h2(this.folder), "sa", ""));
	}

	@AfterEach
	void stop() {
		this.mx.close();
	}

	@Test
	void the_database_has_ciphertext_and_the_file_has_numbers() {
		Night.Ended ended = this.night.with("verification.encryption-key", NEW).run(this.night.list(MEMBERS));

		assertThat(ended.exit()).as(ended.toString()).isZero();
		assertThat(stored("run_account_number")).hasSize(5)
			.allMatch((number) -> String.valueOf(number).startsWith("enc#"));
		assertThat(stored("account_number")).hasSize(5).allMatch((number) -> String.valueOf(number).startsWith("enc#"));
		assertNumbersAreRight();
	}

	@Test
	void a_run_goes_on_with_its_own_key_only_and_the_key_can_be_changed_on_the_way() {
		Path list = this.night.with("verification.encryption-key", OLD)
			.with("verification.outage.give-up-after", "1s")
			.with("verification.poll.give-up-after", "8s")
			.list(Stream.concat(MEMBERS.stream(), IntStream.range(0, 8).mapToObj((i) -> "MBR-never-" + i)).toList());
		interruptedByAnOutage(list);

		assertRefused(list, null, "set verification.encryption-key");
		assertRefused(list, NEW, "add that key behind the newest one");

		Night.Ended ended = this.night.with("verification.encryption-key", NEW + "," + OLD).run(list);
		assertThat(ended.exit()).as(ended.toString()).isZero();
		assertNumbersAreRight();
	}

	@Test
	void a_key_may_lie_in_a_file() throws IOException {
		Path file = Files.writeString(this.folder.resolve("key"), NEW + "\n" + OLD + "\n");

		Night.Ended ended = this.night.with("verification.encryption-key-file", file)
			.run(this.night.list(List.of("MBR-fine-1")));

		assertThat(ended.exit()).as(ended.toString()).isZero();
		assertThat(stored("run_account_number")).allMatch((number) -> String.valueOf(number).startsWith("enc#"));
	}

	@Test
	void what_is_no_key_is_refused_before_any_call_and_not_shown() {
		String wrong = "bm90IGEga2V5IGF0IGFsbA==";

		Night.Ended ended = this.night.with("verification.encryption-key", OLD + "," + wrong)
			.run(this.night.list(MEMBERS));

		assertThat(ended.exit()).isEqualTo(2);
		assertThat(ended.err()).contains("verification.encryption-key: key 2 of 2", "openssl rand -base64 32")
			.doesNotContain(wrong)
			.doesNotContain(OLD)
			.hasLineCount(1);
		assertThat(this.mx.ledger().calls()).isZero();
	}

	@Test
	void a_key_file_that_is_not_there_is_refused() {
		Night.Ended ended = this.night.with("verification.encryption-key-file", this.folder.resolve("none"))
			.run(this.night.list(MEMBERS));

		assertThat(ended.exit()).isEqualTo(2);
		assertThat(ended.err()).contains("verification.encryption-key-file").contains("cannot be read").hasLineCount(1);
	}

	private void interruptedByAnOutage(Path list) {
		try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
			var run = CompletableFuture.supplyAsync(() -> this.night.run(list), thread);
			Awaitility.await()
				.atMost(Duration.ofSeconds(60))
				.ignoreExceptions()
				.until(() -> run.isDone() || stored("run_account_number").size() == 5);
			this.mx.outage(Duration.ofMinutes(5));
			assertThat(run.join().exit()).isEqualTo(1);
		}
		this.mx.outage(Duration.ZERO);
	}

	private void assertRefused(Path list, @Nullable String key, String why) {
		long calls = this.mx.ledger().calls();
		Night.Ended ended = ((key != null) ? this.night.with("verification.encryption-key", key)
				: this.night.without("verification.encryption-key"))
			.run(list);
		assertThat(ended.exit()).as(ended.toString()).isEqualTo(2);
		assertThat(ended.err()).contains(why).hasLineCount(1);
		assertThat(this.mx.ledger().calls()).isEqualTo(calls);
	}

	private List<@Nullable String> stored(String table) {
		return this.database.sql("select account_number from " + table).query(String.class).list();
	}

	private void assertNumbersAreRight() {
		assertThat(this.night.rows("account-numbers.csv").stream().map((row) -> row.get("account_number")))
			.containsExactlyInAnyOrderElementsOf(MEMBERS.stream()
				.flatMap((guid) -> this.mx.accountNumbers(guid).stream())
				.map((number) -> number.accountNumber())
				.toList());
	}

}
