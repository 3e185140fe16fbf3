package io.bulkverify.job;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;

/** Another process that has the lease and lives, until it is closed. */
final class OtherHolder implements AutoCloseable {

	private final JdbcClient database;

	private final ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();

	private final ScheduledFuture<?> beats;

	/**
	 * @param run that it works on; null is none, as of a purge
	 */
	OtherHolder(JdbcClient database, @Nullable Long run) {
		this.database = database;
		database.sql("""
				update run_lease
				set owner = 'another process', run_id = :run, since = current_timestamp,
				    heartbeat_at = current_timestamp, beats = beats + 1
				""").param("run", run).update();
		this.beats = this.heart.scheduleAtFixedRate(
				() -> database.sql("update run_lease set heartbeat_at = current_timestamp, beats = beats + 1").update(),
				100, 100, TimeUnit.MILLISECONDS);
	}

	@Override
	public void close() {
		this.beats.cancel(false);
		this.heart.close();
		this.database.sql("update run_lease set owner = null, run_id = null, since = null, beats = beats + 1").update();
	}

}
