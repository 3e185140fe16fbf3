package io.bulkverify.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.bulkverify.simulator.Catalogue;
import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MemberReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers that are none, or about somebody else: nobody is paid with another's number,
 * and nobody ends as another did (src/docs/mx.md §9).
 */
class SwappedAnswersNightTest {

	@TempDir
	Path folder;

	@ParameterizedTest
	@CsvSource({ "ATRIUM, swapped_row", "NEXUS, swapped", "PLATFORM_20111101, nulls" })
	void an_eighth_of_all_answers_is_another_members_or_nobodys(Flavour flavour, String how) {
		try (HostileNight night = HostileNight.of(this.folder, flavour, HostileNight.people(100))) {
			night.disturbed("how=%s share=0.12 when=after calls=endpoints".formatted(how));

			night.runToItsEnd();

			night.endedAsAQuietOne();
			assertThat(night.mx().befallen().getFirst()).isGreaterThan(20);
		}
	}

	@Test
	void a_server_that_answers_about_another_member_for_a_while_is_waited_for() {
		try (HostileNight night = HostileNight.of(this.folder, Flavour.NEXUS, HostileNight.people(40))) {
			night.disturbed("how=swapped calls=endpoints when=after after-calls=100 seconds=3");

			night.runToItsEnd();

			night.endedAsAQuietOne();
		}
	}

	@ParameterizedTest
	@CsvSource({ "cut_pages", "no_pagination", "endless_pages" })
	void a_list_that_was_cut_short_is_never_taken_for_whole(String how) {
		List<String> members = IntStream.rangeClosed(1, 8)
			.mapToObj((row) -> "MBR-pages.count-" + (25 + row * 5) + ".cap-25-" + row)
			.toList();
		try (HostileNight night = HostileNight.of(this.folder, Flavour.ATRIUM, members)) {
			night.disturbed("calls=numbers how=%s seconds=3".formatted(how));

			night.runToItsEnd();

			night.endedAsAQuietOne();
		}
	}

	@ParameterizedTest
	@CsvSource({ "empty_202, after", "swapped, after", "redirect, after", "html, before" })
	void the_answer_to_a_verify_is_settled_by_reads(String how, String when) {
		try (HostileNight night = HostileNight.of(this.folder, Flavour.PLATFORM_20250224,
				HostileNight.members(List.of("fine", "fine.ms-400", "fine.ms-1500", "fast", "end.status-DENIED",
						"known", "fine.ms-700", "stale.lag-600", "mfa", "end.status-FAILED")))) {
			night.disturbed("calls=verify how=%s when=%s times=5".formatted(how, when));

			night.runToItsEnd();

			night.endedAsAQuietOne();
			assertThat(night.mx().members()).extracting(MemberReport::accepted).containsOnly(1);
		}
	}

	@ParameterizedTest
	@CsvSource({ "verify, 3000" })
	void slow_answers_cost_time_and_nothing_else(String calls, int millis) {
		try (HostileNight night = HostileNight.of(this.folder, Flavour.ATRIUM, HostileNight.people(10))) {
			night.disturbed("calls=%s how=late when=after delay-ms=%d seconds=4".formatted(calls, millis));

			night.runToItsEnd();

			night.endedAsAQuietOne();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "PLATFORM_20250224", "NEXUS" })
	void whatever_befalls_single_members_each_ends_as_it_would_have(Flavour flavour) throws Exception {
		List<String> members = HostileNight
			.members(Stream.concat(stories(flavour), Stream.of("fine", "fine.ms-900", "gone", "forbidden")).toList());
		try (HostileNight night = HostileNight.of(this.folder, flavour, members)) {
			night.with("verification.error.give-up-after", "1m");

			assertThat(night.run().exit()).isZero();

			night.endedAsAQuietOne();
			String exceptions = Files.readString(night.night().output().resolve("exceptions.csv"));
			assertThat(Stream.of("7777777", "87654321", "ask the branch", "6789", "HYPERLINK"))
				.noneMatch(exceptions::contains);
		}
	}

	/** An integer of 3,000 digits is no JSON that anybody need read. */
	private static Stream<String> stories(Flavour flavour) {
		return Catalogue.hostile()
			.stream()
			.filter((story) -> flavour != Flavour.NEXUS || !story.equals("junk.text-long"));
	}

	@Test
	void nexus_may_want_the_answers_of_a_resume_bare() {
		try (HostileNight night = HostileNight.of(this.folder, Flavour.NEXUS, HostileNight
			.members(List.of("selection.nesting-bare", "selection.nesting-wrapped", "selection.options-1", "fine")))) {
			night.with("verification.account-selection", "first");

			assertThat(night.run().exit()).isZero();

			assertThat(night.members()).allSatisfy(
					(guid) -> assertThat(night.night().ending(guid)).as(() -> night.night().reported(guid).toString())
						.isEqualTo("VERIFIED"));
			assertThat(night.mx().members()).filteredOn((member) -> member.guid().contains("selection"))
				.extracting(MemberReport::resumesAccepted)
				.containsOnly(1);
			night.billedNobodyTwice();
		}
	}

}
