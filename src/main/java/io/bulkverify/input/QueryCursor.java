package io.bulkverify.input;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.support.JdbcUtils;

/**
 * The rows of a query, streamed through a connection of their own, in a transaction that
 * only reads and is never committed. Not for use by several threads.
 */
final class QueryCursor implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(QueryCursor.class);

	/**
	 * Rows fetched at once: PostgreSQL streams only with a fetch size and a transaction.
	 */
	private static final int FETCH_SIZE = 1_000;

	private final QuerySource source;

	private final String query;

	private final Connection connection;

	private final PreparedStatement statement;

	private final ResultSet rows;

	private final ResultSetMetaData columns;

	private final int width;

	private long row;

	private QueryCursor(QuerySource source, String query, int fetchSize) throws SQLException {
		this.source = source;
		this.query = query;
		connection = source.connection();
		try {
			statement = connection.prepareStatement(query);
			statement.setFetchSize(fetchSize);
			rows = statement.executeQuery();
			columns = rows.getMetaData();
			width = columns.getColumnCount();
		}
		catch (SQLException | RuntimeException ex) {
			undo(connection);
			throw ex;
		}
	}

	/**
	 * Runs a query.
	 * @throws BadListException if it fails
	 * @throws SourceAwayException if its database cannot be reached
	 */
	static QueryCursor of(QuerySource source, String query) {
		try {
			return new QueryCursor(source, query, FETCH_SIZE);
		}
		catch (SQLException ex) {
			throw failure(source, query, 0, ex);
		}
	}

	/** The names of its columns. */
	List<String> names() {
		try {
			List<String> names = new ArrayList<>();
			for (int column = 1; column <= width; column++) {
				names.add(columns.getColumnLabel(column));
			}
			return names;
		}
		catch (SQLException ex) {
			throw failure(source, query, 0, ex);
		}
	}

	/**
	 * The cells of the next row, each as text; null at the end.
	 * @throws BadListException if the query fails at a row, or has changed its database
	 * @throws SourceAwayException if its database has gone away
	 */
	@Nullable List<String> next() {
		try {
			if (!rows.next()) {
				requireNothingChanged();
				return null;
			}
			List<String> cells = cells();
			row++;
			return cells;
		}
		catch (SQLException ex) {
			throw failure(source, query, row, ex);
		}
	}

	/** The number of the row that came last, from 1. */
	long row() {
		return row;
	}

	private List<String> cells() throws SQLException {
		List<String> cells = new ArrayList<>(width);
		for (int column = 1; column <= width; column++) {
			cells.add(text(column));
		}
		return cells;
	}

	/** A truth value has another text in every database. */
	private String text(int column) throws SQLException {
		@Nullable Object value = rows.getObject(column);
		@Nullable String text = value instanceof Boolean truth ? truth.toString() : rows.getString(column);
		return text == null ? "" : text;
	}

	private void requireNothingChanged() throws SQLException {
		rows.close();
		statement.close();
		if (source.hasChanges(connection)) {
			throw new BadListException("The query changes its database, or locks its rows; that was undone. "
					+ "Let it read only: a list is read more than once.");
		}
	}

	private static RuntimeException failure(QuerySource source, String query, long goodRows, SQLException failure) {
		if (SourceTrouble.passes(failure)) {
			return new SourceAwayException("The query's database does not answer: %s (see %s)."
				.formatted(SourceTrouble.words(failure), source.setting()), failure);
		}
		OptionalLong at = failingRow(source, query, goodRows);
		return new BadListException("The query fails%s: %s".formatted(at.isPresent() ? " at row " + at.getAsLong() : "",
				SourceTrouble.words(failure)), failure);
	}

	/**
	 * At which row a query fails: a database that was asked for many rows says only that
	 * one of them is bad. So it is asked once more, for one at a time.
	 * @return empty where that cannot be found out: it fails before its first row, or not
	 * again
	 */
	private static OptionalLong failingRow(QuerySource source, String query, long goodRows) {
		long read = 0;
		try (QueryCursor again = new QueryCursor(source, query, goodRows == 0 ? 1 : FETCH_SIZE)) {
			try {
				while (read < goodRows + FETCH_SIZE && again.advance(read == goodRows)) {
					read++;
				}
			}
			catch (SQLException ex) {
				return OptionalLong.of(read + 1);
			}
		}
		catch (SQLException | SourceAwayException ex) {
			return OptionalLong.empty();
		}
		return OptionalLong.empty();
	}

	private boolean advance(boolean slowly) throws SQLException {
		if (slowly) {
			rows.setFetchSize(1);
		}
		return rows.next() && !cells().isEmpty();
	}

	/** Whatever the query may have done is undone. */
	@Override
	public void close() {
		undo(connection);
	}

	private static void undo(Connection connection) {
		try {
			connection.rollback();
		}
		catch (SQLException ex) {
			logger.debug("The query's connection is broken", ex);
		}
		JdbcUtils.closeConnection(connection);
	}

}
