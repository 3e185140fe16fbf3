package io.bulkverify.member;

import java.time.Duration;
import java.util.Set;

/**
 * What the policy goes by in one run: the settings (README.md, "Settings") that decide
 * about members.
 *
 * @param poll how a running verification is read
 * @param conflict how a member that another job owns is waited for
 * @param errorGiveUpAfter how long one member may answer with errors while others succeed
 * @param numbersGiveUpAfter how long a verified member without account numbers is asked
 * for them
 * @param readTimeout how long a call may stay without an answer: a call whose answer was
 * lost is settled no sooner
 * @param selection which account is chosen where the list names none
 * @param retryFailed how often a verdict that may heal is verified again
 * @param verifyEven statuses that do not save the call in this run
 * @param numbersFirst whether account numbers that MX has already make the verify
 * unnecessary
 */
public record PolicySettings(Poll poll, Conflict conflict, Duration errorGiveUpAfter, Duration numbersGiveUpAfter,
		Duration readTimeout, SelectionRule selection, int retryFailed, Set<ConnectionStatus> verifyEven,
		boolean numbersFirst) {

	/**
	 * How a running verification is read.
	 *
	 * @param initialDelay from the verify to the first read, at least; what the run has
	 * learnt of a bank may add up to {@code maxInterval}
	 * @param interval the least time between two answered reads of one member
	 * @param maxInterval the most time between two reads
	 * @param giveUpAfter when a verification without an end becomes a POLL_TIMEOUT
	 */
	public record Poll(Duration initialDelay, Duration interval, Duration maxInterval, Duration giveUpAfter) {
	}

	/**
	 * How a member that is busy at MX is waited for.
	 *
	 * @param initialDelay after the first 409
	 * @param maxDelay what the delay grows to
	 * @param giveUpAfter when a member that stays busy becomes a CONFLICT_TIMEOUT
	 */
	public record Conflict(Duration initialDelay, Duration maxDelay, Duration giveUpAfter) {
	}
}
