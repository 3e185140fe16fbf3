package io.bulkverify.job;

import java.util.List;
import java.util.Set;

import io.bulkverify.member.ConnectionStatus;
import io.bulkverify.report.OutputSet;
import io.bulkverify.store.Run;

/**
 * Everything about one run that its job is built from.
 *
 * @param run its row
 * @param members where its members come from
 * @param includeTransactions the default where the list says nothing
 * @param verifyEven statuses that do not save the call in this run
 * @param deadline when it may begin nothing more
 * @param paidBefore rows of runs that were settled just before: whoever a verify was
 * accepted for in them is not verified again
 * @param verifiesBefore verifies that this process sent for those runs
 * @param output where its files go
 * @param signals the waits of its lanes
 * @param counts how many members are where, while it runs
 * @param health what MX has said to each kind of call
 * @param saveCalls stores how many calls were made so far
 */
record RunPlan(Run run, MemberSource members, boolean includeTransactions, Set<ConnectionStatus> verifyEven,
		Deadline deadline, List<Long> paidBefore, long verifiesBefore, OutputSet output, LaneSignals signals,
		StageCounts counts, CallHealth health, Runnable saveCalls) {
}
