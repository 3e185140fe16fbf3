package io.bulkverify.store;

import java.util.List;

/**
 * The members that ended in a run, or in a run and its reruns, as something to select
 * from: of each member the outcome that came last.
 */
final class EndedMembers {

	private static final String OF_ONE_RUN = """
			(select stage, reason, institution_code, finished_at
			 from member_verification
			 where run_id in (:runs) and stage in ('VERIFIED', 'REPORTED'))""";

	private static final String OF_SEVERAL = """
			(select stage, reason, institution_code, finished_at
			 from (select stage, reason, institution_code, finished_at,
			           row_number() over (partition by member_guid order by finished_at desc, run_id desc) as newest
			       from member_verification
			       where run_id in (:runs) and stage in ('VERIFIED', 'REPORTED')) latest
			 where newest = 1)""";

	private EndedMembers() {
	}

	/** Needs the parameter {@code runs}. */
	static String of(List<Long> runs) {
		return runs.size() == 1 ? OF_ONE_RUN : OF_SEVERAL;
	}

}
