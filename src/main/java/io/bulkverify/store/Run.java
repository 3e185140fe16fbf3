package io.bulkverify.store;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

import org.jspecify.annotations.Nullable;

/**
 * One run: a business date and a list. A row of {@code verification_run} as it stood when
 * it was read.
 *
 * @param id names the run for operators
 * @param rerunOf the run whose exceptions this one takes up; null for a run of a list
 * @param businessDate the night that it is for
 * @param listSha256 which list, in 64 hexadecimal digits
 * @param listName the list's name for people
 * @param api the flavour of MX
 * @param status where it stands
 * @param startedAt when it was first started
 * @param finishedAt when it last ended, for now or for good; null while it goes on
 * @param patience how long this program ran for it while MX answered
 * @param imported whether its whole list is in the work table
 * @param inputRows rows of the list so far: members and rejected rows, counted as they
 * came
 * @param outputDirectory where its files are or will be; null before that is decided
 * @param calls what it has asked of MX
 * @param exitCode what its last end answered; null while it goes on
 * @param stopRequested whether somebody asked it to stop
 * @param options its own options as free text (JSON); null where it has none
 * @param until when it may begin nothing more; null where it may go on for ever
 */
public record Run(long id, @Nullable Long rerunOf, LocalDate businessDate, String listSha256, String listName,
		String api, RunStatus status, Instant startedAt, @Nullable Instant finishedAt, Duration patience,
		boolean imported, long inputRows, @Nullable String outputDirectory, CallCounts calls,
		@Nullable Integer exitCode, boolean stopRequested, @Nullable String options, @Nullable Instant until) {
}
