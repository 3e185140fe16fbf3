package io.bulkverify.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.bulkverify.simulator.Catalogue;
import io.bulkverify.simulator.Faults;
import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MemberReport;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the list and whatever befalls it: every row ends in exactly one place, the
 * totals tie, and nobody is paid for more often than allowed.
 */
class ConservationProperties {

	/**
	 * Stories whose verification leaves no trace at MX are paid for again after a lost
	 * answer, by MX's own rules; nobody could tell.
	 */
	private static final List<String> STORIES = Catalogue.spellings()
		.stream()
		.filter((story) -> !story.startsWith("unmoved") && !story.equals("sameid.moves-none")
				&& !story.startsWith("never"))
		.toList();

	/**
	 * A night.
	 *
	 * @param stories a member for each
	 * @param bad rows that name no member
	 * @param repeated how many of the members are listed twice
	 */
	record Case(List<String> stories, List<String> bad, int repeated, Faults faults, int retryFailed) {
	}

	@Property(tries = 6, shrinking = ShrinkingMode.OFF)
	void every_row_ends_in_one_place_and_nobody_is_paid_twice(@ForAll("nights") Case night) throws IOException {
		Path folder = Files.createTempDirectory("conservation");
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.builder()
			.flavour(Flavour.ATRIUM)
			.verification(Duration.ofMillis(100), Duration.ofMillis(600))
			.faults(night.faults())
			.build())) {
			play(night, mx, folder);
		}
		finally {
			FileSystemUtils.deleteRecursively(folder);
		}
	}

	private static void play(Case play, MxSimulator mx, Path folder) throws IOException {
		Night night = new Night(mx, Night.h2(folder), folder).with("verification.retry-failed", play.retryFailed())
			.with("verification.conflict.give-up-after", "5s")
			.with("verification.error.give-up-after", "20s");
		List<String> members = members(play);
		List<String> rows = new ArrayList<>(members.stream().map((guid) -> "USR-1," + guid).toList());
		rows.addAll(play.bad());
		rows.addAll(members.subList(0, Math.min(play.repeated(), members.size()))
			.stream()
			.map((guid) -> "USR-1," + guid)
			.toList());

		Night.Ended ended = night
			.run(night.write("members.csv", "user_guid,member_guid\n" + String.join("\n", rows) + "\n"));

		assertThat(ended.exit()).as(ended.toString()).isZero();
		List<String> verified = guids(night.rows("account-numbers.csv")).stream().distinct().toList();
		List<String> reported = guids(night.rows("exceptions.csv"));
		List<Map<String, String>> rejected = night.rows("rejected-rows.csv");
		Set<String> places = new HashSet<>(verified);
		places.addAll(reported);
		assertThat(places).as("members with an end").containsExactlyInAnyOrderElementsOf(members);
		assertThat(verified.size() + reported.size()).as("ends").isEqualTo(members.size());
		assertThat(rejected.size() + members.size()).as("rows").isEqualTo(rows.size());
		assertThat(mx.members()).extracting(MemberReport::accepted)
			.as("accepted verifies")
			.allMatch((accepted) -> accepted <= 1 + play.retryFailed());
		JsonNode summary = new ObjectMapper().readTree(Files.readString(night.output().resolve("summary.json")));
		assertThat(summary.path("ties").asBoolean()).isTrue();
		assertThat(summary.path("input").path("rows").asInt()).isEqualTo(rows.size());
		assertThat(summary.path("billed_verifications").asInt()).as("billed, as far as it can be known")
			.isGreaterThanOrEqualTo(mx.members().stream().mapToInt(MemberReport::accepted).sum());
	}

	private static List<String> members(Case play) {
		Set<String> members = new LinkedHashSet<>();
		int number = 0;
		for (String story : play.stories()) {
			members.add("MBR-" + story + "-" + number++);
		}
		return List.copyOf(members);
	}

	private static List<String> guids(List<Map<String, String>> rows) {
		return rows.stream().map((row) -> String.valueOf(row.get("member_guid"))).toList();
	}

	@Provide
	Arbitrary<Case> nights() {
		Arbitrary<Double> share = Arbitraries.doubles().between(0, 0.08);
		Arbitrary<Faults> faults = Combinators.combine(Arbitraries.longs().between(1, 1_000_000), share, share, share)
			.as((seed, resets, errors, garbage) -> Faults.of(seed, resets, errors, garbage).withTooMany(0.02, 0));
		Arbitrary<String> bad = Arbitraries.of(",MBR-1", "USR-1,", "USR-1,a b", "USR-1", "USR-1,MBR-1,more",
				"USR-1,../../MBR-1", "USR-1,MBR-1?x=y");
		return Combinators
			.combine(Arbitraries.of(STORIES).list().ofMinSize(1).ofMaxSize(60), bad.list().ofMaxSize(8),
					Arbitraries.integers().between(0, 5), faults, Arbitraries.integers().between(0, 2))
			.as(Case::new);
	}

}
