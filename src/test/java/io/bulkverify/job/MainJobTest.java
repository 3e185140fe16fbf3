package io.bulkverify.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.bulkverify.simulator.Call;
import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LONG;

/**
 * The main job as an operator meets it, on the embedded database, against MX over HTTP.
 */
class MainJobTest {

	@TempDir
	Path folder;

	private MxSimulator mx;

	private Night night;

	@BeforeEach
	void start() {
		this.mx = MxSimulator.start(SimulatorSettings.builder().flavour(Flavour.ATRIUM).build());
		this.night = new Night(this.mx, Night.h2(this.folder), this.folder);
	}

	@AfterEach
	void end() {
		this.mx.close();
	}

	@Test
	void a_wrong_key_stops_the_run_at_once_and_reports_nobody() {
		this.night.with("mx.api-key", "wrong");

		Night.Ended ended = this.night.run(this.night.list(fine(60)));

		assertThat(ended.exit()).isEqualTo(1);
		assertThat(ended.err()).contains("401").contains("0 of 60 members").hasLineCount(1);
		assertThat(this.night.output().resolve("summary.json")).doesNotExist();

		this.night.with("mx.api-key", this.mx.settings().apiKey());
		assertThat(this.night.run(this.night.list(fine(60))).exit()).as("the same command, with the right key")
			.isZero();
		assertThat(this.night.rows("account-numbers.csv")).hasSize(60);
	}

	@Test
	void a_wrong_address_answers_404_to_everything_and_reports_nobody() {
		List<String> nobody = IntStream.range(0, 80).mapToObj((i) -> "MBR-gone-" + i).toList();

		Night.Ended ended = this.night.run(this.night.list(nobody));

		assertThat(ended.exit()).isEqualTo(1);
		assertThat(ended.err()).contains("MEMBER_NOT_FOUND").contains("0 of 80 members");
	}

	@Test
	void a_short_list_of_members_that_are_gone_is_reported() {
		Night.Ended ended = this.night.run(this.night.list(List.of("MBR-gone-1", "MBR-gone-2")));

		assertThat(ended.exit()).as(ended.err()).isZero();
		assertThat(this.night.rows("exceptions.csv")).extracting((row) -> row.get("reason"))
			.containsExactly("MEMBER_NOT_FOUND", "MEMBER_NOT_FOUND");
	}

	@Test
	void spring_batch_s_own_tables_count_members() throws SQLException {
		this.night.run(this.night.list(List.of("MBR-fine-1", "MBR-fine-2", "MBR-start.status-LOCKED-3",
				"MBR-busy.for-2000-4", "MBR-nonumbers-5")));

		Map<String, List<Long>> steps = steps();
		assertThat(steps.get("importMembers")).as("rows of the list").startsWith(5L, 5L);
		assertThat(steps.get("triggerVerifications")).as("read, and left to be polled or reported").startsWith(5L, 5L);
		assertThat(steps.get("pollVerifications")).startsWith(4L, 4L);
		assertThat(steps.get("collectAccountNumbers")).startsWith(4L, 4L);
		assertThat(steps.get("triggerVerifications")).as("put back for later").element(2, LONG).isPositive();
		assertThat(steps.get("writeAccountNumbers")).startsWith(3L, 3L);
		assertThat(steps.get("writeExceptions")).startsWith(2L, 2L);
	}

	private Map<String, List<Long>> steps() throws SQLException {
		Map<String, List<Long>> steps = new HashMap<>();
		try (Connection connection = DriverManager.getConnection(Night.h2(this.folder), "sa", "");
				ResultSet rows = connection.createStatement()
					.executeQuery(
							"select step_name, read_count, write_count, filter_count from batch_step_execution")) {
			while (rows.next()) {
				steps.put(rows.getString(1), List.of(rows.getLong(2), rows.getLong(3), rows.getLong(4)));
			}
		}
		return steps;
	}

	@Test
	void a_member_that_waits_for_another_job_holds_nobody_up() {
		List<String> members = List.of("MBR-busy.for-6000-1", "MBR-fine-2", "MBR-fine-3");

		assertThat(this.night.run(this.night.list(members)).exit()).isZero();

		assertThat(this.mx.member("MBR-busy.for-6000-1").conflicts()).as("409s").isBetween(1, 2);
		assertThat(this.mx.member("MBR-busy.for-6000-1").accepted()).isEqualTo(1);
		assertThat(this.night.rows("account-numbers.csv")).hasSize(3);
	}

	@Test
	void a_member_in_a_named_status_is_verified_all_the_same() {
		List<String> members = List.of("MBR-start.status-EXPIRED-1", "MBR-start.status-LOCKED-2");

		this.night.run(this.night.list(members), "--verify-even", "EXPIRED");

		assertThat(this.mx.member(members.get(0)).accepted()).isEqualTo(1);
		assertThat(this.mx.member(members.get(1)).verifyCalls()).isZero();
	}

