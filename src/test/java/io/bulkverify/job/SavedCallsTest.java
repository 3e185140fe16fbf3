package io.bulkverify.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.bulkverify.simulator.Call;
import io.bulkverify.simulator.MemberReport;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import io.bulkverify.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Verifies that are not made: fresh numbers, numbers that MX has already, a limit. */
class SavedCallsTest {

	@TempDir
	Path folder;

	private MxSimulator mx;

	@BeforeEach
	void start() {
		this.mx = MxSimulator.start(SimulatorSettings.builder().build());
	}

	@AfterEach
	void stop() {
		this.mx.close();
	}

	@ParameterizedTest
	@EnumSource
	void members_verified_lately_are_exported_without_any_call(TestDatabase kind) {
		Night night = new Night(this.mx, kind.newUrl(), this.folder);
		Path list = night.list(List.of("MBR-fine-1", "MBR-fine-2", "MBR-start.status-DENIED-3"));
		assertThat(night.run(list).exit()).isZero();
		List<Map<String, String>> yesterdays = night.rows("account-numbers.csv");
		MemberReport seenYesterday = this.mx.member("MBR-fine-2");
		long verifies = this.mx.ledger().calls(Call.VERIFY);

		Path longer = night.list(List.of("MBR-fine-4", "MBR-fine-2", "MBR-start.status-DENIED-3"));
		night.with("verification.fresh-for", "1h");
		Night.Ended ended = night.run(longer, "--replace");

		assertThat(ended.exit()).as(ended.toString()).isZero();
		assertThat(this.mx.member("MBR-fine-2")).isEqualTo(seenYesterday);
		assertThat(this.mx.ledger().calls(Call.VERIFY)).isEqualTo(verifies + 1);
		List<Map<String, String>> rows = night.rows("account-numbers.csv");
		assertThat(rows).extracting((row) -> row.get("member_guid")).containsExactly("MBR-fine-4", "MBR-fine-2");
		Map<String, String> before = yesterdays.stream()
			.filter((row) -> "MBR-fine-2".equals(row.get("member_guid")))
			.findFirst()
			.orElseThrow();
		assertThat(rows.getLast()).containsEntry("account_number", before.get("account_number"))
			.containsEntry("account_guid", before.get("account_guid"))
			.containsEntry("institution_code", before.get("institution_code"))
			.containsEntry("verified_at", before.get("verified_at"))
			.containsEntry("customer_id", "C-1");
		assertThat(night.rows("exceptions.csv")).hasSize(1);
	}

	@Test
	void members_whose_numbers_mx_has_already_are_not_verified_where_numbers_come_first() {
		Night night = new Night(this.mx, Night.h2(this.folder), this.folder).with("verification.numbers-first", true);

		Night.Ended ended = night.run(night.list(List.of("MBR-known-1", "MBR-fine-2")));

		assertThat(ended.exit()).as(ended.toString()).isZero();
		assertThat(this.mx.member("MBR-known-1").verifyCalls()).isZero();
		assertThat(this.mx.member("MBR-fine-2").accepted()).isOne();
		assertThat(night.rows("account-numbers.csv")).extracting((row) -> row.get("member_guid"))
			.containsExactly("MBR-known-1", "MBR-fine-2");
	}

	@ParameterizedTest
	@EnumSource
	void a_list_that_needs_too_many_verifies_is_refused_before_any_call_until_the_limit_is_raised(TestDatabase kind) {
		Night night = new Night(this.mx, kind.newUrl(), this.folder);
		assertThat(night.run(night.list(List.of("MBR-fine-1"))).exit()).isZero();
		long calls = this.mx.ledger().calls();
		Path list = night.list(List.of("MBR-fine-1", "MBR-fine-2", "MBR-fine-3"));
		night.with("verification.max-verify-calls", 1).with("verification.fresh-for", "1h");

		for (int start = 0; start < 2; start++) {
			Night.Ended refused = night.run(list, "--replace");
			assertThat(refused.exit()).as(refused.toString()).isEqualTo(2);
			assertThat(refused.err().strip()).hasLineCount(1)
				.contains("up to 2 verify calls", "verification.max-verify-calls is 1");
		}
		assertThat(this.mx.ledger().calls()).isEqualTo(calls);

		Night.Ended ended = night.with("verification.max-verify-calls", 2).run(list, "--replace");

		assertThat(ended.exit()).as(ended.toString()).isZero();
		assertThat(ended.out()).as("refused runs are none").startsWith("Run ").contains("FINISHED");
		assertThat(night.rows("account-numbers.csv")).hasSize(3);
		assertThat(this.mx.members()).allSatisfy((member) -> assertThat(member.accepted()).isOne());
	}

}
