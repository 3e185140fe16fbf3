package io.bulkverify.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bulkverify.simulator.Call;
import io.bulkverify.simulator.Catalogue;
import io.bulkverify.simulator.Expectation;
import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MemberReport;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import io.bulkverify.store.TestDatabase;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A list with every story that MX can tell ends as each story says, and costs no more
 * than it must: on each flavour, and on both databases.
 */
class EveryStoryTest {

	private static final int INTERVAL_MS = 300;

	@TempDir
	Path folder;

	/** One night of the table below. */
	record Scene(String name, SimulatorSettings.Builder mx, TestDatabase database, int members) {
		@Override
		public String toString() {
			return this.members + " members on " + this.name + ", " + this.database;
		}
	}

	static Stream<Scene> scenes() {
		int everyStoryOnce = Catalogue.spellings().size();
		return Stream.of(scene("Atrium", Flavour.ATRIUM, TestDatabase.POSTGRES, 500),
				scene("Platform v20250224", Flavour.PLATFORM_20250224, TestDatabase.POSTGRES, 500),
				new Scene("Nexus with sessions that expire every second",
						mx(Flavour.NEXUS).session(Duration.ofSeconds(1), false), TestDatabase.POSTGRES, 500),
				scene("Platform v20111101", Flavour.PLATFORM_20111101, TestDatabase.H2, everyStoryOnce),
				new Scene("Nexus with numbers by account only", mx(Flavour.NEXUS).nexusNumbersByMember(false),
						TestDatabase.H2, everyStoryOnce));
	}

	private static Scene scene(String name, Flavour flavour, TestDatabase database, int members) {
		return new Scene(name, mx(flavour), database, members);
	}

	private static SimulatorSettings.Builder mx(Flavour flavour) {
		return SimulatorSettings.builder().flavour(flavour);
	}

	@ParameterizedTest
	@MethodSource("scenes")
	void every_member_ends_in_one_file_as_its_story_says(Scene scene) {
		try (MxSimulator mx = MxSimulator.start(scene.mx().build())) {
			// No story is endless but those that run for ever: nobody's errors are his
			// end.
			Night night = new Night(mx, scene.database().newUrl(), this.folder)
				.with("verification.error.give-up-after", "1m")
				.with("mx.limits.reads-per-second", 2000)
				.with("mx.limits.writes-per-second", 750);
			List<String> members = Catalogue.members(scene.members());
			Path list = night.list(members);

			Night.Ended ended = night.run(list);

			assertThat(ended.exit()).as(ended.toString()).isZero();
			assertThat(ended.out()).contains("FINISHED");
			assertEndings(night, members);
			assertManners(mx);
			long calls = mx.ledger().calls();
			Night.Ended again = night.run(list);
			assertThat(again.exit()).isZero();
			assertThat(mx.ledger().calls()).as("calls of the second run").isEqualTo(calls);
		}
	}

	private static void assertManners(MxSimulator mx) {
		SoftAssertions softly = new SoftAssertions();
		softly.assertThat(mx.ledger().wrongHeaders()).as("wrong headers").isEmpty();
		softly.assertThat(mx.ledger().undocumentedBodies()).as("undocumented bodies").isZero();
		softly.assertThat(mx.ledger().overlappingLogins()).as("overlapping logins of one user").isZero();
		softly.assertThat(mx.ledger().withTransactions()).as("transactions nobody asked for").isZero();
		softly.assertThat(mx.ledger().calls(Call.UNKNOWN)).as("calls to addresses that MX does not have").isZero();
		softly.assertAll();
	}

	static void assertEndings(Night night, List<String> members) {
		assertEndings(night, members, false);
	}

	/**
	 * The same of a run that was killed: of an intent that was stored nobody knows
	 * whether its verify was sent, and it counts as sent.
	 */
	static void assertEndingsAfterKills(Night night, List<String> members) {
		assertEndings(night, members, true);
	}

