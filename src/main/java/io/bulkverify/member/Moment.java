package io.bulkverify.member;

import java.time.Duration;
import java.time.Instant;

/**
 * When something happened, by two clocks.
 *
 * @param now the wall clock, for due times
 * @param patience the run's own clock, for give-up times: it counts only time in which
 * this program ran and MX answered, so that neither an outage nor a night in which nobody
 * restarted the program times anybody out
 */
public record Moment(Instant now, Duration patience) {
}