	@Test
	void more_exceptions_than_allowed_exit_with_3_and_so_does_the_same_command_again() {
		this.night.with("verification.fail-above", "40");
		Path list = this.night.list(List.of("MBR-fine-1", "MBR-start.status-LOCKED-2"));

		assertThat(this.night.run(list).exit()).isEqualTo(3);
		assertThat(this.night.run(list).exit()).isEqualTo(3);
		assertThat(this.night.rows("account-numbers.csv")).hasSize(1);
	}

	@Test
	void rejected_rows_count_among_the_rows_without_numbers_and_all_rows_are_the_whole() {
		Path list = this.night.write("members.csv", """
				user_guid,member_guid
				USR-1,MBR-fine-1
				USR-2,MBR-fine-2
				USR-3,MBR-start.status-LOCKED-3
				USR-4,
				USR-5,MBR-fine-1
				""");

		assertThat(this.night.with("verification.fail-above", "60").run(list).exit()).isZero();
		assertThat(this.night.with("verification.fail-above", "59.9").run(list, "--again", "--replace").exit())
			.isEqualTo(3);
	}

	@Test
	void a_header_without_rows_is_a_quiet_night() {
		Night.Ended ended = this.night.run(this.night.list(List.of()));

		assertThat(ended.exit()).as(ended.err()).isZero();
		assertThat(this.night.rows("account-numbers.csv")).isEmpty();
		assertThat(this.mx.ledger().calls()).isZero();
	}

	@Test
	void bad_rows_are_kept_with_their_line_and_reason() {
		Path list = this.night.write("members.csv", """
				member_guid,user_guid,customer_id
				MBR-fine-1,USR-1,C-1
				MBR-fine-1,USR-1,C-1
				,USR-2,C-2
				MBR/../x,USR-3,C-3
				MBR-fine-5,USR-5
				""");

		assertThat(this.night.run(list).exit()).isZero();

		assertThat(this.night.rows("rejected-rows.csv")).extracting((row) -> row.get("line"))
			.containsExactly("3", "4", "5", "6");
		assertThat(this.night.rows("rejected-rows.csv").getFirst().get("reason")).contains("line 2");
		assertThat(this.night.rows("account-numbers.csv")).singleElement()
			.satisfies((row) -> assertThat(row).containsEntry("customer_id", "C-1"));
	}

	@Test
	void another_run_s_files_are_not_replaced_unasked() throws Exception {
		this.night.run(this.night.list(List.of("MBR-fine-1")));
		String before = Files.readString(this.night.output().resolve("summary.json"));
		Path other = this.night.list(List.of("MBR-fine-2"));

		Night.Ended refused = this.night.run(other);

		assertThat(refused.exit()).isEqualTo(2);
		assertThat(refused.err()).contains("--replace").hasLineCount(1);
		assertThat(this.night.output().resolve("summary.json")).hasContent(before);
		assertThat(this.mx.member("MBR-fine-2").verifyCalls()).isZero();
		assertThat(this.night.run(other, "--replace").exit()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/dev/null/out", "/proc/self/out", "/proc/self" })
	void an_output_folder_that_cannot_be_is_refused_in_one_line_before_any_call(String folder) {
		assumeThat(Path.of("/proc/self")).exists();
		Path list = this.night.list(List.of("MBR-fine-1"));

		Night.Ended refused = this.night.type("run", "--input", list.toString(), "--output", folder);

		assertThat(refused.exit()).as(refused.toString()).isEqualTo(2);
		assertThat(refused.err()).contains("Cannot write " + folder, "mend that first")
			.doesNotContain("Exception")
			.hasLineCount(1);
		assertThat(this.mx.ledger().calls()).isZero();
	}

	@Test
	void a_disk_that_refuses_fails_the_run_in_one_line_and_the_same_command_goes_on() throws Exception {
		Path list = this.night.list(List.of("MBR-fine-1"));
		Path inTheWay = Files.createDirectories(this.night.output().resolve("account-numbers.csv/a folder"));

		Night.Ended refused = this.night.run(list);

		assertThat(refused.exit()).isEqualTo(1);
		assertThat(refused.err()).contains("Cannot write", "Run the same command again to go on")
			.doesNotContain("\tat ");
		Files.delete(inTheWay);
		Files.delete(this.night.output().resolve("account-numbers.csv"));
		assertThat(this.night.run(list).exit()).isZero();
		assertThat(this.mx.ledger().calls(Call.VERIFY)).isEqualTo(1);
	}

	@Test
	void a_list_is_verified_once_more_only_when_asked() {
		Path list = this.night.list(fine(3));
		this.night.run(list);
		long calls = this.mx.ledger().calls();

		assertThat(this.night.run(list).out()).contains("No call was made");
		assertThat(this.mx.ledger().calls()).isEqualTo(calls);

		assertThat(this.night.run(list, "--again", "--replace").exit()).isZero();
		assertThat(this.mx.ledger().calls(Call.VERIFY)).isEqualTo(6);
	}

	@Test
	void transactions_are_gathered_when_asked_for() {
		this.night.run(this.night.list(fine(2)), "--include-transactions");

		assertThat(this.mx.ledger().withTransactions()).isEqualTo(2);
	}

	private static List<String> fine(int members) {
		return IntStream.range(0, members).mapToObj((i) -> "MBR-fine-" + i).toList();
	}

}
