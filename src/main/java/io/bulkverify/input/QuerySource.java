package io.bulkverify.input;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database that a list's query reads: the program's own, or a second one through a
 * pool of its own, which is opened when the first query comes and never writes. Safe for
 * use by many threads.
 */
public final class QuerySource implements AutoCloseable {

	/** The reader holds one connection while the columns are looked up on another. */
	private static final int CONNECTIONS = 2;

	private final DataSource own;

	private final String ownUrl;

	private final @Nullable Login second;

	private @Nullable HikariDataSource pool;

	/**
	 * A source of lists.
	 * @param second null for the program's own database
	 */
	public QuerySource(DataSource own, String ownUrl, @Nullable Login second) {
		this.own = own;
		this.ownUrl = ownUrl;
		this.second = second;
	}

	/** How to reach a second database. */
	public record Login(String url, @Nullable String username, @Nullable String password) {
		@Override
		public String toString() {
			return "Login[" + JdbcUrl.withoutCredentials(this.url) + "]";
		}
	}

	/** Where it is, without credentials: part of the identity of its lists. */
	public String url() {
		return JdbcUrl.withoutCredentials((this.second != null) ? this.second.url() : this.ownUrl);
	}

	/** The setting that an operator looks at when it cannot be reached. */
	String setting() {
		return (this.second != null) ? "verification.source.url" : "spring.datasource.url";
	}

	synchronized DataSource database() {
		if (this.second == null) {
			return this.own;
		}
		if (this.pool == null) {
			this.pool = open(this.second);
		}
		return this.pool;
	}

	private static HikariDataSource open(Login login) {
		HikariDataSource pool = new HikariDataSource();
		pool.setPoolName("source");
		pool.setJdbcUrl(login.url());
		pool.setUsername(login.username());
		pool.setPassword(login.password());
		pool.setReadOnly(true);
		pool.setAutoCommit(false);
		pool.setMaximumPoolSize(CONNECTIONS);
		pool.setMinimumIdle(0);
		return pool;
	}

	@Override
	public synchronized void close() {
		if (this.pool != null) {
			this.pool.close();
		}
	}

}
