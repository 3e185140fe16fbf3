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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.database.JdbcCursorItemReader;
import org.springframework.core.io.ByteArrayResource;
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
		byte[] sample = Files.readAllBytes(Path.of("sample-data/member_list.sql"));
		for (DataSource writable : List.of(server.getPostgresDatabase(),
				new DriverManagerDataSource("jdbc:h2:mem:lists;DB_CLOSE_DELAY=-1", "sa", ""))) {
			new ResourceDatabasePopulator(new ByteArrayResource(sample)).execute(writable);
		}
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
		assertThat(SqlMemberListReader.carriedNames(list, source)).hasSize(1)
			.first()
			.asString()
			.isEqualToIgnoringCase("customer_id");
		assertThat(read(list, source, new ExecutionContext(), 100)).isNotEmpty()
			.allMatch(row -> row instanceof ListRow.Listed);
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
				source, new ExecutionContext(), 9);

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
		ExecutionContext context = new ExecutionContext();

		assertThat(read(list, source, context, 2)).extracting(Lists::fate).containsExactly("1 m1", "2 m2");
		assertThat(read(list, source, context, 9)).extracting(Lists::fate).containsExactly("1 m1", "2 m2", "3 m3");
	}

	@ParameterizedTest(autoCloseArguments = false)
	@MethodSource("databases")
	void refusesAQueryThatFailsOrLacksAColumnInOneLine(QuerySource source) {
		assertThatThrownBy(() -> SqlMemberListReader.carriedNames(query("select 1 as user_guid"), source))
			.isInstanceOf(BadListException.class)
			.hasMessageContaining("no column member_guid");
		assertThatThrownBy(() -> SqlMemberListReader.carriedNames(query("select nonsense"), source))
			.isInstanceOf(BadListException.class)
			.hasMessageContaining("The query fails")
			.hasMessageNotContaining("\n");
	}

	@Test
	void cannotChangeTheSource() {
		MemberList.Sql list = query("delete from member_list returning user_guid, member_guid");

		assertThatThrownBy(() -> SqlMemberListReader.carriedNames(list, postgres)).hasMessageContaining("read-only");
		assertThatThrownBy(() -> read(list, postgres, new ExecutionContext(), 1)).rootCause()
			.hasMessageContaining("read-only");
	}

	@Test
	void streamsAMillionRowsFromPostgres() throws Exception {
		MemberList.Sql list = query(
				"select 'u' as user_guid, 'm' || i as member_guid, repeat('x', 300) as note from generate_series(1, 1000000) i");
		JdbcCursorItemReader<ListRow> reader = SqlMemberListReader.of(list, postgres);

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

	private static List<ListRow> read(MemberList.Sql list, QuerySource source, ExecutionContext context, int most)
			throws Exception {
		JdbcCursorItemReader<ListRow> reader = SqlMemberListReader.of(list, source);
		List<ListRow> rows = new ArrayList<>();
		try {
			reader.open(context);
			for (ListRow row = reader.read(); row != null; row = rows.size() < most ? reader.read() : null) {
				rows.add(row);
			}
			reader.update(context);
		}
		finally {
			reader.close();
		}
		return rows;
	}

}
