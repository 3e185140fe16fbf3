package io.bulkverify.report;

import io.bulkverify.member.InstitutionOutcome;
import io.bulkverify.member.Interval;
import java.util.List;

/**
 * All that {@code summary.json} and {@code report.html} tell, so that both tell the same.
 *
 * @param institutions what became of whose members
 * @param intervals what happened when, in order of time; stretches in which nothing
 * happened may be missing
 */
public record RunStory(Summary summary, List<InstitutionOutcome> institutions, List<Interval> intervals) {

	public RunStory {
		institutions = List.copyOf(institutions);
		intervals = List.copyOf(intervals);
	}
}
