package io.bulkverify.benchmark;

import tools.jackson.databind.JsonNode;

/**
 * What MX was asked, as the simulator counted it.
 *
 * @param verifies verify calls
 * @param memberReads reads of members, such as the one before a verify and the one that
 * confirms a verdict
 * @param polls reads of a member's status
 * @param numbers reads of account numbers
 * @param tooMany calls answered 429
 * @param peakReads the most reads in any sliding second
 * @param peakWrites the most writes in any sliding second
 */
record Calls(long verifies, long memberReads, long polls, long numbers, long tooMany, long peakReads, long peakWrites) {

	static Calls of(JsonNode report) {
		JsonNode calls = report.path("calls");
		long tooMany = calls.valueStream().mapToLong((answers) -> answers.path("429").asLong(0)).sum();
		return new Calls(sum(calls.path("VERIFY")), sum(calls.path("READ_MEMBER")), sum(calls.path("READ_STATUS")),
				sum(calls.path("NUMBERS_BY_MEMBER")), tooMany, report.path("peak_reads_per_second").asLong(),
				report.path("peak_writes_per_second").asLong());
	}

	private static long sum(JsonNode answers) {
		return answers.valueStream().mapToLong(JsonNode::asLong).sum();
	}

	long writes() {
		return verifies;
	}

	long reads() {
		return memberReads + polls + numbers;
	}

	long all() {
		return writes() + reads();
	}

	/** Reads of a member besides the one before its verify and the one of its numbers. */
	double pollsPerMember(int members, boolean readsBeforeVerify) {
		return (memberReads + polls - (readsBeforeVerify ? members : 0)) / (double) members;
	}

}
