package io.bulkverify.job;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.bulkverify.simulator.Catalogue;
import io.bulkverify.simulator.Expectation;
import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MemberReport;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A list with every story that MX can tell ends as each story says, and costs no more
 * than it must.
 */
class EveryStoryTest {

	@TempDir
	Path folder;

	@Test
	void every_member_of_400_ends_in_one_file_as_its_story_says() {
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.builder().flavour(Flavour.ATRIUM).build())) {
			Night night = new Night(mx, Night.h2(this.folder), this.folder);
			List<String> members = Catalogue.members(400);
			Path list = night.list(members);

			Night.Ended ended = night.run(list);

			assertThat(ended.exit()).as(ended.toString()).isZero();
			assertThat(ended.out()).contains("FINISHED");
			assertEndings(night, members);
			long calls = mx.ledger().calls();
			Night.Ended again = night.run(list);
			assertThat(again.exit()).isZero();
			assertThat(mx.ledger().calls()).as("calls of the second run").isEqualTo(calls);
		}
	}

	static void assertEndings(Night night, List<String> members) {
		Map<String, List<Map<String, String>>> numbers = night.rows("account-numbers.csv")
			.stream()
			.collect(Collectors.groupingBy((row) -> row.get("member_guid")));
		Map<String, List<Map<String, String>>> exceptions = night.rows("exceptions.csv")
			.stream()
			.collect(Collectors.groupingBy((row) -> row.get("member_guid")));
		Set<String> both = new HashSet<>(numbers.keySet());
		both.retainAll(exceptions.keySet());
		SoftAssertions softly = new SoftAssertions();
		softly.assertThat(both).as("in both files").isEmpty();
		softly.assertThat(numbers.size() + exceptions.size()).as("members in the files").isEqualTo(members.size());
		for (String guid : members) {
			MemberReport seen = night.mx().member(guid);
			Expectation expected = night.mx().expected(guid);
			if (numbers.containsKey(guid)) {
				softly.assertThat(expected.acceptsVerified(numbers.get(guid).size()))
					.as("%s is verified with %d numbers, expected %s", guid, numbers.get(guid).size(), expected.text())
					.isTrue();
				softly.assertThat(numbers.get(guid).stream().map((row) -> row.get("account_number")))
					.as(guid)
					.containsExactlyInAnyOrderElementsOf(
							night.mx().accountNumbers(guid).stream().map((number) -> number.accountNumber()).toList());
			}
			else {
				Map<String, String> row = exceptions.getOrDefault(guid, List.of(Map.of())).getFirst();
				softly.assertThat(expected.acceptsReason(String.valueOf(row.get("reason"))))
					.as("%s is reported as %s (%s), expected %s", guid, row.get("reason"), row.get("detail"),
							expected.text())
					.isTrue();
			}
			softly.assertThat(seen.accepted()).as("accepted verifies of " + guid).isLessThanOrEqualTo(1);
			if (expected.forbidsVerify()) {
				softly.assertThat(seen.verifyCalls()).as("verify calls for " + guid).isZero();
			}
			softly.assertThat(seen.smallestGapMs())
				.as("smallest gap between reads of " + guid)
				.satisfiesAnyOf((gap) -> assertThat(gap).isEqualTo(-1),
						(gap) -> assertThat(gap).isGreaterThanOrEqualTo(300));
		}
		softly.assertAll();
	}

}
