package io.bulkverify.job;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once a minute that this machine, or the limit of reads, keeps no pace with the
 * members under way: their reads come late, and their patience is used up meanwhile by a
 * trouble of ours. For use by one thread.
 */
final class LagWatch {

	private static final Logger logger = LoggerFactory.getLogger(LagWatch.class);

	private static final Duration REMIND_EVERY = Duration.ofMinutes(1);

	private final Duration worthAWord;

	private final Instant begun;

	private @Nullable Instant saidAt;

	/**
	 * @param worthAWord less late than that is nothing to speak of
	 * @param begun what was due before could not be read sooner
	 */
	LagWatch(Duration worthAWord, Instant begun) {
		this.worthAWord = worthAWord;
		this.begun = begun;
	}

	/**
	 * A member is about to be read.
	 * @return whether that was said to be late
	 */
	boolean reads(Instant due, Instant now) {
		Duration late = Duration.between(due.isBefore(this.begun) ? this.begun : due, now);
		boolean said = this.saidAt != null && now.isBefore(this.saidAt.plus(REMIND_EVERY));
		if (said || late.compareTo(this.worthAWord) < 0) {
			return false;
		}
		this.saidAt = now;
		logger.warn("Members under way are read {} s later than they are due, and their patience "
				+ "(verification.poll.give-up-after) goes on: raise mx.limits.reads-per-second as far as MX allows, lower "
				+ "verification.max-verifying, or give the program more of this machine. Whoever ends as POLL_TIMEOUT may "
				+ "have a verdict at MX: rerun takes it without a call", late.toSeconds());
		return true;
	}

}
