package io.bulkverify.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * New, empty databases with the settings of application.yml, in a session time zone that
 * is neither UTC nor the JVM's. One PostgreSQL server for all tests of a JVM.
 */
public enum TestDatabase {

	H2("sa") {
		@Override
		public String newUrl() {
			try {
				Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "h2-");
				return "jdbc:h2:file:%s/data;WRITE_DELAY=0;AUTO_SERVER=TRUE".formatted(folder);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	},

	POSTGRES("postgres") {
		@Override
		public String newUrl() {
			String name = "store_" + NUMBER.incrementAndGet();
			JdbcClient.create(Server.ONLY.getPostgresDatabase()).sql("create database " + name).update();
			return Server.ONLY.getJdbcUrl("postgres", name);
		}
	};

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private final String user;

	TestDatabase(String user) {
		this.user = user;
	}

	/** Where a new, empty database is. */
	public abstract String newUrl();

	HikariDataSource create() {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(newUrl());
		pool.setUsername(this.user);
		pool.setMaximumPoolSize(25);
		pool.setMinimumIdle(1);
		pool.setConnectionInitSql("set time zone 'Asia/Kathmandu'");
		pool.addDataSourceProperty("reWriteBatchedInserts", "true");
		pool.addDataSourceProperty("logServerErrorDetail", "false");
		return pool;
	}

	private static final class Server {

		private static final EmbeddedPostgres ONLY = start();

		private static EmbeddedPostgres start() {
			try {
				return EmbeddedPostgres.start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
