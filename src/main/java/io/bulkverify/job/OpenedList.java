package io.bulkverify.job;

import java.util.List;

import io.bulkverify.input.MemberList;
import io.bulkverify.input.MemberListReader;

/**
 * A list that was found good enough to be read.
 *
 * @param rows reads it, row by row
 * @param carried its columns that are not ours, in its order
 */
record OpenedList(MemberList list, MemberListReader rows, List<String> carried) {
}
