package io.bulkverify.job;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import io.bulkverify.simulator.Call;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import io.bulkverify.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@code check} says, and that it does nothing. */
class CheckTest {

	@TempDir
	Path folder;

	private MxSimulator mx;

	@BeforeEach
	void start() {
		this.mx = MxSimulator.start(SimulatorSettings.builder().build());
	}

	@AfterEach
	void stop() {
		this.mx.close();
	}

	@ParameterizedTest
	@EnumSource
	void an_empty_database_stays_empty(TestDatabase kind) {
		String url = kind.newUrl();
		Night night = new Night(this.mx, url, this.folder);
		Path list = night.write("members.csv", """
				user_guid,member_guid
				USR-1,MBR-fine-1
				USR-1,MBR-fine-2
				USR-1,
				USR-1,MBR-fine-1
				""");

		Night.Ended ended = night.type("check", "--input", list.toString());

		assertThat(ended.exit()).as(ended.toString()).isZero();
		assertThat(ended.out()).contains(
				kind == TestDatabase.H2 ? "not there yet: the first run makes it" : "without tables",
				"there, and knows the credentials", "2 members, 2 rejected rows", "line 4: ",
				"line 5: duplicate of line 2", "begins a new one for ", "up to 2 verify calls");
		assertThat(JdbcClient.create(new DriverManagerDataSource(url, kind == TestDatabase.H2 ? "sa" : "postgres", ""))
			.sql("select count(*) from information_schema.tables where lower(table_schema) = 'public'")
			.query(Long.class)
			.single()).isZero();
		assertThat(this.mx.ledger().calls()).isOne();
		assertThat(this.mx.ledger().calls(Call.VERIFY)).isZero();
	}

	@Test
	void known_and_fresh_members_and_a_limit_are_told_before_the_run_meets_them() {
		Night night = new Night(this.mx, Night.h2(this.folder), this.folder);
		Path list = night.list(List.of("MBR-fine-1", "MBR-fine-2"));
		assertThat(night.run(list).exit()).isZero();
		assertThat(night.type("check", "--input", list.toString()).out()).contains("2 members have account numbers",
				"1 of ", "is finished: run makes no call");

		Path longer = night.list(List.of("MBR-fine-1", "MBR-fine-2", "MBR-fine-3", "MBR-fine-4"));
		night.with("verification.fresh-for", "1d").with("verification.max-verify-calls", 1);
		Night.Ended ended = night.type("check", "--input", longer.toString());

		assertThat(ended.exit()).isEqualTo(2);
		assertThat(ended.out()).contains(
				"2 members have account numbers in the table, 2 of them verified in the last 1 d",
				"up to 2 verify calls", "run refuses it: verification.max-verify-calls is 1");

		assertThat(night.run(longer, "--replace").exit()).isEqualTo(2);
		night.with("verification.max-verify-calls", 9);
		assertThat(night.type("check", "--input", longer.toString()).out()).contains("begins a new one",
				"up to 2 verify calls");

		night.with("mx.api-key", "wrong");
		assertThat(night.run(longer, "--replace").exit()).isEqualTo(1);
		night.with("mx.api-key", this.mx.settings().apiKey());
		assertThat(night.type("check", "--input", longer.toString()).out()).contains("goes on with ",
				"2 members are left", "up to 2 verify calls");
	}

	@Test
	void whoever_only_looks_makes_no_files(@TempDir Path elsewhere) throws IOException {
		Night night = new Night(this.mx, Night.h2(elsewhere), this.folder);
		InputStream before = System.in;
		System.setIn(new ByteArrayInputStream("user_guid,member_guid\nUSR-1,MBR-1\n".getBytes(StandardCharsets.UTF_8)));
		try {
			assertThat(night.type("check", "--input", "-").out()).contains("1 members");
		}
		finally {
			System.setIn(before);
		}
		assertThat(night.type("check", "--input-query", "select 'U' as user_guid, 'M' as member_guid").exit()).isZero();
		assertThat(night.type("status").exit()).isZero();
		assertThat(night.type("stop").out()).contains("Nothing is running.");
		assertThat(night.type("purge", "--older-than", "400d").out()).contains("nothing was deleted");
		assertThat(night.type("report", "--run", "7", "--output", elsewhere.resolve("x").toString()).err())
			.contains("There is no run 7");

		assertThat(elsewhere).isEmptyDirectory();
		assertThat(Path.of("data/spool")).doesNotExist();
	}

	@Test
	void a_query_is_checked_like_a_file() {
		Night night = new Night(this.mx, Night.h2(this.folder), this.folder);

		Night.Ended good = night.type("check", "--input-query",
				"select 'USR-1' as user_guid, 'MBR-fine-1' as member_guid");
		assertThat(good.out()).as(good.toString()).contains("1 members, 0 rejected rows");
		Night.Ended wrong = night.type("check", "--input-query", "select 1 as user_guid");
		assertThat(wrong.exit()).isEqualTo(2);
		assertThat(wrong.out()).contains("no column member_guid");
	}

	@Test
	void without_a_list_the_settings_the_database_and_mx_are_checked() {
		Night night = new Night(this.mx, Night.h2(this.folder), this.folder);

		Night.Ended ended = night.type("check");

		assertThat(ended.exit()).as(ended.toString()).isZero();
		assertThat(ended.out()).contains("Settings", "Database", "MX").doesNotContain("List");
	}

	@Test
	void a_wrong_key_or_an_mx_that_is_away_ends_with_1_and_the_list_is_read_all_the_same() {
		Night night = new Night(this.mx, Night.h2(this.folder), this.folder).with("mx.api-key", "wrong");
		Path list = night.list(List.of("MBR-fine-1"));

		Night.Ended unknown = night.type("check", "--input", list.toString());
		Night.Ended away = night.with("mx.base-url", "http://localhost:1").type("check", "--input", list.toString());

		assertThat(unknown.exit()).isEqualTo(1);
		assertThat(unknown.err()).contains("MX does not accept mx.client-id and mx.api-key", "1 members");
		assertThat(away.exit()).isEqualTo(1);
		assertThat(away.err()).contains("mx.base-url", "1 members");
	}

	@Test
	void a_database_that_is_away_ends_with_1_in_one_line() {
		Night night = new Night(this.mx, "jdbc:postgresql://localhost:1/bank?password=s3cret", this.folder);

		Night.Ended ended = night.type("check");

		assertThat(ended.exit()).as(ended.toString()).isEqualTo(1);
		assertThat(ended.err().strip()).hasLineCount(1).contains("DATABASE_URL").doesNotContain("s3cret");
	}

	@Test
	void missing_credentials_end_with_2() {
		Night night = new Night(this.mx, Night.h2(this.folder), this.folder).with("mx.api-key", "");

		assertThat(night.type("check").exit()).isEqualTo(2);
	}

}
