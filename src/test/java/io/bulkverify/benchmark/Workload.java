package io.bulkverify.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be done.
 *
 * @param members how many are to be verified
 * @param shortest a verification takes at least this
 * @param longest and at most this; spread evenly between
 * @param pollEvery the least time between two reads of one member
 * @param readsPerSecond the quota; 0: none
 * @param writesPerSecond the quota; 0: none
 */
record Workload(int members, Duration shortest, Duration longest, Duration pollEvery, int readsPerSecond,
		int writesPerSecond) {

	/** Above any quota that MX gives. */
	static final int NO_LIMIT = 100_000;

	static Workload atTheQuota(int members) {
		return new Workload(members, Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(3), 2_000, 750);
	}

	static Workload unthrottled(int members) {
		return new Workload(members, Duration.ofMillis(5), Duration.ofMillis(60), Duration.ofMillis(100), 0, 0);
	}

	Workload of(int number) {
		return new Workload(number, shortest, longest, pollEvery, readsPerSecond, writesPerSecond);
	}

	boolean throttled() {
		return readsPerSecond > 0;
	}

	/**
	 * The least time that any program could take with these calls: each quota used from
	 * the first moment on, and the last verification as long as the longest.
	 */
	Duration bound(Calls calls) {
		double writing = calls.writes() / (double) writesPerSecond + longest.toMillis() / 1_000.0;
		double reading = calls.reads() / (double) readsPerSecond;
		return Duration.ofMillis((long) (1_000 * Math.max(writing, reading)));
	}

	/** The members, as a list for the job. */
	Path list(Path folder) throws IOException {
		Path file = folder.resolve("members-" + members + ".csv");
		List<String> rows = new ArrayList<>(List.of("user_guid,member_guid,customer_id"));
		for (int row = 1; row <= members; row++) {
			rows.add("USR-%d,MBR-fine-%d,C-%d".formatted(row, row, row));
		}
		return Files.write(file, rows);
	}

}