	private static void assertEndings(Night night, List<String> members, boolean killed) {
		Map<String, List<Map<String, String>>> numbers = night.rows("account-numbers.csv")
			.stream()
			.collect(Collectors.groupingBy((row) -> row.get("member_guid")));
		Map<String, Map<String, String>> exceptions = night.rows("exceptions.csv")
			.stream()
			.collect(Collectors.toMap((row) -> row.get("member_guid"), Function.identity()));
		Set<String> both = new HashSet<>(numbers.keySet());
		both.retainAll(exceptions.keySet());
		SoftAssertions softly = new SoftAssertions();
		softly.assertThat(both).as("in both files").isEmpty();
		softly.assertThat(numbers.size() + exceptions.size()).as("members in the files").isEqualTo(members.size());
		for (String guid : members) {
			if (numbers.containsKey(guid)) {
				assertVerified(softly, night, guid, numbers.get(guid));
			}
			else {
				Map<String, String> row = exceptions.getOrDefault(guid, Map.of());
				assertReported(softly, night, guid, row);
				boolean called = night.mx().member(guid).verifyCalls() > 0;
				if (called || !killed) {
					softly.assertThat(row.get("verify_called"))
						.as("verify_called of " + guid)
						.isEqualTo(String.valueOf(called));
				}
			}
			assertPaidForOnce(softly, night.mx().member(guid), night.mx().expected(guid));
		}
		softly.assertAll();
	}

	/**
	 * A job that leaves no trace but its running flag is UNCONFIRMED where no read came
	 * while it ran.
	 */
	private static Map<String, String> withoutDoubt(String guid, Map<String, String> row) {
		Map<String, String> doubtless = new HashMap<>(row);
		if (guid.startsWith("MBR-sameid")) {
			doubtless.computeIfPresent("warning", (column, warning) -> warning.replaceFirst(";?UNCONFIRMED$", ""));
		}
		return doubtless;
	}

	private static void assertVerified(SoftAssertions softly, Night night, String guid,
			List<Map<String, String>> rows) {
		Expectation expected = night.mx().expected(guid);
		softly.assertThat(expected.acceptsVerified(rows.size()))
			.as("%s is verified with %d numbers, expected %s", guid, rows.size(), expected.text())
			.isTrue();
		String warning = (expected instanceof Expectation.Verified verified) ? verified.warning() : null;
		softly.assertThat(rows.stream().map((row) -> NumbersRow.of(withoutDoubt(guid, row))))
			.as("numbers of " + guid)
			.containsExactlyInAnyOrderElementsOf(night.mx()
				.accountNumbers(guid)
				.stream()
				.map((number) -> NumbersRow.expected(night.mx().settings().flavour(), number, warning))
				.toList());
	}

	private static void assertReported(SoftAssertions softly, Night night, String guid, Map<String, String> row) {
		Expectation expected = night.mx().expected(guid);
		// Where the answer to the verify was lost, it may have been another verification
		// that came to no numbers.
		boolean lost = "UNCONFIRMED".equals(row.get("reason"))
				&& (expected.acceptsReason("MASKED_NUMBERS") || expected.acceptsReason("NO_ACCOUNT_NUMBERS"));
		softly.assertThat(lost || expected.acceptsReason(String.valueOf(row.get("reason"))))
			.as("%s is reported as %s (%s), expected %s", guid, row.get("reason"), row.get("detail"), expected.text())
			.isTrue();
		if (guid.contains("byaccount")) {
			softly.assertThat(night.mx().settings().flavour())
				.as("numbers by account are read where a flavour has no others: " + guid)
				.isNotEqualTo(Flavour.NEXUS);
		}
	}

	private static void assertPaidForOnce(SoftAssertions softly, MemberReport seen, Expectation expected) {
		softly.assertThat(seen.accepted()).as("accepted verifies of " + seen.guid()).isLessThanOrEqualTo(1);
		if (expected.forbidsVerify()) {
			softly.assertThat(seen.verifyCalls()).as("verify calls for " + seen.guid()).isZero();
		}
		if (seen.smallestGapMs() >= 0) {
			softly.assertThat(seen.smallestGapMs())
				.as("smallest gap between reads of " + seen.guid())
				.isGreaterThanOrEqualTo(INTERVAL_MS);
		}
	}

}
