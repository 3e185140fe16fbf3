package io.bulkverify.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.bulkverify.member.ListRow;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

class SqlMemberListReaderTest {

	private static EmbeddedPostgres server;

	private static QuerySource postgres;

	private static QuerySource h2;

	@BeforeAll
	static void fillBothDatabases() throws IOException {
		server = EmbeddedPostgres.start();
		postgres = source(server.getJdbcUrl("postgres", "postgres"), "postgres");
		h2 = source("jdbc:h2:mem:lists;DB_CLOSE_DELAY=-1", "sa");
		JdbcClient.create(writableH2()).sql("create table changed (v bigint)").update();
		JdbcClient.create(writableH2()).sql("insert into changed values (0)").update();
		JdbcClient.create(writableH2())
			.sql("create alias touch for '%s.touch'".formatted(SqlMemberListReaderTest.class.getName()))
			.update();
		JdbcClient.create(server.getPostgresDatabase()).sql("""
				create table changed (v bigint);
				insert into changed values (0);
				create function touch() returns int language sql as 'update changed set v = v + 1; select 1';
				""").update();
		byte[] sample = Files.readAllBytes(Path.of("sample-data/member_list.sql"));
		for (DataSource writable : List.of(server.getPostgresDatabase(), writableH2())) {
			new ResourceDatabasePopulator(new ByteArrayResource(sample)).execute(writable);
		}
	}

	private static DataSource writableH2() {
		return new DriverManagerDataSource("jdbc:h2:mem:lists;DB_CLOSE_DELAY=-1", "sa", "");
	}

	private static QuerySource source(String url, String user) {
		return new QuerySource(new QuerySource.Login("spring.datasource.url", url, user, ""));
	}

	@AfterAll
	static void stop() throws IOException {
		postgres.close();
		h2.close();
		server.close();
	}

