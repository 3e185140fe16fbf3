package io.bulkverify.job;

import java.util.List;

import io.bulkverify.input.MemberList;
import io.bulkverify.member.ListRow;

import org.springframework.batch.infrastructure.item.support.AbstractItemCountingItemStreamItemReader;

/**
 * A list that was found good enough to be read.
 *
 * @param rows reads it, row by row, from where an earlier import of it stopped
 * @param carried its columns that are not ours, in its order
 */
record OpenedList(MemberList list, AbstractItemCountingItemStreamItemReader<ListRow> rows, List<String> carried) {
}
