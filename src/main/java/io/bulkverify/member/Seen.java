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
 * @param institutionGuid the same by its guid, once known
 * @param guids MX's own, once known, where the list names the member otherwise
 * @param numbersProcessed whether MX said last that the latest job's account numbers are
 * processed
 */
public record Seen(ConnectionStatus status, Instant at, @Nullable Instant aggregatedAt,
		@Nullable String institutionCode, @Nullable String institutionGuid, Guids guids, boolean numbersProcessed) {

	/** What the first read shows. */
	static Seen of(MemberState state, Instant at) {
		return new Seen(state.status(), at, state.aggregatedAt(), state.institutionCode(), state.institutionGuid(),
				state.guids(), Boolean.TRUE.equals(state.numbersProcessed()));
	}

	/**
	 * What a later read shows; it may lack what never changes, or what it cannot tell.
	 */
	Seen then(MemberState state, Instant later) {
		return new Seen(state.status(), later, state.aggregatedAt(),
				state.institutionCode() != null ? state.institutionCode() : institutionCode,
				state.institutionGuid() != null ? state.institutionGuid() : institutionGuid, state.guids().or(guids),
				state.numbersProcessed() != null ? state.numbersProcessed() : numbersProcessed);
	}

}
