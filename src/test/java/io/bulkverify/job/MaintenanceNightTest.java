package io.bulkverify.job;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.bulkverify.simulator.Call;
import io.bulkverify.simulator.Flavour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What a bank's own record and its maintenance cost: no verify (src/docs/mx.md §1.7). */
class MaintenanceNightTest {

	private static final List<String> MAINTAINED = customers("chase", 20);

	private static final List<String> OTHERS = customers("usbank", 20);

	@TempDir
	Path folder;

	@Test
	void a_bank_in_maintenance_is_asked_seldom_and_its_members_may_be_tried_again() {
		try (HostileNight night = night()) {
			night.with("mx.limits.writes-per-second", 8).disturbed("calls=verify how=maintenance bank=chase");

			assertThat(night.run().exit()).isZero();

			assertThat(OTHERS).allSatisfy((guid) -> assertThat(night.night().ending(guid)).isEqualTo("VERIFIED"));
			assertThat(MAINTAINED).allSatisfy((guid) -> assertThat(night.night().reported(guid))
				.containsEntry("reason", "INSTITUTION_UNAVAILABLE")
				.containsEntry("category", "RETRY_LATER"));
			assertThat(night.mx().ledger().calls(Call.VERIFY, "maintenance"))
				.as("what was on its way when the first no came, and one that tried")
				.isBetween(1L, 11L);
			night.mx().calm();
			Night.Ended rerun = night.night()
				.type("rerun", "--run", "1", "--output", night.night().output().toString(), "--replace");
			assertThat(rerun.exit()).as(rerun.toString()).isZero();
			assertThat(MAINTAINED).allSatisfy((guid) -> assertThat(night.night().ending(guid)).isEqualTo("VERIFIED"));
			night.billedNobodyTwice();
		}
	}

	@Test
	void unclear_refusals_of_single_members_never_condemn_their_bank() {
		try (HostileNight night = night()) {
			night.disturbed("calls=verify how=400 bank=chase times=3");

			night.runToItsEnd();

			assertThat(night.members()).filteredOn((guid) -> night.night().ending(guid).startsWith("INSTITUTION_"))
				.isEmpty();
			assertThat(OTHERS).allSatisfy((guid) -> assertThat(night.night().ending(guid)).isEqualTo("VERIFIED"));
			night.billedNobodyTwice();
		}
	}

	/** Each would wait for the other to end first. */
	@Test
	@Timeout(120)
	void whoever_waits_for_a_bank_keeps_no_refused_member_waiting() {
		List<String> members = List.of("MBR-fine-1", "MBR-unsupported.type-maintenance-1", "MBR-refused.code-405-1",
				"MBR-gone.on-verify-1");
		try (HostileNight night = HostileNight.of(this.folder, Flavour.ATRIUM, members)) {
			assertThat(night.run().exit()).isZero();

			night.endedAsAQuietOne();
		}
	}

	/** There is nobody else who could witness for the one that is gone. */
	@Test
	@Timeout(120)
	void whoever_waits_for_a_bank_witnesses_for_others() {
		List<String> members = List.of("MBR-unsupported.type-maintenance-1", "MBR-gone-1");
		try (HostileNight night = HostileNight.of(this.folder, Flavour.ATRIUM, members)) {
			assertThat(night.run().exit()).isZero();

			night.endedAsAQuietOne();
		}
	}

	@Test
	void a_bank_that_cannot_verify_costs_no_verify_and_few_reads() {
		List<String> members = IntStream.rangeClosed(1, 30)
			.mapToObj((row) -> "MBR-" + List.of("record.says-unable", "record.says-disabled", "fine").get(row % 3) + "-"
					+ row)
			.toList();
		try (HostileNight night = HostileNight.of(this.folder, Flavour.PLATFORM_20250224, members)) {
			assertThat(night.run().exit()).isZero();

			night.endedAsAQuietOne();
			assertThat(night.mx().ledger().calls(Call.VERIFY)).isEqualTo(10);
			assertThat(night.mx().ledger().calls(Call.INSTITUTIONS)).as("one a bank, two where it says no")
				.isBetween(3L, 9L);
		}
	}

	private HostileNight night() {
		return HostileNight.of(this.folder, Flavour.PLATFORM_20250224,
				Stream.concat(MAINTAINED.stream(), OTHERS.stream()).toList());
	}

	private static List<String> customers(String bank, int count) {
		return IntStream.rangeClosed(1, count).mapToObj((row) -> "MBR-fine.bank-" + bank + "-" + row).toList();
	}

}
