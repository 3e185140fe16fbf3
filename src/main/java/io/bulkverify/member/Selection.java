package io.bulkverify.member;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an account selection, decided and perhaps sent.
 *
 * @param challengeGuid the question
 * @param value the option chosen, as MX wants it back
 * @param sent how often the answer was sent
 * @param postedAt when it was sent last; null before the first
 * @param refused what MX said to the latest sending; null where it did not refuse
 */
public record Selection(String challengeGuid, String value, int sent, @Nullable Instant postedAt,
		@Nullable Refusal refused) {

	/**
	 * As often as answers are sent that MX refuses, or that are followed by questions.
	 */
	static final int MOST_SENT = 3;

	/** The intent to send it. */
	public Selection posting(Instant now) {
		return new Selection(challengeGuid, value, sent + 1, now, null);
	}

	/** Nothing came of it: it may be sent again. */
	public Selection again() {
		return new Selection(challengeGuid, value, sent, null, refused);
	}

	/** The intent was not carried out: nothing left this program. */
	public Selection notPosted() {
		return new Selection(challengeGuid, value, sent - 1, null, null);
	}

	/** The call's answer came, or failed to come, then: it was sent no later. */
	public Selection postedBy(Instant latest) {
		return new Selection(challengeGuid, value, sent, latest, null);
	}

	/** MX refused it then. */
	public Selection refusedBy(Instant latest, Refusal refusal) {
		return new Selection(challengeGuid, value, sent, latest, refusal);
	}

	/** Whether it was sent as often as it is worth. */
	boolean exhausted() {
		return sent >= MOST_SENT;
	}

	@Override
	public String toString() {
		return "Selection[sent=" + sent + "]";
	}
}
