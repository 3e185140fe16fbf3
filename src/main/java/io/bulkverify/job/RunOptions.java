package io.bulkverify.job;

import java.nio.file.Path;
import java.time.LocalTime;
import java.util.Set;

import io.bulkverify.member.ConnectionStatus;
import org.jspecify.annotations.Nullable;

/**
 * How an operator wants a run or a rerun done; none of it is part of what run it is.
 *
 * @param output where the files go; null is the default folder
 * @param replace whether another run's files there may be replaced
 * @param until from the next such time of day on no new verify is started; null sets no
 * end
 * @param includeTransactions whether verifies gather transactions too
 * @param verifyEven statuses that do not save the call
 */
public record RunOptions(@Nullable Path output, boolean replace, @Nullable LocalTime until, boolean includeTransactions,
		Set<ConnectionStatus> verifyEven) {
}
