package io.bulkverify.member;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run has learnt about institutions that refuse verification, so that their other
 * members cost no call (src/docs/mx.md §2). One member's 400 condemns its institution
 * only by words that say so; a 400 without such words needs three members, and none of
 * the institution that was accepted. Safe for use by many threads.
 */
public final class Institutions {

	private static final int REFUSED_ALIKE = 3;

	private final Map<String, Refusal> condemned = new HashMap<>();

	private final Map<String, Integer> refused = new HashMap<>();

	/**
	 * Why a member of the institution would be refused; empty where it may well be
	 * accepted.
	 */
	public synchronized Optional<Refusal> refuses(@Nullable String institutionCode) {
		return Optional.ofNullable(this.condemned.get(institutionCode));
	}

	/** Learns from the answer to a verify of one of its members. */
	public synchronized void answered(@Nullable String institutionCode, Answer<?> answer) {
		if (institutionCode == null) {
			return;
		}
		switch (answer) {
			case Answer.Good<?> ignored -> this.refused.put(institutionCode, Integer.MIN_VALUE);
			case Answer.Joined<?> ignored -> this.refused.put(institutionCode, Integer.MIN_VALUE);
			case Answer.Refused<?>(var refusal, var text) -> refused(institutionCode, refusal);
			case Answer.Conflict<?> ignored -> {
			}
			case Answer.Throttled<?> ignored -> {
			}
			case Answer.Unclear<?> ignored -> {
			}
			case Answer.NotSent<?> ignored -> {
			}
			case Answer.ForEverybody<?> ignored -> {
			}
		}
	}

	private void refused(String institutionCode, Refusal refusal) {
		if (refusal.condemnsInstitution()) {
			this.condemned.put(institutionCode, refusal);
		}
		else if (refusal == Refusal.BAD_REQUEST
				&& this.refused.merge(institutionCode, 1, Integer::sum) >= REFUSED_ALIKE) {
			this.condemned.put(institutionCode, refusal);
		}
	}

}
