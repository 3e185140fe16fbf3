package io.bulkverify.member;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run has learnt about institutions that refuse verification, so that their other
 * members cost no call (src/docs/mx.md §2). Only words that say so condemn an
 * institution: a 400 without them is its member's own. Maintenance expires: the
 * institution's members wait, and after a while one of them tries. Safe for use by many
 * threads.
 */
public final class Institutions {

	private static final Duration TRIAL_AFTER = Duration.ofMinutes(20);

	private final Map<String, Standing> standings = new HashMap<>();

	private final Set<Long> waiting = new HashSet<>();

	/** Whether a member of an institution may be verified now. */
	public sealed interface Standing {

		/** It may well be accepted. */
		record Open() implements Standing {
		}

		/** It would be refused, for the rest of the run. */
		record Refuses(Refusal refusal) implements Standing {
		}

		/**
		 * The institution is away for a while.
		 *
		 * @param trialAt when one member may find out whether it is back
		 * @param tried whether one is finding out
		 */
		record Away(Instant trialAt, boolean tried) implements Standing {
		}

	}

	private static final Standing OPEN = new Standing.Open();

	/**
	 * Where a verify of one of its members stands. From the time of a trial on, the first
	 * to ask is told that it may try, and the others wait for what comes of it.
	 * @param institutionCode null where it is not known
	 */
	public synchronized Standing beforeVerify(@Nullable String institutionCode, Instant now) {
		Standing standing = standing(institutionCode);
		if (institutionCode != null && standing instanceof Standing.Away(var trialAt, var tried)
				&& !now.isBefore(trialAt)) {
			standings.put(institutionCode, new Standing.Away(now.plus(TRIAL_AFTER), true));
			return OPEN;
		}
		return standing;
	}

	/** A member waits for its institution, without a call. */
	public synchronized void waits(long member) {
		waiting.add(member);
	}

	/** It waits no more. */
	public synchronized void goesOn(long member) {
		waiting.remove(member);
	}

	/** Whether a member waits for its institution. */
	public synchronized boolean isWaiting(long member) {
		return waiting.contains(member);
	}

	/** How many members wait for their institutions. */
	public synchronized int waiting() {
		return waiting.size();
	}

	/** The same for whoever would not try. */
	public synchronized Standing standing(@Nullable String institutionCode) {
		return institutionCode == null ? OPEN : standings.getOrDefault(institutionCode, OPEN);
	}

	/** Learns from the answer to a verify of one of its members. */
	public synchronized void answered(@Nullable String institutionCode, Answer<?> answer, Instant now) {
		if (institutionCode == null) {
			return;
		}
		switch (answer) {
			case Answer.Good<?> ignored -> standings.remove(institutionCode);
			case Answer.Joined<?> ignored -> standings.remove(institutionCode);
			case Answer.Refused<?>(var refusal, var text) -> refused(institutionCode, refusal, now);
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

	private void refused(String institutionCode, Refusal refusal, Instant now) {
		switch (refusal) {
			case INSTITUTION_NOT_SUPPORTED -> standings.put(institutionCode, new Standing.Refuses(refusal));
			case INSTITUTION_UNAVAILABLE -> standings.put(institutionCode, switch (standing(institutionCode)) {
				case Standing.Open ignored -> new Standing.Away(now.plus(TRIAL_AFTER), false);
				case Standing.Refuses refuses -> refuses;
				case Standing.Away away -> away.tried() ? new Standing.Refuses(refusal) : away;
			});
			case NOT_FOUND, NOT_ENABLED, NOT_ALLOWED, BAD_REQUEST, OTHER -> {
			}
		}
	}

}
