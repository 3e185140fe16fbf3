package io.bulkverify.member;

import org.jspecify.annotations.Nullable;

/**
 * What MX's own record of a bank says of verification (src/docs/mx.md §1.7, §9). What the
 * record does not say is null, and decides nothing.
 *
 * @param code the bank, as its members name it
 * @param verifies whether MX can verify accounts there
 * @param disabledByClient whether this client has switched it off
 */
public record Institution(String code, @Nullable Boolean verifies, @Nullable Boolean disabledByClient) {

	/** Whether the record says in so many words that a verify would be for nothing. */
	public boolean excludesVerification() {
		return Boolean.FALSE.equals(verifies) || Boolean.TRUE.equals(disabledByClient);
	}

}
