package io.bulkverify.job;

import java.util.List;
import java.util.Set;

import io.bulkverify.input.MemberListReader;
import io.bulkverify.member.Reason;

/** Where the members of a run come from. */
sealed interface MemberSource {

	/** The columns that are carried to the files, in their order. */
	List<String> carried();

	/**
	 * A member list.
	 *
	 * @param rows reads it, row by row
	 */
	record Rows(MemberListReader rows, List<String> carried) implements MemberSource {
	}

	/**
	 * The exceptions of a run and its reruns.
	 *
	 * @param runs of each member the outcome that came last in these counts
	 * @param reasons which exceptions
	 */
	record Exceptions(List<Long> runs, Set<Reason> reasons, List<String> carried) implements MemberSource {
	}

}
