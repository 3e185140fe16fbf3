package io.bulkverify.input;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database that a list's query reads, through a pool of its own that never writes:
 * the program's connections give up on a statement that takes as long as a query may. It
 * is opened when the first query comes. Safe for use by many threads.
 */
public final class QuerySource implements AutoCloseable {

	/** A query holds one connection while it is asked on another where it fails. */
	private static final int CONNECTIONS = 2;

	private final Login login;

	private @Nullable HikariDataSource pool;

	public QuerySource(Login login) {
		this.login = login;
	}

	/**
	 * How to reach it.
	 *
	 * @param setting where the operator has set the address
	 */
	public record Login(String setting, String url, @Nullable String username, @Nullable String password) {
		@Override
		public String toString() {
			return "Login[" + JdbcUrl.withoutCredentials(this.url) + "]";
		}
	}

	/** Where it is, without credentials: part of the identity of its lists. */
	public String url() {
		return JdbcUrl.withoutCredentials(this.login.url());
	}

	/** The setting that an operator looks at when it cannot be reached. */
	String setting() {
		return this.login.setting();
	}

	/**
	 * A connection in a transaction that reads only, where the database knows that
	 * (PostgreSQL does, H2 does not), and that nobody may commit.
	 * @throws SourceAwayException if there is none
	 */
	Connection connection() {
		try {
			Connection connection = database().getConnection();
			try {
				connection.setReadOnly(true);
				return connection;
			}
			catch (SQLException ex) {
				connection.close();
				throw ex;
			}
		}
		catch (SQLException ex) {
			throw new SourceAwayException("The query's database cannot be reached: %s (see %s)."
				.formatted(SourceTrouble.words(ex), this.setting()), ex);
		}
		catch (RuntimeException ex) {
			// The pool's words quote the address, password and all.
			throw new SourceAwayException(
					"The query's database cannot be reached: %s is no address of a database.".formatted(this.setting()),
					ex);
		}
	}

	/** Whether a query has changed something, where the database lets a query do so. */
	boolean hasChanges(Connection connection) throws SQLException {
		if (!isH2()) {
			return false;
		}
		try (Statement statement = connection.createStatement(); ResultSet session = statement.executeQuery("""
				select contains_uncommitted from information_schema.sessions where session_id = session_id()
				""")) {
			return session.next() && session.getBoolean(1);
		}
	}

	private boolean isH2() {
		return this.login.url().startsWith("jdbc:h2:");
	}

	private synchronized DataSource database() {
		if (this.pool == null) {
			this.pool = new HikariDataSource();
			this.pool.setPoolName("member list");
			this.pool.setJdbcUrl(this.login.url());
			// Blank where the address itself names the user.
			if (this.login.username() != null && !this.login.username().isBlank()) {
				this.pool.setUsername(this.login.username());
			}
			this.pool.setPassword(this.login.password());
			if (isH2()) {
				// Else it gathers all rows before it gives out the first.
				this.pool.setConnectionInitSql("set lazy_query_execution true");
			}
			this.pool.setReadOnly(true);
			this.pool.setAutoCommit(false);
			this.pool.setMaximumPoolSize(CONNECTIONS);
			this.pool.setMinimumIdle(0);
		}
		return this.pool;
	}

	@Override
	public synchronized void close() {
		if (this.pool != null) {
			this.pool.close();
		}
	}

}
