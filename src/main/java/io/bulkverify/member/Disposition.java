package io.bulkverify.member;

/**
 * What a connection status means for a member that no job is working on (src/docs/mx.md
 * §3, "Disposition when idle").
 */
public sealed interface Disposition {

	/** CONNECTED: a success once it is tied to our verification. */
	Disposition SUCCESS = new Success();

	/** Not ended yet whatever the running flag says: read again until patience ends. */
	Disposition IN_PROGRESS = new InProgress();

	/** Waits for an answer that only an account selection can get from a batch. */
	Disposition CHALLENGE = new Challenge();

	/** See {@link #SUCCESS}. */
	record Success() implements Disposition {
	}

	/** See {@link #IN_PROGRESS}. */
	record InProgress() implements Disposition {
	}

	/** See {@link #CHALLENGE}. */
	record Challenge() implements Disposition {
	}

	/** A failure that another verify may mend: it does not stand in the way of one. */
	record MayHeal(Reason reason) implements Disposition {
	}

	/**
	 * A status that a verify cannot mend: before one it saves the call, after one it is
	 * the verdict.
	 */
	record Ended(Reason reason) implements Disposition {
	}

}
