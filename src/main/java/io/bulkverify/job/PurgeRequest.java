package io.bulkverify.job;

import java.time.Duration;

/**
 * What an operator wants to have deleted.
 *
 * @param olderThan runs that ended longer ago
 * @param dryRun whether only to say what that would be
 * @param force whether an age is meant that reruns and reports of last week may still
 * need
 */
public record PurgeRequest(Duration olderThan, boolean dryRun, boolean force) {

	/** Younger runs are deleted by somebody who says that it is meant, or by mistake. */
	static final Duration FLOOR = Duration.ofDays(7);

	boolean allowed() {
		return this.force || this.dryRun || this.olderThan.compareTo(FLOOR) >= 0;
	}

}
