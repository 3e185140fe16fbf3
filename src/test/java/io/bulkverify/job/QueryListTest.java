package io.bulkverify.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.bulkverify.simulator.Call;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import io.bulkverify.store.TestDatabase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;

/** A list that a query reads, and imports that break off. */
class QueryListTest {

	private static final Path SAMPLE = Path.of("sample-data/member_list.sql");

	@TempDir
	Path folder;

	private MxSimulator mx;

	private String url = "";

	@BeforeEach
	void start() {
		this.mx = MxSimulator.start(SimulatorSettings.builder().build());
	}

	@AfterEach
	void stop() {
		this.mx.close();
	}

	private Night on(TestDatabase kind) {
		this.url = kind.newUrl();
		return new Night(this.mx, this.url, this.folder);
	}

	@ParameterizedTest
	@EnumSource
	void the_sample_list_is_verified_by_the_command_in_its_comment(TestDatabase kind) throws IOException {
		Night night = on(kind);
		fill(this.url);

		Night.Ended ended = night.type("run", "--output", night.output().toString(), "--input-query",
				queryOfTheSample());

		assertThat(ended.exit()).as(ended.toString()).isZero();
		assertThat(night.rows("account-numbers.csv").stream().map(QueryListTest::customer)).containsExactly("C-1001",
				"C-1002", "C-1003", "C-1004");
	}

	@ParameterizedTest
	@EnumSource
	void a_second_database_is_read_and_nothing_else_is_written_there(TestDatabase kind) throws IOException {
		Night night = on(TestDatabase.H2);
		String second = kind.newUrl();
		fill(second);
		night.with("verification.source.url", second)
			.with("verification.source.username", kind == TestDatabase.H2 ? "sa" : "postgres");

		Night.Ended ended = night.type("run", "--output", night.output().toString(), "--input-query",
				queryOfTheSample());

		assertThat(ended.exit()).as(ended.toString()).isZero();
		assertThat(night.rows("account-numbers.csv")).hasSize(4);
		assertThat(database(second).sql("""
				select lower(table_name) from information_schema.tables where lower(table_schema) = 'public'
				""").query(String.class).list()).containsExactly("member_list");
	}

	@Test
	void a_second_database_that_is_away_is_said_in_one_line_without_its_password() {
		Night night = on(TestDatabase.H2);
		night.with("verification.source.url", "jdbc:postgresql://localhost:1/bank?password=s3cret")
			.with("verification.source.username", "ann")
			.with("verification.source.password", "s3cret");

		Night.Ended ended = night.type("run", "--input-query", "select user_guid, member_guid from member_list");

		assertThat(ended.exit()).isEqualTo(1);
		assertThat(ended.err().strip()).hasLineCount(1)
			.contains("cannot be reached", "verification.source.url")
			.doesNotContain("s3cret");
	}

	@Test
	void the_same_query_with_another_password_is_the_same_list() throws IOException {
		Night night = on(TestDatabase.H2);
		fill(this.url);
		String query = "select user_guid, member_guid from member_list";
		Night.Ended first = night.type("run", "--output", night.output().toString(), "--input-query", query);
		long calls = this.mx.ledger().calls();

		Night other = new Night(this.mx, this.url + ";USER=sa;PASSWORD=", this.folder)
			.with("spring.datasource.username", "")
			.with("spring.datasource.password", "");
		Night.Ended again = other.type("run", "--input-query", query);

		assertThat(first.exit()).as(first.toString()).isZero();
		assertThat(again.exit()).as(again.toString()).isZero();
		assertThat(again.out()).contains("No call was made");
		assertThat(this.mx.ledger().calls()).isEqualTo(calls);
	}

	@ParameterizedTest
	@EnumSource
	void a_query_list_whose_import_broke_off_is_imported_anew_whatever_its_order_is_now(TestDatabase kind) {
		Night night = on(kind);
		JdbcClient database = withTables(night);
		database.sql("create table listed (place integer, user_guid varchar(20), member_guid varchar(20))").update();
		int rows = 2_500;
		new JdbcTemplate(source(this.url)).batchUpdate("insert into listed values (?, 'USR-1', ?)",
				IntStream.range(0, rows).mapToObj((place) -> new Object[] { place, "MBR-" + place }).toList());
		night.with("verification.max-verify-calls", 0);
		String query = "select user_guid, member_guid from listed order by place";
		breakOffImportsAt(database, 1_500);

		Night.Ended broken = night.type("run", "--input-query", query);

		assertThat(broken.exit()).as(broken.toString()).isEqualTo(1);
		assertThat(members(database)).hasSize(1_000);
		letImportsPass(database);
		database.sql("update listed set place = -place").update();

		Night.Ended again = night.type("run", "--input-query", query);

		assertThat(again.exit()).as(again.toString()).isEqualTo(2);
		assertThat(again.err()).as("each row once").contains("up to " + rows + " verify calls");
	}

