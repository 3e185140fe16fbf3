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
enum TestDatabase {

	H2 {
		@Override
		HikariDataSource create() {
			try {
				Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "h2-");
				return pool("jdbc:h2:file:%s/data;WRITE_DELAY=0;AUTO_SERVER=TRUE".formatted(folder), "sa");
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	},

	POSTGRES {
		@Override
		HikariDataSource create() {
			String name = "store_" + NUMBER.incrementAndGet();
			JdbcClient.create(Server.ONLY.getPostgresDatabase()).sql("create database " + name).update();
			return pool(Server.ONLY.getJdbcUrl("postgres", name), "postgres");
		}
	};

	private static final AtomicInteger NUMBER = new AtomicInteger();

	abstract HikariDataSource create();

	private static HikariDataSource pool(String url, String user) {
		HikariDataSource pool = new HikariDataSource();
		pool.setJdbcUrl(url);
		pool.setUsername(user);
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
