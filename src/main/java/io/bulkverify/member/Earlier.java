package io.bulkverify.member;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The latest verification of a member that an earlier run of ours sent.
 *
 * @param runId that run
 * @param stage where it left the member
 * @param reason why it reported the member; null where it did not
 * @param selection whether the verification stopped at an account selection
 * @param joined whether the verification was somebody else's
 * @param baseline what had been read before it; null where the row has none
 * @param aggregatedAt the job's start as last seen; null where never seen
 * @param jobGuid the job that MX named when it took that verification; null where none
 * @param verdictOwed whether this run is to take that verification's verdict rather than
 * pay for another
 * @param seenRunning whether that run saw its verification run, and had its answer
 */
public record Earlier(long runId, Stage stage, @Nullable Reason reason, boolean selection, boolean joined,
		@Nullable Baseline baseline, @Nullable Instant aggregatedAt, @Nullable String jobGuid, boolean verdictOwed,
		boolean seenRunning) {
}
