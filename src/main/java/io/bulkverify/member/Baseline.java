package io.bulkverify.member;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a read showed before the verify: a later verdict counts only where it can be told
 * apart from this (src/docs/mx.md §3.1, rule 1). MX's times are compared with MX's times
 * only.
 *
 * @param status the connection status then
 * @param aggregatedAt start of the latest job of any kind; null where MX has none
 * @param jobGuid the latest job; null where the flavour does not tell
 * @param running whether a job was under way already
 * @param errorCode the member's error then; null where it had none
 * @param readAt when the answer came, by our clock
 */
public record Baseline(ConnectionStatus status, @Nullable Instant aggregatedAt, @Nullable String jobGuid,
		boolean running, @Nullable String errorCode, Instant readAt) {

	/** The baseline that a read gives. */
	public static Baseline of(MemberState state, Instant readAt) {
		MemberState.@Nullable MemberError error = state.error();
		return new Baseline(state.status(), state.aggregatedAt(), state.jobGuid(), state.running(),
				error == null ? null : error.code(), readAt);
	}

	/**
	 * Whether a later read shows a job that this baseline does not know. A field that the
	 * later read lacks says nothing: the status endpoint has no job guid (src/docs/mx.md
	 * §1.4).
	 */
	public boolean movedBy(MemberState later) {
		boolean otherTime = later.aggregatedAt() != null
				&& (aggregatedAt == null || !JobTime.same(later.aggregatedAt(), aggregatedAt));
		boolean otherJob = later.jobGuid() != null && !later.jobGuid().equals(jobGuid);
		return otherTime || otherJob;
	}

	/** Whether the member showed this error before the verify already. */
	boolean had(MemberState.MemberError error) {
		return error.code().equals(errorCode);
	}
}
