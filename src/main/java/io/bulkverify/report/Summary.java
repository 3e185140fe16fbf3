package io.bulkverify.report;

import io.bulkverify.member.Category;
import io.bulkverify.member.Reason;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A run at a glance: {@code summary.json}, whose names are public (README.md, "Using
 * it").
 *
 * @param rerunOf the run whose exceptions it took up; null where it had a list
 * @param status how it ended, as the run table says
 * @param finishedAt null where it is not finished
 * @param billedVerifications verifies that MX took: 200, or lost but started
 * @param ties whether every row of the list is in exactly one place
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Summary(String runId, @Nullable String rerunOf, LocalDate businessDate, String api, String status,
		Instant startedAt, @Nullable Instant finishedAt, Input input, long verified, long accounts,
		Exceptions exceptions, Calls calls, long billedVerifications, boolean ties) {

	/** The run's totals in its summary. */
	public static Summary of(Run run, Totals totals, Calls calls, long billedVerifications) {
		return new Summary(run.id(), run.rerunOf(), run.businessDate(), run.api(), run.status(), run.startedAt(),
				run.finishedAt(), new Input(totals.rows(), totals.rejected(), totals.members()), totals.verified(),
				totals.accounts(), new Exceptions(totals.reported(), totals.exceptions(), totals.byCategory()), calls,
				billedVerifications, totals.ties());
	}

	/** What a summary says of the run itself; see {@link Summary}. */
	public record Run(String id, @Nullable String rerunOf, LocalDate businessDate, String api, String status,
			Instant startedAt, @Nullable Instant finishedAt) {
	}

	/** The rows of the list: rejected ones and members. */
	public record Input(long rows, long rejected, long members) {
	}

	/** Reported members; reasons and categories without any are left out. */
	@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
	public record Exceptions(long total, Map<Reason, Long> byReason, Map<Category, Long> byCategory) {
	}

	/** Requests sent to MX, retries among them. */
	@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
	public record Calls(long verify, long reads, long resume, long accountNumbers) {
	}
}
