package io.bulkverify.job;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of a verdict, by settings that change it and in the table beside the
 * files.
 */
@ExtendWith(OutputCaptureExtension.class)
@Isolated
class VerdictsNightTest {

	@TempDir
	Path folder;

	@Test
	void a_verdict_that_may_heal_is_verified_again_as_often_as_the_setting_says_and_no_other() {
		try (MxSimulator mx = mx(Flavour.PLATFORM_20250224)) {
			Night night = new Night(mx, Night.h2(this.folder), this.folder).with("verification.retry-failed", 1);

			Night.Ended ended = night.run(night
				.list(List.of("MBR-end.status-FAILED.then-CONNECTED-1", "MBR-end.status-DEGRADED.then-CONNECTED-1",
						"MBR-end.status-FAILED-1", "MBR-end.status-DENIED.then-CONNECTED-1")));

			assertThat(ended.exit()).as(ended.err()).isZero();
			assertEnding(night, "MBR-end.status-FAILED.then-CONNECTED-1", "VERIFIED", 2);
			assertEnding(night, "MBR-end.status-DEGRADED.then-CONNECTED-1", "VERIFIED", 2);
			assertEnding(night, "MBR-end.status-FAILED-1", "FAILED", 2);
			assertEnding(night, "MBR-end.status-DENIED.then-CONNECTED-1", "DENIED", 1);
			assertThat(night.reported("MBR-end.status-FAILED-1")).containsEntry("attempts", "2");
		}
	}

	@Test
	void a_status_named_by_the_command_or_the_row_does_not_save_the_call() {
		try (MxSimulator mx = mx(Flavour.PLATFORM_20250224)) {
			Night night = new Night(mx, Night.h2(this.folder), this.folder);
			Path list = night.write("members.csv", """
					user_guid,member_guid,verify_even
					USR-1,MBR-start.status-EXPIRED-1,
					USR-1,MBR-start.status-DENIED-1,denied
					USR-1,MBR-start.status-DENIED-2,
					USR-1,MBR-start.status-CHALLENGED-1,CHALLENGED
					""");

			night.run(list, "--verify-even", "EXPIRED,IMPEDED");

			assertEnding(night, "MBR-start.status-EXPIRED-1", "VERIFIED", 1);
			assertEnding(night, "MBR-start.status-DENIED-1", "VERIFIED", 1);
			assertEnding(night, "MBR-start.status-CHALLENGED-1", "VERIFIED", 1);
			assertEnding(night, "MBR-start.status-DENIED-2", "DENIED", 0);
			assertThat(night.reported("MBR-start.status-DENIED-2").get("next_step")).contains("--verify-even DENIED");
		}
	}

	@Test
	void a_word_never_seen_before_is_told_as_it_came() {
		try (MxSimulator mx = mx(Flavour.NEXUS)) {
			Night night = new Night(mx, Night.h2(this.folder), this.folder);

			night.run(night.list(List.of("MBR-start.status-SPELLBOUND-1", "MBR-end.status-connected_2-1")));

			assertEnding(night, "MBR-start.status-SPELLBOUND-1", "UNKNOWN_STATUS", 0);
			assertThat(night.reported("MBR-start.status-SPELLBOUND-1")).containsEntry("detail", "SPELLBOUND");
			assertEnding(night, "MBR-end.status-connected_2-1", "UNKNOWN_STATUS", 1);
			assertThat(night.reported("MBR-end.status-connected_2-1")).containsEntry("detail", "connected_2")
				.containsEntry("connection_status", "connected_2");
		}
	}

	@Test
	void leading_zeros_survive_in_the_table_too() throws SQLException {
		try (MxSimulator mx = mx(Flavour.PLATFORM_20111101)) {
			String database = Night.h2(this.folder);
			Night night = new Night(mx, database, this.folder);

			night.run(night.list(List.of("MBR-zeros-1", "MBR-canadian-1", "MBR-valid.is-false-1")));

			assertThat(numbersIn(database)).isEqualTo(numbersIn(night));
			assertThat(numbersIn(night).get("MBR-zeros-1")).startsWith("000").endsWith("/011000015//");
			assertThat(numbersIn(night).get("MBR-canadian-1")).containsPattern("^\\d{9}//003/0\\d{4}$");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "ATRIUM", "NEXUS" })
	void transactions_are_asked_for_in_the_body_where_the_setting_or_the_row_says_so(Flavour flavour) {
		try (MxSimulator mx = mx(flavour)) {
			Night night = new Night(mx, Night.h2(this.folder), this.folder).with("verification.include-transactions",
					true);

			night.run(night.write("members.csv", """
					user_guid,member_guid,include_transactions
					USR-1,MBR-fine-1,
					USR-1,MBR-fine-2,true
					USR-1,MBR-fine-3,false
					"""));

			assertThat(mx.ledger().withTransactions()).isEqualTo(2);
			assertThat(night.rows("account-numbers.csv")).hasSize(3);
		}
	}

	@Test
	void transactions_are_not_asked_for_where_the_api_has_no_such_thing_and_the_operator_is_told(
			CapturedOutput output) {
		try (MxSimulator mx = mx(Flavour.PLATFORM_20250224)) {
			Night night = new Night(mx, Night.h2(this.folder), this.folder);
			Path list = night.write("members.csv", """
					user_guid,member_guid,include_transactions
					USR-1,MBR-fine-1,
					USR-1,MBR-fine-2,true
					""");

			Night.Ended ended = night.run(list, "--include-transactions");

			assertThat(ended.exit()).isZero();
			assertThat(output).contains("MX's platform API has no include_transactions: the option is not sent")
				.contains("The list asks for include_transactions");
			assertThat(mx.ledger().undocumentedBodies()).isZero();
			assertThat(mx.ledger().withTransactions()).isZero();
		}
	}

	private static MxSimulator mx(Flavour flavour) {
		return MxSimulator.start(SimulatorSettings.builder().flavour(flavour).build());
	}

	private static void assertEnding(Night night, String guid, String ending, int paidFor) {
		assertThat(night.ending(guid)).as(() -> guid + ": " + night.reported(guid)).isEqualTo(ending);
		assertThat(night.mx().member(guid).accepted()).as("accepted verifies of " + guid).isEqualTo(paidFor);
	}

	private static Map<String, String> numbersIn(Night night) {
		Map<String, String> numbers = new TreeMap<>();
		night.rows("account-numbers.csv")
			.forEach((row) -> numbers.put(row.get("member_guid"), String.join("/", row.get("account_number"),
					row.get("routing_number"), row.get("institution_number"), row.get("transit_number"))));
		return numbers;
	}

	private static Map<String, String> numbersIn(String database) throws SQLException {
		Map<String, String> numbers = new TreeMap<>();
		try (Connection connection = DriverManager.getConnection(database, "sa", "");
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("""
						select member_guid, coalesce(account_number, '') || '/' || coalesce(routing_number, '') || '/'
						    || coalesce(institution_number, '') || '/' || coalesce(transit_number, '')
						from account_number
						""")) {
			while (rows.next()) {
				numbers.put(rows.getString(1), rows.getString(2));
			}
		}
		return numbers;
	}

}
