package io.bulkverify.member;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The verify calls of a member in one run, and what is known of the latest.
 *
 * @param sent how many were sent
 * @param accepted how many MX took: these are billed
 * @param postedAt when the latest was sent at the latest; null before the first
 * @param since the patience at which MX took the latest, or at which the running
 * verification was joined
 * @param polls reads since then
 * @param joined whether the verification belongs to somebody else (202)
 * @param lost whether the answer was lost and the start was concluded from reads
 * @param started whether a read has shown that the verification ran: only then does its
 * verdict count
 * @param jobGuid the job that MX named when it took the latest; null where it named none
 */
public record Attempt(int sent, int accepted, @Nullable Instant postedAt, Duration since, int polls, boolean joined,
		boolean lost, boolean started, @Nullable String jobGuid) {

	/** No verify yet. */
	public static final Attempt NONE = new Attempt(0, 0, null, Duration.ZERO, 0, false, false, false, null);

	/** The intent to send one more. */
	public Attempt posting(Instant now) {
		return new Attempt(sent + 1, accepted, now, since, 0, false, false, false, null);
	}

	/** The intent was not carried out: nothing left this program. */
	public Attempt notPosted() {
		return new Attempt(sent - 1, accepted, postedAt, since, polls, joined, lost, started, jobGuid);
	}

	/**
	 * MX took it (200).
	 * @param job the job that it named; null where it named none
	 */
	public Attempt taken(@Nullable String job, Moment moment) {
		return new Attempt(sent, accepted + 1, postedAt, moment.patience(), 0, false, false, false, job);
	}

	/** A verification was running already (202, or one of an earlier run of ours). */
	public Attempt joining(boolean seenRunning, @Nullable String job, Moment moment) {
		return new Attempt(sent, accepted, postedAt, moment.patience(), 0, true, false, seenRunning, job);
	}

	/** An earlier run of ours sent it; this run takes its verdict and sends none. */
	public Attempt inheriting(boolean seenRunning, @Nullable String job, Moment moment) {
		return new Attempt(sent, accepted, postedAt, moment.patience(), 0, false, false, seenRunning, job);
	}

	/** The call's answer came, or failed to come, then: it was sent no later. */
	public Attempt postedBy(Instant latest) {
		return new Attempt(sent, accepted, latest, since, polls, joined, lost, started, jobGuid);
	}

	/**
	 * No answer came, but reads show that a verification started. One that an earlier run
	 * sent is not counted again.
	 */
	public Attempt concluded(Moment moment) {
		return new Attempt(sent, sent == 0 ? accepted : accepted + 1, postedAt, moment.patience(), 0, false, true, true,
				null);
	}

	/** One read more; evidence once seen stays. */
	public Attempt polled(boolean evidence) {
		return new Attempt(sent, accepted, postedAt, since, polls + 1, joined, lost, started || evidence, jobGuid);
	}
}