	@ParameterizedTest
	@EnumSource
	void a_file_whose_import_broke_off_is_imported_anew(TestDatabase kind) {
		Night night = on(kind);
		JdbcClient database = withTables(night);
		int rows = 2_500;
		Path list = night.list(IntStream.range(0, rows).mapToObj((row) -> "MBR-" + row).toList());
		night.with("verification.max-verify-calls", 0);
		breakOffImportsAt(database, 1_500);

		assertThat(night.run(list).exit()).isEqualTo(1);
		assertThat(members(database)).hasSize(1_000);
		letImportsPass(database);

		Night.Ended again = night.run(list);

		assertThat(again.exit()).as(again.toString()).isEqualTo(2);
		assertThat(again.err()).as("each row once").contains("up to " + rows + " verify calls");
	}

	@ParameterizedTest
	@EnumSource
	void a_query_that_fails_at_a_row_is_refused_with_its_number_and_leaves_no_run(TestDatabase kind) {
		Night night = on(kind);
		JdbcClient database = withTables(night);
		for (int row : List.of(7, 2_345)) {
			String query = "select 'USR-1' as user_guid, 'MBR-' || n as member_guid, 1 / (n - %d) as note from %s as numbers(n)"
				.formatted(row, kind == TestDatabase.H2 ? "system_range(1, 3000)" : "generate_series(1, 3000)");
			for (Night.Ended ended : List.of(night.type("run", "--input-query", query),
					night.type("check", "--input-query", query))) {
				assertThat(ended.exit()).as(ended.toString()).isEqualTo(2);
				assertThat(ended.err() + ended.out()).contains("The query fails at row " + row + ": ")
					.contains("ivision by zero")
					.doesNotContain("\tat ");
			}
			assertThat(night.type("run", "--input-query", query).err().strip()).hasLineCount(1);
		}
		assertThat(members(database)).isEmpty();
		assertThat(count(database, "select count(*) from verification_run")).isOne();
		assertThat(this.mx.ledger().calls(Call.VERIFY)).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void a_query_can_change_nothing(TestDatabase kind) throws IOException {
		Night night = on(kind);
		fill(this.url);
		JdbcClient database = database(this.url);
		database.sql("create table changed (v integer)").update();
		database.sql("insert into changed values (0)").update();
		if (kind == TestDatabase.H2) {
			database.sql("create alias touch for '%s.touch'".formatted(QueryListTest.class.getName())).update();
		}
		else {
			database.sql("""
					create function touch() returns integer language sql as 'update changed set v = v + 1; select 1'
					""").update();
		}
		String select = "select user_guid, member_guid from member_list";
		for (String query : List.of("commit; update changed set v = 1; " + select,
				select + "; update changed set v = 1", select + "; commit; update changed set v = 1",
				"select user_guid, member_guid, touch() as note from member_list",
				kind == TestDatabase.H2
						? "select 'USR-1' as user_guid, 'MBR-' || v as member_guid from final table (update changed set v = 1)"
						: "with now as (update changed set v = 1 returning v) select 'USR-1' as user_guid, 'MBR-' || v as member_guid from now")) {
			for (String command : List.of("check", "run")) {
				Night.Ended ended = night.type(command, "--input-query", query);
				assertThat(ended.exit()).as(query + ended).isEqualTo(2);
				assertThat(count(database, "select v from changed")).as(command + " " + query).isZero();
			}
		}
		assertThat(count(database, "select count(*) from verification_run")).isZero();
		assertThat(this.mx.ledger().calls(Call.VERIFY)).isZero();
	}

	/** What a query calls on H2. */
	public static int touch(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			return statement.executeUpdate("update changed set v = v + 1");
		}
	}

	/** The tables are made by the first run, here an empty one. */
	private JdbcClient withTables(Night night) {
		assertThat(night
			.type("run", "--output", this.folder.resolve("empty").toString(), "--input",
					night.write("empty.csv", "user_guid,member_guid\n").toString())
			.exit()).isZero();
		return database(this.url);
	}

	private static void breakOffImportsAt(JdbcClient database, int line) {
		database.sql("alter table member_verification add constraint broken check (line < " + line + ")").update();
	}

	private static void letImportsPass(JdbcClient database) {
		database.sql("alter table member_verification drop constraint broken").update();
	}

	private static List<@Nullable String> members(JdbcClient database) {
		return database.sql("select member_guid from member_verification").query(String.class).list();
	}

	private static long count(JdbcClient database, String sql) {
		return database.sql(sql).query(Long.class).single();
	}

	/** The first command of the sample's comment, without what a shell needs. */
	private static String queryOfTheSample() throws IOException {
		String text = Files.readString(SAMPLE, StandardCharsets.UTF_8);
		int start = text.indexOf("\"select ") + 1;
		return text.substring(start, text.indexOf('"', start));
	}

	private static void fill(String url) {
		new ResourceDatabasePopulator(new FileSystemResource(SAMPLE)).execute(source(url));
	}

	private static JdbcClient database(String url) {
		return JdbcClient.create(source(url));
	}

	private static DriverManagerDataSource source(String url) {
		return new DriverManagerDataSource(url, url.startsWith("jdbc:h2") ? "sa" : "postgres", "");
	}

	private static String customer(Map<String, String> row) {
		return row.entrySet()
			.stream()
			.filter((cell) -> cell.getKey().equalsIgnoreCase("customer_id"))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElseThrow();
	}

}
