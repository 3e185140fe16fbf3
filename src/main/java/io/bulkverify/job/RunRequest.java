package io.bulkverify.job;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Set;

import io.bulkverify.member.ConnectionStatus;
import org.jspecify.annotations.Nullable;

/**
 * What an operator asks for with {@code run}.
 *
 * @param list the members
 * @param date the business date; null goes on with an unfinished run of the list, or is
 * today
 * @param again whether a finished run of the same date and list is done once more
 * @param output where the files go; null is the default folder
 * @param replace whether another run's files there may be replaced
 * @param includeTransactions whether verifies gather transactions too
 * @param verifyEven statuses that do not save the call
 */
public record RunRequest(ListChoice list, @Nullable LocalDate date, boolean again, @Nullable Path output,
		boolean replace, boolean includeTransactions, Set<ConnectionStatus> verifyEven) {
}
