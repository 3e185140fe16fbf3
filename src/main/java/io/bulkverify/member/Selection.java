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
 */
public record Selection(String challengeGuid, String value, int sent, @Nullable Instant postedAt) {

	/** The intent to send it. */
	public Selection posting(Instant now) {
		return new Selection(challengeGuid, value, sent + 1, now);
	}

	/** Nothing was sent, or nothing came of it: it may be sent again. */
	public Selection again() {
		return new Selection(challengeGuid, value, sent, null);
	}

	/** The intent was not carried out: nothing left this program. */
	public Selection notPosted() {
		return new Selection(challengeGuid, value, sent - 1, null);
	}

	/** The call's answer came, or failed to come, then: it was sent no later. */
	public Selection postedBy(Instant latest) {
		return new Selection(challengeGuid, value, sent, latest);
	}

	@Override
	public String toString() {
		return "Selection[sent=" + sent + "]";
	}
}
