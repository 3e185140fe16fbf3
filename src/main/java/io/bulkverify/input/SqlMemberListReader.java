package io.bulkverify.input;

import com.opencsv.RFC4180Parser;
import io.bulkverify.member.ListRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.database.JdbcCursorItemReader;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Reads a list from a query, by the rules of a file: a row's line is its number in the
 * result, from 1, and every value is taken as text.
 */
public final class SqlMemberListReader {

	/**
	 * Rows fetched at once: PostgreSQL streams only with a fetch size and a transaction.
	 */
	private static final int FETCH_SIZE = 1_000;

	private SqlMemberListReader() {
	}

	/**
	 * A reader that streams the query's result through a connection of its own, which is
	 * read-only where the database knows that (PostgreSQL does, H2 does not). A restart
	 * reads from the first row again: what a query gives has no order that could be
	 * trusted. Whether the columns are there shows at the first row;
	 * {@link #carriedNames} tells before.
	 */
	public static JdbcCursorItemReader<ListRow> of(MemberList.Sql list, QuerySource source) {
		JdbcCursorItemReader<ListRow> reader = new JdbcCursorItemReader<>(new ReadOnly(source.database()), list.query(),
				new Rows(list.name()));
		reader.setName("memberList");
		reader.setSaveState(false);
		reader.setFetchSize(FETCH_SIZE);
		reader.setConnectionAutoCommit(false);
		reader.setVerifyCursorPosition(false);
		return reader;
	}

	/**
	 * Runs the query for its columns alone: those that are only carried, in its order.
	 * @throws BadListException if the query fails or lacks a required column
	 * @throws SourceAwayException if its database cannot be reached
	 */
	public static List<String> carriedNames(MemberList.Sql list, QuerySource source) {
		list.check();
		try (Connection connection = connection(source)) {
			// PostgreSQL holds only a transaction to being read-only, not a single
			// statement.
			connection.setAutoCommit(false);
			try {
				return columns(list, connection).carriedNames();
			}
			finally {
				connection.rollback();
			}
		}
		catch (SQLException ex) {
			throw new BadListException("The query fails: %s".formatted(firstLine(ex)), ex);
		}
	}

	private static Connection connection(QuerySource source) {
		try {
			return new ReadOnly(source.database()).getConnection();
		}
		catch (SQLException ex) {
			throw new SourceAwayException(
					"The query's database cannot be reached: %s (see %s).".formatted(firstLine(ex), source.setting()),
					ex);
		}
		catch (RuntimeException ex) {
			// The pool's words quote the address, password and all.
			throw new SourceAwayException("The query's database cannot be reached: %s is no address of a database."
				.formatted(source.setting()), ex);
		}
	}

	private static Header columns(MemberList.Sql list, Connection connection) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(list.query())) {
			statement.setMaxRows(1);
			try (ResultSet rows = statement.executeQuery()) {
				return header(rows.getMetaData(), list.name());
			}
		}
	}

	private static String firstLine(SQLException ex) {
		return String.valueOf(ex.getMessage()).lines().findFirst().orElse("");
	}

	private static Header header(ResultSetMetaData columns, String list) throws SQLException {
		List<String> names = new ArrayList<>();
		for (int i = 1; i <= columns.getColumnCount(); i++) {
			names.add(columns.getColumnLabel(i));
		}
		return Header.of(names, list);
	}

	private static final class Rows implements RowMapper<ListRow> {

		private static final RFC4180Parser AS_CSV = new RFC4180Parser();

		private final String list;

		private @Nullable RowRules rules;

		Rows(String list) {
			this.list = list;
		}

		@Override
		public ListRow mapRow(ResultSet row, int number) throws SQLException {
			if (rules == null) {
				rules = new RowRules(header(row.getMetaData(), list));
			}
			List<String> cells = new ArrayList<>();
			for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
				cells.add(text(row, i));
			}
			return rules.judge(number, cells, AS_CSV.parseToLine(cells.toArray(String[]::new), false));
		}

		/** A truth value has another text in every database. */
		private static String text(ResultSet row, int column) throws SQLException {
			@Nullable Object value = row.getObject(column);
			@Nullable String text = value instanceof Boolean truth ? truth.toString() : row.getString(column);
			return text == null ? "" : text;
		}

	}

	private static final class ReadOnly extends DelegatingDataSource {

		ReadOnly(DataSource target) {
			super(target);
		}

		@Override
		public Connection getConnection() throws SQLException {
			Connection connection = super.getConnection();
			try {
				connection.setReadOnly(true);
				return connection;
			}
			catch (SQLException ex) {
				connection.close();
				throw ex;
			}
		}

	}

}
