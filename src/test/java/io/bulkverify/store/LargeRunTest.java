package io.bulkverify.store;

import java.util.stream.IntStream;

import io.bulkverify.member.ListRow;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.database.JdbcCursorItemReader;

import static org.assertj.core.api.Assertions.assertThat;

class LargeRunTest {

	@Nested
	class OnH2 extends LargeRunContract {

		OnH2() {
			super(TestDatabase.H2);
		}

		@Override
		void assertReadsInOrder(String plan) {
			assertThat(plan).containsIgnoringCase("member_verification_due").contains("index sorted");
		}

	}

	@Nested
	class OnPostgres extends LargeRunContract {

		OnPostgres() {
			super(TestDatabase.POSTGRES);
		}

		@Override
		void assertReadsInOrder(String plan) {
			assertThat(plan).containsPattern("Index (Only )?Scan using member_verification_due")
				.doesNotContain("Sort", "Seq Scan", "Bitmap");
		}

		/**
		 * H2 keeps a long result in a file by itself; PostgreSQL's driver must be asked.
		 */
		@Test
		void anExportOfAHundredThousandRowsIsNotHeldInMemory() throws Exception {
			long run = newRun().id();
			String text = "x".repeat(1_000);
			for (int from = 0; from < 100_000; from += 1_000) {
				table.insert(run,
						IntStream.range(from, from + 1_000)
							.mapToObj(line -> (ListRow) new ListRow.Rejected(line, "bad", text))
							.toList(),
						NOW);
			}
			JdbcCursorItemReader<ListRow.Rejected> reader = table.rejectedRows(run, "rejected");
			long before = usedMemory();

			reader.open(new ExecutionContext());
			int rows = 0;
			while (rows < 50_000 && reader.read() != null) {
				rows++;
			}
			long held = usedMemory() - before;
			reader.close();

			assertThat(rows).isEqualTo(50_000);
			assertThat(held).isLessThan(20_000_000L);
		}

		private static long usedMemory() {
			Runtime runtime = Runtime.getRuntime();
			for (int i = 0; i < 3; i++) {
				System.gc();
			}
			return runtime.totalMemory() - runtime.freeMemory();
		}

	}

}
