package io.bulkverify.input;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database that a list's query reads, through a pool of its own that never writes:
 * the program's connections give up on a statement that takes as long as a query may. It
 * is opened when the first query comes. Safe for use by many threads.
 */
public final class QuerySource implements AutoCloseable {

	/** The reader holds one connection while the columns are looked up on another. */
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

	synchronized DataSource database() {
		if (this.pool == null) {
			this.pool = new HikariDataSource();
			this.pool.setPoolName("member list");
			this.pool.setJdbcUrl(this.login.url());
			// Blank where the address itself names the user.
			if (this.login.username() != null && !this.login.username().isBlank()) {
				this.pool.setUsername(this.login.username());
			}
			this.pool.setPassword(this.login.password());
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
