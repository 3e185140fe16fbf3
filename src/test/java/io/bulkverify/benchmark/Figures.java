package io.bulkverify.benchmark;

import java.util.Locale;

/**
 * What one program needed for a workload.
 *
 * @param heapMb the most heap in use; 0: not looked at
 */
record Figures(String name, Workload workload, Measured measured, Calls calls, boolean readsBeforeVerify, long heapMb) {

	/** With few members the longest verification is all that is measured. */
	private static final int ENOUGH = 1_000;

	static final String HEADING = """
			| program | members | time (s) | members/s | calls | calls/s | polls per member | peak reads, writes per second | efficiency | CPU s per 1,000 | heap, resident (MB) |
			|---|---|---|---|---|---|---|---|---|---|---|""";

	@Override
	public String toString() {
		return String.format(Locale.ROOT,
				"| %s | %,d | %.1f | %.2f | %,d (%,d verify, %,d read) | %,.0f | %.2f | %,d, %,d%s | %s | %.2f | %s, %d |",
				name, workload.members(), measured.seconds(), membersPerSecond(), calls.all(), calls.writes(),
				calls.reads(), callsPerSecond(), calls.pollsPerMember(workload.members(), readsBeforeVerify),
				calls.peakReads(), calls.peakWrites(), calls.tooMany() == 0 ? "" : " (" + calls.tooMany() + " × 429)",
				efficiency(), measured.cpuPerThousand(workload.members()), heapMb == 0 ? "–" : heapMb,
				measured.residentMb());
	}

	double membersPerSecond() {
		return workload.members() / measured.seconds();
	}

	double callsPerSecond() {
		return calls.all() / measured.seconds();
	}

	private String efficiency() {
		return workload.throttled() && workload.members() >= ENOUGH
				? "%.3f".formatted(workload.bound(calls).toMillis() / 1_000.0 / measured.seconds()) : "–";
	}

}
