package io.bulkverify.member;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One account of a verified member, for the files and tables that finance reads.
 *
 * @param verifiedAt when its numbers were read, by our clock
 * @param unconfirmed whether the verdict could not be tied to our verification
 * @param partlyMasked whether other accounts of the member came masked
 * @param carried the list's own columns, by name and in the list's order
 */
public record VerifiedAccount(String userGuid, String memberGuid, AccountNumber number,
		@Nullable String institutionCode, Instant verifiedAt, boolean unconfirmed, boolean partlyMasked,
		Map<String, String> carried) {
}
