package io.bulkverify.store;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;

import io.bulkverify.member.Interval;
import io.bulkverify.member.ListRow;
import io.bulkverify.member.Stage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

/** 200,000 members of whom all but fifty have ended. */
abstract class LargeRunContract extends StoreContract {

	private static final int FINISHED = 200_000;

	private static final int OPEN = 50;

	private static final int CHUNK = 1_000;

	private long run;

	private Duration importTook = Duration.ZERO;

	LargeRunContract(TestDatabase kind) {
		super(kind);
	}

	@BeforeAll
	void aLargeRunNearItsEnd() {
		run = newRun().id();
		long start = System.nanoTime();
		for (int from = 1; from <= FINISHED + OPEN; from += CHUNK) {
			int to = Math.min(from + CHUNK, FINISHED + OPEN + 1);
			List<ListRow> rows = IntStream.range(from, to).mapToObj(line -> row(run, line)).toList();
			table.insert(run, rows, NOW);
		}
		importTook = Duration.ofNanos(System.nanoTime() - start);
		jdbc.sql(
				"""
						update member_verification set stage = 'REPORTED', reason = 'DENIED' where run_id = :run and line <= :finished
						""")
			.param("run", run)
			.param("finished", FINISHED)
			.update();
		jdbc.sql("analyze").update();
	}

	/** It takes a few seconds; what reads the run again for each chunk takes minutes. */
	@Test
	void itsImportDoesNotSlowDownAsItGrows() {
		assertThat(importTook).isLessThan(Duration.ofSeconds(60));
	}

	/** H2 divided the times by a parameter, to so many places that this took minutes. */
	@Test
	void itsTimelineIsReadWithinSeconds() {
		jdbc.sql("update member_verification set finished_at = :now where run_id = :run and line <= 50000")
			.param("now", NOW.atOffset(ZoneOffset.UTC))
			.param("run", run)
			.update();

		assertTimeout(Duration.ofSeconds(20),
				() -> assertThat(new RunTimeline(jdbc).of(List.of(run))).extracting(Interval::finished)
					.contains(50_000L));
	}

	@Test
	void findingDueWorkReadsTheIndexAndSortsNothing() {
		String plan = plan("""
				select id from member_verification
				where run_id = %d and stage = 'PENDING' and next_due_at <= timestamp with time zone '%s'
				order by run_id, stage, next_due_at, id
				limit 100
				""".formatted(run, NOW));

		assertReadsInOrder(plan);
		assertThat(table.due(run, Stage.PENDING, NOW, 100)).hasSize(OPEN);
	}

	abstract void assertReadsInOrder(String plan);

	@Test
	void aRunThatStatisticsHaveNeverHeardOfFindsItsDuplicatesInTheUniqueIndex() {
		String lines = MemberList.LINES_OF.replace("r.id = ?", "r.id = " + newRun().id())
			.replace("unnest(?)", "unnest(array['MBR-1', 'MBR-2'])")
			.replace("asking.id = ?", "asking.id = 1");

		assertThat(plan(lines)).containsIgnoringCase("member_verification_once")
			.doesNotContainIgnoringCase("member_verification_due");
	}

	@Test
	void whatEarlierRunsDidIsFoundInTheUniqueIndexToo() {
		String latest = History.LATEST.replace("e.run_id < ?", "e.run_id < " + newRun().id())
			.replace("unnest(?)", "unnest(array['MBR-1', 'MBR-2'])")
			.replace("asking.id = ?", "asking.id = 1");

		assertThat(plan(latest)).containsIgnoringCase("member_verification_once")
			.doesNotContainIgnoringCase("member_verification_due")
			.doesNotContain("Seq Scan on member_verification", "tableScan");
	}

	private String plan(String query) {
		return String.join("\n", jdbc.sql("explain " + query).query((columns, number) -> columns.getString(1)).list());
	}

}
