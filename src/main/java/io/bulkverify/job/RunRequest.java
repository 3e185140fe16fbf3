package io.bulkverify.job;

import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/**
 * What an operator asks for with {@code run}.
 *
 * @param list the members
 * @param date the business date; null goes on with an unfinished run of the list, or is
 * today
 * @param again whether a finished run of the same date and list is done once more
 * @param options how it is done
 */
public record RunRequest(ListChoice list, @Nullable LocalDate date, boolean again, RunOptions options) {
}
