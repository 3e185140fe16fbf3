package io.bulkverify.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkverify.member.Category;
import io.bulkverify.member.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryTest {

	@Test
	void hasTheNamesOfTheContractInItsOrder() {
		assertThat(new String(SummaryJson.bytes(Samples.summary("run-1")), StandardCharsets.UTF_8))
			.isEqualToNormalizingNewlines("""
					{
					  "run_id" : "run-1",
					  "rerun_of" : null,
					  "business_date" : "2026-11-20",
					  "api" : "atrium",
					  "status" : "COMPLETED",
					  "started_at" : "2026-11-20T01:02:03Z",
					  "finished_at" : "2026-11-20T01:05:15Z",
					  "input" : {
					    "rows" : 10,
					    "rejected" : 2,
					    "members" : 8
					  },
					  "verified" : 5,
					  "accounts" : 6,
					  "exceptions" : {
					    "total" : 3,
					    "by_reason" : {
					      "DENIED" : 2,
					      "POLL_TIMEOUT" : 1
					    },
					    "by_category" : {
					      "NEEDS_END_USER" : 2,
					      "RETRY_LATER" : 1
					    }
					  },
					  "calls" : {
					    "verify" : 7,
					    "reads" : 31,
					    "resume" : 1,
					    "account_numbers" : 5
					  },
					  "billed_verifications" : 6,
					  "ties" : true
					}
					""");
	}

	@Test
	void tiesWhereEveryRowIsInOnePlace() {
		Totals totals = new Totals(10, 2, 8, 5, 6, Map.of(Reason.DENIED, 2L, Reason.LOCKED, 0L, Reason.FAILED, 1L));

		assertThat(totals.ties()).isTrue();
		assertThat(totals.reported()).isEqualTo(3);
		assertThat(totals.exceptions()).doesNotContainKey(Reason.LOCKED);
		assertThat(totals.byCategory()).isEqualTo(Map.of(Category.NEEDS_END_USER, 2L, Category.RETRY_LATER, 1L));
		assertThat(totals.gaps(6, 3, 2)).isEmpty();
	}

	@Test
	void saysWhatDoesNotTie() {
		Totals totals = new Totals(10, 2, 7, 5, 6, Map.of(Reason.DENIED, 3L));

		assertThat(totals.ties()).isFalse();
		assertThat(totals.gaps()).containsExactly("10 rows of the list, but 9 rejected rows and members",
				"7 members, but 8 verified and reported members");
		assertThat(totals.gaps(5, 4, 1)).containsExactly("6 accounts, but 5 rows of account-numbers.csv",
				"3 reported members, but 4 rows of exceptions.csv", "2 rejected rows, but 1 rows of rejected-rows.csv");
	}

	@Test
	void closesWithCountsAtAGlance() {
		ClosingSummary closing = new ClosingSummary(Samples.summary("run-1"), 2, Duration.ofSeconds(192),
				List.of(Path.of("out", "account-numbers.csv")));

		assertThat(closing.text()).isEqualTo("""
				Run run-1 for 2026-11-20 on MX atrium: COMPLETED, 3 min 12 s

				Rows in the list                        10
				  rejected                               2
				  members                                8
				    verified                             5
				    exceptions                           3
				      DENIED                             2
				      POLL_TIMEOUT                       1

				NEEDS_END_USER                           2
				RETRY_LATER                              1
				Skipped without a call                   2
				Account numbers                          6

				Verify calls                             7
				  billed verifications                   6
				Reads                                   31
				Account number calls                     5
				Answers to selections                    1

				Wrote out/account-numbers.csv
				""");
	}

}
