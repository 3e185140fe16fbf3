package io.bulkverify.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.stream.IntStream;

import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A list that becomes another one after the program has begun with it. It does so in the
 * moment in which the run's row is written: a trigger of the database sees to it.
 */
class ChangedListTest {

	private static final String HEADER = "user_guid,member_guid\n";

	private static @Nullable Path list;

	private static String becomes = "";

	@TempDir
	Path folder;

	private MxSimulator mx;

	private Night night;

	private JdbcClient database;

	@BeforeEach
	void start() {
		this.mx = MxSimulator.start(SimulatorSettings.builder().build());
		this.night = new Night(this.mx, Night.h2(this.folder), this.folder);
		assertThat(this.night
			.type("run", "--input", this.night.write("quiet.csv", HEADER).toString(), "--output",
					this.folder.resolve("quiet").toString())
			.exit()).isZero();
		this.database = JdbcClient.create(new DriverManagerDataSource(Night.h2(this.folder), "sa", ""));
	}

	@AfterEach
	void stop() {
		list = null;
		this.mx.close();
	}

	private static String csv(int members) {
		return IntStream.range(0, members)
			.mapToObj((row) -> "USR-" + row + ",MBR-fine-" + row + "\n")
			.collect(java.util.stream.Collectors.joining("", HEADER, ""));
	}

	/** The next run's list becomes this one once the run has its row. */
	private Path listThatBecomes(String first, String then) {
		Path file = this.night.write("members.csv", first);
		this.database
			.sql("create trigger changes after insert on verification_run for each row call '%s'"
				.formatted(Change.class.getName()))
			.update();
		list = file;
		becomes = then;
		return file;
	}

	private void changesNoMore() {
		this.database.sql("drop trigger changes").update();
	}

	/** Changes the list. */
	public static final class Change implements Trigger {

		@Override
		public void fire(Connection connection, Object[] before, Object[] after) {
			try {
				if (list != null) {
					Files.writeString(list, becomes);
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

	@ParameterizedTest
	@ValueSource(ints = { 4, 3_000 })
	void a_list_that_grew_is_refused_before_any_call_and_the_next_command_bills_everybody_once(int grownTo) {
		this.night.with("verification.max-verify-calls", 10);
		Path file = listThatBecomes(csv(grownTo - 1), csv(grownTo));

		Night.Ended refused = this.night.run(file);

		assertThat(refused.exit()).as(refused.toString()).isEqualTo(2);
		assertThat(refused.err().strip()).hasLineCount(1).contains("members.csv has changed while it was read");
		assertThat(this.mx.ledger().calls()).isZero();
		assertThat(count("select count(*) from member_verification")).isZero();
		assertThat(count("select count(*) from verification_run")).as("the quiet one").isOne();
		assertThat(this.night.output()).isEmptyDirectory();

		changesNoMore();
		Night.Ended again = this.night.run(file);
		if (grownTo == 4) {
			assertThat(again.exit()).as(again.toString()).isZero();
			assertThat(this.night.rows("account-numbers.csv")).hasSize(4);
			assertThat(this.mx.members()).allMatch((member) -> member.accepted() == 1).hasSize(4);
		}
		else {
			assertThat(again.err()).contains("would need up to 3000 verify calls");
		}
	}

	@Test
	void rows_that_a_broken_import_took_from_another_list_are_not_gone_on_with() throws IOException {
		this.night.with("mx.api-key", "wrong");
		String named = csv(2_500);
		Path file = listThatBecomes(named, named.replace("MBR-fine-7\n", "MBR-other-7\n"));
		this.database.sql("alter table member_verification add constraint broken check (line < 1500)").update();
		assertThat(this.night.run(file).exit()).isEqualTo(1);
		assertThat(members()).hasSize(1_000).contains("MBR-other-7");

		changesNoMore();
		Files.writeString(file, named);
		this.database.sql("alter table member_verification drop constraint broken").update();
		Night.Ended again = this.night.run(file);

		assertThat(again.err()).contains("401");
		assertThat(members()).hasSize(2_500)
			.doesNotHaveDuplicates()
			.contains("MBR-fine-7")
			.doesNotContain("MBR-other-7");
		assertThat(count("select count(*) from verification_run where input_rows = 2500")).isOne();
	}

	@Test
	void a_run_that_has_its_list_goes_on_with_it_whatever_becomes_of_the_file() throws IOException {
		this.night.with("mx.api-key", "wrong");
		Path file = this.night.write("members.csv", csv(2));
		assertThat(this.night.run(file).exit()).isEqualTo(1);
		this.night.with("mx.api-key", this.mx.settings().apiKey());
		list = file;
		this.database
			.sql("create trigger changes before update on verification_run for each row call '%s'"
				.formatted(Change.class.getName()))
			.update();
		becomes = csv(3);

		assertThat(this.night.run(file).exit()).isZero();

		changesNoMore();
		assertThat(this.night.rows("account-numbers.csv")).hasSize(2);
	}

	private List<@Nullable String> members() {
		return this.database.sql("select member_guid from member_verification").query(String.class).list();
	}

	private long count(String sql) {
		return this.database.sql(sql).query(Long.class).single();
	}

}
