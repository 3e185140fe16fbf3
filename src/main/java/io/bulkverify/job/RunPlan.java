package io.bulkverify.job;

import java.util.List;
import java.util.Set;

import io.bulkverify.member.ConnectionStatus;
import io.bulkverify.member.ListRow;
import io.bulkverify.report.OutputSet;
import io.bulkverify.store.Run;

import org.springframework.batch.infrastructure.item.ItemStreamReader;

/**
 * Everything about one run that its job is built from.
 *
 * @param run its row
 * @param rows the member list
 * @param keepsOrder whether an import of it that broke off goes on where it was
 * @param carried the list's columns that are carried to the files
 * @param includeTransactions the default where the list says nothing
 * @param verifyEven statuses that do not save the call in this run
 * @param output where its files go
 * @param signals the waits of its lanes
 * @param counts how many members are where, while it runs
 * @param saveCalls stores how many calls were made so far
 */
record RunPlan(Run run, ItemStreamReader<ListRow> rows, boolean keepsOrder, List<String> carried,
		boolean includeTransactions, Set<ConnectionStatus> verifyEven, OutputSet output, LaneSignals signals,
		StageCounts counts, Runnable saveCalls) {
}
