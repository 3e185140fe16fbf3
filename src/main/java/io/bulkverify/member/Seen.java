package io.bulkverify.member;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the latest answered read showed.
 *
 * @param status the connection status
 * @param at when the answer came, by our clock
 * @param aggregatedAt the latest job's start, by MX's clock
 * @param institutionCode the member's bank, once known
 */
public record Seen(ConnectionStatus status, Instant at, @Nullable Instant aggregatedAt,
		@Nullable String institutionCode) {
}
