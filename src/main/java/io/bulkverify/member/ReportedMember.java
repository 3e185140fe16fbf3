package io.bulkverify.member;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A member that ended as an exception, for the report.
 *
 * @param status the connection status last seen; null where none was read, or MX has none
 * @param detail what only this case can say
 * @param verifyCalled whether a verify of this run was sent for it
 * @param attempts how many were sent
 * @param lastSeenAt when MX last answered for it, by our clock
 * @param includeTransactions what the list says; null where it does not
 * @param carried the list's own columns, by name and in the list's order
 */
public record ReportedMember(long line, String userGuid, String memberGuid, @Nullable String institutionCode,
		Reason reason, @Nullable String status, @Nullable String detail, boolean verifyCalled, int attempts,
		@Nullable Instant lastSeenAt, @Nullable String accountLabel, @Nullable Boolean includeTransactions,
		Map<String, String> carried) {
}
