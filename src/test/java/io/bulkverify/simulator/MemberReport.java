package io.bulkverify.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the simulator saw of one member.
 *
 * @param verifyCalls rightly headed verify requests under the quota, whatever came of
 * them
 * @param accepted verifies that started a job (200, or its answer lost): what MX bills
 * @param joined verifies answered 202
 * @param acceptedIn the status that the member showed at each accepted verify
 * @param smallestGapMs between the arrivals of two answered reads of the member or its
 * status; -1: fewer than two
 * @param smallestGapAnyMs the same with those whose answer was broken
 * @param running whether a job is under way
 */
public record MemberReport(String guid, @Nullable String user, String story, Expectation expected, int verifyCalls,
		int accepted, int joined, int conflicts, int resumes, int resumesAccepted, List<String> acceptedIn,
		int readings, int brokenReads, int smallestGapMs, int smallestGapAnyMs, @Nullable String status,
		boolean running) {
}
