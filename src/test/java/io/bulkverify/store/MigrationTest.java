package io.bulkverify.store;

import com.zaxxer.hikari.HikariDataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/** A database of the first version keeps what its rows say. */
class MigrationTest {

	@ParameterizedTest
	@EnumSource
	void errors_of_a_verify_are_told_from_errors_of_reads(TestDatabase database) {
		try (HikariDataSource source = database.create()) {
			JdbcClient jdbc = JdbcClient.create(source);
			migrations(source).target("10").load().migrate();
			jdbc.sql("""
					insert into verification_run (business_date, list_sha256, list_name, api, status, started_at)
					values (current_date, 'abc', 'members.csv', 'atrium', 'RUNNING', current_timestamp)
					""").update();
			insert(jdbc, 2, "MBR-requesting", "REQUESTING", "current_timestamp");
			insert(jdbc, 3, "MBR-verifying", "VERIFYING", "current_timestamp");
			insert(jdbc, 4, "MBR-never-posted", "PENDING", "null");

			migrations(source).load().migrate();

			assertThat(row(jdbc, "MBR-requesting")).isEqualTo(errors(0, 0, 7, 9000));
			assertThat(row(jdbc, "MBR-verifying")).isEqualTo(errors(7, 9000, 0, 0));
			assertThat(row(jdbc, "MBR-never-posted")).isEqualTo(errors(7, 9000, 0, 0));
		}
	}

	private static FluentConfiguration migrations(HikariDataSource source) {
		return Flyway.configure().dataSource(source).javaMigrations(new SpringBatchTables());
	}

	private static void insert(JdbcClient jdbc, int line, String guid, String stage, String postedAt) {
		jdbc.sql("""
				insert into member_verification
				    (run_id, line, user_guid, member_guid, stage, next_due_at, posted_at, sighting, sightings,
				     errors, errors_since_ms)
				values (1, ?, 'USR-1', ?, ?, current_timestamp, %s, 'CONNECTED', 1, 7, 9000)
				""".formatted(postedAt)).params(line, guid, stage).update();
	}

	private static Counts row(JdbcClient jdbc, String guid) {
		return jdbc.sql("""
				select errors, errors_since_ms, write_errors, write_errors_since_ms, sightings, sighting_row
				from member_verification where member_guid = ?
				""").param(guid).query(Counts.class).single();
	}

	private static Counts errors(int reads, long readsSince, int writes, long writesSince) {
		return new Counts(reads, readsSince, writes, writesSince, 1, 0);
	}

	/** A member's counters. */
	public record Counts(int errors, long errorsSinceMs, int writeErrors, long writeErrorsSinceMs, int sightings,
			int sightingRow) {
	}

}
