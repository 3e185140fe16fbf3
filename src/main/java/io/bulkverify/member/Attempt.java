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
 * @param lost whether the answer was lost and the start was concluded from reads; or
 * whether it was an earlier run's, which never saw it run
 * @param started whether a read has shown that the verification ran: only then does its
 * verdict count
 * @param jobGuid the job that MX named when it took the latest; null where it named none
 * @param refused the refusal that the latest verify with a clear answer met; null where
 * MX has not refused it
 */
public record Attempt(int sent, int accepted, @Nullable Instant postedAt, Duration since, int polls, boolean joined,
		boolean lost, boolean started, @Nullable String jobGuid, @Nullable Refusal refused) {

	/** No verify yet. */
	public static final Attempt NONE = new Attempt(0, 0, null, Duration.ZERO, 0, false, false, false, null, null);

	/** The intent to send one more. */
	public Attempt posting(Instant now) {
		return new Attempt(sent + 1, accepted, now, since, 0, false, false, false, null, refused);
	}

	/** The intent was not carried out: nothing left this program. */
	public Attempt notPosted() {
		return new Attempt(sent - 1, accepted, postedAt, since, polls, joined, lost, started, jobGuid, refused);
	}

	/**
	 * MX took it (200).
	 * @param job the job that it named; null where it named none
	 */
	public Attempt taken(@Nullable String job, Moment moment) {
		return new Attempt(sent, accepted + 1, postedAt, moment.patience(), 0, false, false, false, job, null);
	}

	/**
	 * A verification was running already (202, or one of an earlier run of ours).
	 * @param doubtful whether an earlier run joined it, and never saw it run
	 */
	public Attempt joining(boolean seenRunning, boolean doubtful, @Nullable String job, Moment moment) {
		return new Attempt(sent, accepted, postedAt, moment.patience(), 0, true, doubtful, seenRunning, job, null);
	}

	/**
	 * An earlier run of ours sent it; this run takes its verdict and sends none.
	 * @param doubtful whether that run never saw it run
	 */
	public Attempt inheriting(boolean seenRunning, boolean doubtful, @Nullable String job, Moment moment) {
		return new Attempt(sent, accepted, postedAt, moment.patience(), 0, false, doubtful, seenRunning, job, null);
	}

	/** The call's answer came, or failed to come, then: it was sent no later. */
	public Attempt postedBy(Instant latest) {
		return new Attempt(sent, accepted, latest, since, polls, joined, lost, started, jobGuid, refused);
	}

	/** MX refused it; or, with null, gave another clear answer. */
	public Attempt refusedBy(@Nullable Refusal refusal) {
		return new Attempt(sent, accepted, postedAt, since, polls, joined, lost, started, jobGuid, refusal);
	}

	/**
	 * No answer came, but reads show that a verification started. One that an earlier run
	 * sent is not counted again.
	 */
	public Attempt concluded(Moment moment) {
		return new Attempt(sent, inherited() ? accepted : accepted + 1, postedAt, moment.patience(), 0, false, true,
				true, null, null);
	}

	/** One read more; evidence once seen stays. */
	public Attempt polled(boolean evidence) {
		return new Attempt(sent, accepted, postedAt, since, polls + 1, joined, lost, started || evidence, jobGuid,
				refused);
	}

	/** Whether the verification, if there is one, began before this run sent any. */
	boolean inherited() {
		return sent == 0;
	}

	/**
	 * Whether MX never showed that this verification ran: that nothing came of it may
	 * then be a background job's doing and proves nothing about the member.
	 */
	boolean inDoubt() {
		return lost || !started;
	}
}
