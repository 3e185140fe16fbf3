package io.bulkverify.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Batch 6.0.4 counts a chunk as written, and its step as COMPLETED, though its
 * transaction was marked to be rolled back and no exception says so. A list that lost a
 * chunk that way must not pass for whole.
 */
class LostChunkTest {

	private static final ThreadLocal<TransactionExecution> TRANSACTION = new ThreadLocal<>();

	private static volatile int loseRow = -1;

	@TempDir
	Path folder;

	@Test
	void a_chunk_that_is_rolled_back_in_silence_fails_the_run_before_any_call() throws Exception {
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.defaults())) {
			Night night = new Night(mx, Night.h2(this.folder), this.folder).and(Silence.class);
			assertThat(night
				.type("run", "--input", night.write("quiet.csv", "user_guid,member_guid\n").toString(), "--output",
						this.folder.resolve("quiet").toString())
				.exit()).isZero();
			JdbcClient.create(new DriverManagerDataSource(Night.h2(this.folder), "sa", ""))
				.sql("create trigger loses after insert on rejected_row for each row call '%s'"
					.formatted(Loses.class.getName()))
				.update();
			Path list = night.write("members.csv",
					IntStream.range(0, 2_500)
						.mapToObj((row) -> "USR-1,no guid " + row + "\n")
						.collect(Collectors.joining("", "user_guid,member_guid\nUSR-1,MBR-fine-1\n", "")));

			for (int row : new int[] { 500, 1_500, 2_499 }) {
				loseRow = row;
				Night.Ended ended = night.run(list);
				assertThat(ended.exit()).as(ended.toString()).isEqualTo(1);
				assertThat(ended.err()).contains("2,501 rows of the list were read");
				assertThat(mx.ledger().calls()).isZero();
			}

			loseRow = -1;
			assertThat(night.run(list).exit()).isZero();
			assertThat(Files.readString(night.output().resolve("summary.json"))).contains("\"rows\" : 2501");
			assertThat(night.rows("rejected-rows.csv")).hasSize(2_500);
		}
	}

	/** Notes the transaction that a thread has begun. */
	static final class Silence {

		@Bean
		TransactionExecutionListener noted() {
			return new TransactionExecutionListener() {
				@Override
				public void afterBegin(TransactionExecution transaction, @Nullable Throwable failure) {
					TRANSACTION.set(transaction);
				}
			};
		}

	}

	/** Marks the transaction that inserts a row of the list. */
	public static final class Loses implements Trigger {

		@Override
		public void fire(Connection connection, Object[] before, Object[] after) {
			if (String.valueOf(after[4]).endsWith("no guid " + loseRow)) {
				TRANSACTION.get().setRollbackOnly();
			}
		}

	}

}