	static Stream<QuerySource> databases() {
		return Stream.of(postgres, h2);
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("databases")
	void readsTheSample(QuerySource source) throws Exception {
		String sample = Files.readString(Path.of("sample-data/member_list.sql"), StandardCharsets.UTF_8);
		assertThat(sample).contains("select user_guid, member_guid, customer_id");

		MemberList.Sql list = query(
				"select user_guid, member_guid, customer_id, account_label from member_list order by customer_id");
		assertThat(new SqlMemberListReader(list, source).look()).hasSize(1)
			.first()
			.asString()
			.isEqualToIgnoringCase("customer_id");
		assertThat(read(list, source, 100)).isNotEmpty().allMatch(row -> row instanceof ListRow.Listed);
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("databases")
	void judgesRowsAsAFileDoes(QuerySource source) throws Exception {
		List<ListRow> rows = read(
				query("""
						select 'u1' as "User_Guid", 'm1' as "MEMBER_GUID", 42 as "amount", cast(null as varchar(9)) as "nothing",
								true as "include_transactions"
						union all select 'u2', 'a/b', 43, 'x', false order by 3
						"""),
				source, 9);

		assertThat(rows).extracting(Lists::fate).containsExactly("1 m1", "2 rejected");
		ListRow.Listed listed = (ListRow.Listed) rows.getFirst();
		assertThat(listed.carried()).containsExactly(entry("amount", "42"), entry("nothing", ""));
		assertThat(listed.member().includeTransactions()).isTrue();
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("databases")
	void readsFromTheFirstRowAgainAfterARestart(QuerySource source) throws Exception {
		MemberList.Sql list = query(
				"select 'u' as user_guid, 'm1' as member_guid union all select 'u', 'm2' union all select 'u', 'm3' order by 2");

		assertThat(read(list, source, 2)).extracting(Lists::fate).containsExactly("1 m1", "2 m2");
		assertThat(read(list, source, 9)).extracting(Lists::fate).containsExactly("1 m1", "2 m2", "3 m3");
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("databases")
	void refusesAQueryThatFailsOrLacksAColumnInOneLine(QuerySource source) {
		assertThatThrownBy(() -> new SqlMemberListReader(query("select 1 as user_guid"), source).look())
			.isInstanceOf(BadListException.class)
			.hasMessageContaining("no column member_guid");
		assertThatThrownBy(() -> new SqlMemberListReader(query("select nonsense"), source).look())
			.isInstanceOf(BadListException.class)
			.hasMessageContaining("The query fails")
			.hasMessageNotContaining("\n");
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("databases")
	void takesBlanksOffPaddedGuids(QuerySource source) {
		List<ListRow> rows = read(query("""
				select cast('u1' as char(60)) as user_guid, cast('m1' as char(60)) as member_guid,
				       cast('x' as char(3)) as note
				"""), source, 9);

		assertThat(rows).extracting(Lists::fate).containsExactly("1 m1");
		assertThat(((ListRow.Listed) rows.getFirst()).carried()).containsValue("x  ");
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("databases")
	void refusesAListThatHasRowsAndNamesNoMember(QuerySource source) {
		MemberList.Sql list = query("""
				select 'u' as user_guid, cast(null as varchar(9)) as member_guid
				union all select 'u', cast(null as varchar(9))
				""");

		assertThatThrownBy(() -> new SqlMemberListReader(list, source).look()).isInstanceOf(BadListException.class)
			.hasMessageContaining(
					"the query has 2 rows and no member: 2 × member_guid is blank (row 1: member_guid is blank; row 2: ");
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("databases")
	void saysAtWhichRowAQueryFails(QuerySource source) {
		for (long row : List.of(7L, 1_000L, 1_001L, 2_345L)) {
			MemberList.Sql list = query("""
					select 'u' as user_guid, 'm' || n as member_guid, 1234567 / (n - %d) as note
					from %s as numbers(n)
					""".formatted(row, source == h2 ? "system_range(1, 3000)" : "generate_series(1, 3000)"));

			assertThatThrownBy(() -> read(list, source, 9_999)).isInstanceOf(BadListException.class)
				.hasMessageContaining("The query fails at row %d: ".formatted(row))
				.hasMessageContaining("ivision by zero")
				.hasMessageNotContaining("1234567")
				.hasMessageNotContaining("SQL statement")
				.hasMessageNotContaining("\n");
		}
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("databases")
	void doesNotGuessAtWhichRowAQueryFailsThatGivesNone(QuerySource source) {
		MemberList.Sql list = query("""
				select 'u' as user_guid, 'm' as member_guid, 1 / (n - 7) as note
				from (select 6 as n union all select 7) as numbers order by 3
				""");

		assertThatThrownBy(() -> read(list, source, 9)).isInstanceOf(BadListException.class)
			.hasMessageContaining("The query fails: ");
	}

	static Stream<Arguments> queriesThatChange() {
		String select = "select user_guid, member_guid from member_list";
		String update = "update changed set v = v + 1";
		return databases().flatMap(
				source -> Stream
					.of("commit; " + update + "; " + select, select + "; " + update, update + "; commit; " + select,
							"rollback; set transaction read write; " + update + "; " + select,
							select + "; commit; " + update, "set transaction read write; " + update + "; " + select,
							update, "commit", "select touch() as user_guid, member_guid from member_list",
							"call touch()",
							source == h2 ? "select v as user_guid, v as member_guid from final table (" + update + ")"
									: "with done as (" + update
											+ " returning v) select v as user_guid, v as member_guid from done",
							select + " for update", "explain analyze " + update)
					.map(query -> Arguments.of(source, query)));
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("queriesThatChange")
	void cannotChangeTheSource(QuerySource source, String sql) {
		MemberList.Sql list = query(sql);

		assertThatThrownBy(() -> {
			new SqlMemberListReader(list, source).look();
			read(list, source, 9_999);
		}).isInstanceOf(BadListException.class).hasMessageNotContaining("\n");
		assertThat(changes(source)).isZero();
	}

	private static long changes(QuerySource source) {
		return JdbcClient.create(source == h2 ? writableH2() : server.getPostgresDatabase())
			.sql("select v from changed")
			.query(Long.class)
			.single();
	}

	/** What the tests call in a query, as Java that H2 knows. */
	public static int touch(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			return statement.executeUpdate("update changed set v = v + 1");
		}
	}

	@Test
	void streamsAMillionRowsFromPostgres() throws Exception {
		MemberList.Sql list = query(
				"select 'u' as user_guid, 'm' || i as member_guid, repeat('x', 300) as note from generate_series(1, 1000000) i");
		SqlMemberListReader reader = new SqlMemberListReader(list, postgres);

		System.gc();
		long before = used();
		reader.open(new ExecutionContext());
		assertThat(reader.read()).isNotNull();
		System.gc();
		long held = used() - before;
		reader.close();

		assertThat(held).isLessThan(50_000_000);
	}

	private static long used() {
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	private static MemberList.Sql query(String sql) {
		return MemberList.sql(sql, "jdbc:test");
	}

	private static List<ListRow> read(MemberList.Sql list, QuerySource source, int most) {
		SqlMemberListReader reader = new SqlMemberListReader(list, source);
		List<ListRow> rows = new ArrayList<>();
		try {
			reader.open(new ExecutionContext());
			for (ListRow row = reader.read(); row != null; row = rows.size() < most ? reader.read() : null) {
				rows.add(row);
			}
		}
		finally {
			reader.close();
		}
		return rows;
	}

}
