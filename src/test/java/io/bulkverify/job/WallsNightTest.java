package io.bulkverify.job;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import io.bulkverify.simulator.Call;
import io.bulkverify.simulator.Flavour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * In mid-run MX refuses or breaks calls of one kind for a few seconds, for everybody: it
 * is nobody's verdict (src/docs/mx.md §2.2).
 */
class WallsNightTest {

	@TempDir
	Path folder;

	@ParameterizedTest
	@CsvSource({ "ATRIUM, endpoints, 405, 160", "NEXUS, endpoints, 403, 160", "PLATFORM_20250224, verify, 403, 10",
			"ATRIUM, status, 404, 20", "NEXUS, numbers, 403, 5" })
	void a_wall_of_refusals_in_mid_run_is_nobodys_verdict(Flavour flavour, String calls, int code, int after) {
		try (HostileNight night = HostileNight.of(this.folder, flavour, HostileNight.people(40))) {
			night.disturbed("calls=%s how=%d after-calls=%d seconds=3".formatted(calls, code, after));

			List<Night.Ended> stopped = night.runToItsEnd();

			night.endedAsAQuietOne();
			assertThat(night.mx().befallen().getFirst()).as("calls that met the wall").isPositive();
			assertThat(stopped).allSatisfy((ended) -> assertThat(ended.err()).contains(String.valueOf(code))
				.contains(night.mx().baseUrl())
				.containsPattern("\\d+ (different )?members")
				.hasLineCount(1));
		}
	}

	@ParameterizedTest
	@CsvSource({ "ATRIUM, endpoints, 503", "NEXUS, endpoints, redirect", "PLATFORM_20250224, endpoints, nulls",
			"ATRIUM, verify, 429", "PLATFORM_20250224, numbers, empty" })
	void endpoints_that_break_for_a_while_are_waited_for(Flavour flavour, String calls, String how) {
		try (HostileNight night = HostileNight.of(this.folder, flavour, HostileNight.people(40))) {
			night.disturbed("calls=%s how=%s after-calls=5 seconds=3".formatted(calls, how));

			night.runToItsEnd();

			night.endedAsAQuietOne();
			assertThat(night.mx().befallen().getFirst()).isPositive();
			assertThat(night.mx().ledger().calls(Call.UNKNOWN)).as("redirects that were followed").isZero();
		}
	}

	/** What MX asks for is more than any backoff would wait by itself. */
	@ParameterizedTest
	@ValueSource(ints = { 503, 429 })
	void a_retry_after_is_heeded(int code) {
		try (HostileNight night = HostileNight.of(this.folder, Flavour.ATRIUM, HostileNight.people(10))) {
			night.disturbed("calls=status how=%d retry-after=4 times=1".formatted(code));

			assertThat(night.run().exit()).isZero();

			night.endedAsAQuietOne();
		}
	}

	@ParameterizedTest
	@CsvSource({ "lists, 403", "lists, html", "institutions, 404", "institutions, swapped" })
	void what_is_only_a_convenience_may_be_refused_for_ever(String calls, String how) {
		try (HostileNight night = HostileNight.of(this.folder, Flavour.PLATFORM_20250224, HostileNight.people(10))) {
			night.disturbed("calls=%s how=%s".formatted(calls, how));

			Night.Ended ended = night.run();

			assertThat(ended.exit()).as(ended.toString()).isZero();
			night.endedAsAQuietOne();
		}
	}

	@ParameterizedTest
	@CsvSource({ "verify, 429", "status, 500", "numbers, redirect", "verify, swapped", "numbers, 403" })
	void a_kind_of_call_that_stays_away_stops_the_run_and_reports_nobody(String calls, String how) {
		try (HostileNight night = HostileNight.of(this.folder, Flavour.PLATFORM_20250224,
				HostileNight.members(List.of("fine", "fine.ms-500", "fine.ms-900", "fast", "known")))) {
			night.with("verification.outage.give-up-after", "3s")
				.with("verification.error.give-up-after", "2s")
				.disturbed("calls=%s how=%s".formatted(calls, how));

			Night.Ended ended = night.run();

			assertThat(ended.exit()).as(ended.toString()).isEqualTo(1);
			assertThat(ended.err()).contains(night.mx().baseUrl()).contains("5 members").hasLineCount(1);
			night.reportedNobody();
			night.mx().calm();
			night.runToItsEnd();
			night.endedAsAQuietOne();
		}
	}

	/** MX has shown it, so that is an error; and its own, as others are answered. */
	@Test
	void a_member_that_is_gone_after_its_verify_is_reported_where_others_are_not() {
		try (HostileNight night = HostileNight.of(this.folder, Flavour.PLATFORM_20250224,
				List.of("MBR-fine.bank-chase-1", "MBR-fine-2", "MBR-fine-3"))) {
			night.with("verification.error.give-up-after", "3s").disturbed("calls=numbers how=404 bank=chase");

			assertThat(night.run().exit()).isZero();

			assertThat(night.night().ending("MBR-fine.bank-chase-1")).isEqualTo("API_ERROR");
			assertThat(night.night().ending("MBR-fine-2")).isEqualTo("VERIFIED");
		}
	}

	@Test
	void a_wall_before_the_answers_to_account_selections_is_nobodys_verdict() {
		List<String> members = IntStream.rangeClosed(1, 12).mapToObj((row) -> "MBR-selection-" + row).toList();
		try (HostileNight night = HostileNight.of(this.folder, Flavour.PLATFORM_20250224, members)) {
			night.with("verification.account-selection", "first").disturbed("calls=resume how=403");

			Night.Ended stopped = night.run();

			assertThat(stopped.exit()).as(stopped.toString()).isEqualTo(1);
			assertThat(stopped.err()).contains("403", "answers to account selections", "12 members").hasLineCount(1);
			night.reportedNobody();
			night.mx().calm();
			night.runToItsEnd();
			assertThat(members)
				.allSatisfy((guid) -> assertThat(night.night().ending(guid)).as(guid).isEqualTo("VERIFIED"));
			night.billedNobodyTwice();
		}
	}

	@Test
	void several_walls_in_one_night_are_nobodys_verdict() {
		try (HostileNight night = HostileNight.of(this.folder, Flavour.ATRIUM, HostileNight.people(80))) {
			night.disturbed("calls=verify how=403 after-calls=10 seconds=2",
					"calls=endpoints how=404 after-calls=250 seconds=2",
					"calls=numbers how=405 after-calls=10 seconds=2", "calls=status how=429 after-calls=60 seconds=2",
					"calls=member how=500 after-calls=90 seconds=2");

			night.runToItsEnd();

			night.endedAsAQuietOne();
			assertThat(night.mx().befallen()).allMatch((calls) -> calls > 0);
		}
	}

}
