package io.bulkverify.member;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What MX says of a member in one read, whichever endpoint and flavour it came from
 * (src/docs/mx.md §1.3, §1.4). Fields that the endpoint does not have are null.
 *
 * @param status its connection status
 * @param running {@code is_being_aggregated}; absent counts as false
 * @param aggregatedAt start of the latest job of any kind
 * @param jobGuid {@code most_recent_job_guid}
 * @param institutionCode the member's bank
 * @param error {@code member.error}, where one with a code came
 * @param challenges what MX asks; null where this read cannot tell, empty where it asks
 * nothing
 * @param needsUpdatedCredentials MX contacts the bank for nobody before the user has
 * entered their login again; absent counts as false
 * @param numbersProcessed {@code has_processed_account_numbers}; null where this read
 * cannot tell
 * @param institutionGuid the member's bank by its guid
 * @param guids MX's own, where the list names the member otherwise
 */
public record MemberState(ConnectionStatus status, boolean running, @Nullable Instant aggregatedAt,
		@Nullable String jobGuid, @Nullable String institutionCode, @Nullable MemberError error,
		@Nullable List<Challenge> challenges, boolean needsUpdatedCredentials, @Nullable Boolean numbersProcessed,
		@Nullable String institutionGuid, Guids guids) {

	/** An answer that has none of the fields that only some endpoints have. */
	public MemberState(ConnectionStatus status, boolean running, @Nullable Instant aggregatedAt,
			@Nullable String jobGuid, @Nullable String institutionCode, @Nullable MemberError error,
			@Nullable List<Challenge> challenges) {
		this(status, running, aggregatedAt, jobGuid, institutionCode, error, challenges, false, null, null,
				Guids.AS_LISTED);
	}

	/**
	 * MX's {@code member.error} (src/docs/mx.md §1.3): a code such as 1000 and its text.
	 */
	public record MemberError(String code, @Nullable String message) {

		private static final Set<String> OF_THE_INSTITUTION = Set.of("3000", "3001", "3002");

		/**
		 * Whether it is trouble of the bank, which passes: down, in maintenance, or not
		 * answering.
		 */
		boolean ofTheInstitution() {
			return OF_THE_INSTITUTION.contains(code);
		}
	}
}
