package io.bulkverify.member;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where a member stands in a run. The stage and the due time of its row are all that a
 * restart needs to know.
 *
 * <p>
 * REQUESTING and ANSWERING are intents: they are committed before the call that they name
 * is sent, so that a row found there after a crash is read before anything is sent again.
 */
public enum Stage {

	/** Waits for a read of the member: the baseline that a verify is judged against. */
	PENDING(false),
	/** The baseline is fresh and allows a verify. */
	READY(false),
	/** A verify is about to be sent, or was sent and its answer is not known. */
	REQUESTING(false),
	/** A verification runs at MX; the member is read until it ends. */
	VERIFYING(false),
	/**
	 * The answer to an account selection is about to be sent, or was sent and its answer
	 * is not known.
	 */
	ANSWERING(false),
	/** The verification succeeded; the account numbers are to be read. */
	CONNECTED(false),
	/** Ended with account numbers. */
	VERIFIED(true),
	/** Ended as an exception with a reason. */
	REPORTED(true);

	private final boolean terminal;

	Stage(boolean terminal) {
		this.terminal = terminal;
	}

	/** Whether a member in this stage is done with. */
	public boolean terminal() {
		return terminal;
	}

	/** Whether MX is not known to have taken a verify that is still to be judged. */
	boolean beforeVerification() {
		return this == PENDING || this == READY || this == REQUESTING;
	}

	/** Whether a verification of the member may be under way at MX. */
	public boolean underWay() {
		return this == REQUESTING || this == VERIFYING || this == ANSWERING;
	}

	/**
	 * The stages that a member may be in next, other than this one. Whatever is not named
	 * here is forbidden.
	 */
	public Set<Stage> next() {
		return switch (this) {
			case PENDING -> EnumSet.of(READY, REQUESTING, VERIFYING, ANSWERING, CONNECTED, VERIFIED, REPORTED);
			case READY -> EnumSet.of(PENDING, REQUESTING, REPORTED);
			case REQUESTING -> EnumSet.of(PENDING, READY, VERIFYING, REPORTED);
			case VERIFYING -> EnumSet.of(PENDING, ANSWERING, CONNECTED, REPORTED);
			case ANSWERING -> EnumSet.of(VERIFYING, REPORTED);
			case CONNECTED -> EnumSet.of(VERIFIED, REPORTED);
			case VERIFIED, REPORTED -> EnumSet.noneOf(Stage.class);
		};
	}

}
