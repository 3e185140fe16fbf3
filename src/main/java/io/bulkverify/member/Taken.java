package io.bulkverify.member;

import org.jspecify.annotations.Nullable;

/**
 * MX has taken a verify, or the answer to an account selection. Its status says so; what
 * else it says may be missing.
 *
 * @param jobGuid the job that MX names with it; null where it names none
 */
public record Taken(@Nullable String jobGuid) {

	/** Taken without a word. */
	public static final Taken WITHOUT_A_WORD = new Taken(null);

}
