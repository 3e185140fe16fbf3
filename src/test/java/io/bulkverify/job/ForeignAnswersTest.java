package io.bulkverify.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers that another member would have got, or that are about nobody, or that are half
 * of what they should be: every member ends as in a quiet night, with its own numbers.
 */
class ForeignAnswersTest {

	@TempDir
	Path folder;

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(textBlock = """
			PLATFORM_20250224, calls=numbers how=swapped_row share=0.3
			NEXUS,             calls=numbers how=swapped_row share=0.3
			ATRIUM,            calls=reads how=nulls share=0.12
			PLATFORM_20250224, calls=numbers how=cut_pages share=0.4
			PLATFORM_20250224, calls=numbers how=endless_pages share=0.1
			""")
	void every_member_ends_as_in_a_quiet_night(Flavour flavour, String disturbance) {
		List<String> members = Stream.concat(IntStream.range(0, 24).mapToObj((i) -> "MBR-fine-" + i),
				Stream.of("MBR-start.status-LOCKED-1", "MBR-start.status-LOCKED-2", "MBR-end.status-DENIED-1",
						"MBR-fine.count-60.cap-25-1", "MBR-fine.count-60.cap-25-2", "MBR-fine.count-3-1"))
			.toList();

		Map<String, String> quiet = endings(flavour, members, null, this.folder.resolve("quiet"));

		assertThat(endings(flavour, members, disturbance, this.folder.resolve("disturbed"))).isEqualTo(quiet);
	}

	/** Each member's reason, or each of its accounts with its numbers. */
	private static Map<String, String> endings(Flavour flavour, List<String> members, @Nullable String disturbance,
			Path folder) {
		folder.toFile().mkdirs();
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.builder().flavour(flavour).build())) {
			if (disturbance != null) {
				mx.disturb(disturbance);
			}
			Night night = new Night(mx, Night.h2(folder), folder).with("verification.error.give-up-after", "60s");
			Night.Ended ended = night.run(night.list(members));
			assertThat(ended.exit()).as(ended.err()).isZero();
			for (String member : members) {
				assertThat(mx.member(member).accepted()).as("accepted verifies of " + member).isLessThanOrEqualTo(1);
			}
			Map<String, String> endings = new TreeMap<>();
			night.rows("account-numbers.csv")
				.forEach((row) -> endings.put(row.get("member_guid") + " " + row.get("account_guid"),
						row.get("account_number") + "/" + row.get("routing_number")));
			night.rows("exceptions.csv").forEach((row) -> endings.put(row.get("member_guid"), row.get("reason")));
			return endings;
		}
	}

}
