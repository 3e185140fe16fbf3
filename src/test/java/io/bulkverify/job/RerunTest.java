package io.bulkverify.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code rerun} takes up what a night left, and pays for nothing twice. */
class RerunTest {

	@TempDir
	Path folder;

	private MxSimulator mx;

	private Night night;

	@BeforeEach
	void start() {
		this.mx = MxSimulator.start(SimulatorSettings.defaults());
		this.night = new Night(this.mx, Night.h2(this.folder), this.folder);
	}

	@AfterEach
	void stop() {
		this.mx.close();
	}

	@Test
	void takes_the_members_whose_latest_outcome_is_an_exception_with_their_lines_and_columns() {
		this.night.run(this.night.list(List.of("MBR-fine-1", "MBR-end.status-FAILED.then-CONNECTED-1",
				"MBR-start.status-DENIED-1", "MBR-fine-2")));

		Night.Ended first = rerun("--run", "1");

		assertThat(first.exit()).as(first.toString()).isZero();
		assertThat(this.night.rows("account-numbers.csv")).singleElement()
			.satisfies((row) -> assertThat(row).containsEntry("member_guid", "MBR-end.status-FAILED.then-CONNECTED-1")
				.containsEntry("customer_id", "C-1"));
		assertThat(this.night.rows("exceptions.csv")).singleElement()
			.satisfies((row) -> assertThat(row).containsEntry("line", "4")
				.containsEntry("reason", "DENIED")
				.containsEntry("customer_id", "C-2"));

		Night.Ended second = rerun("--run", "1");

		assertThat(second.out()).contains("Run 3 ").containsPattern("members +1\\b");
		assertThat(members("exceptions.csv")).containsExactly("MBR-start.status-DENIED-1");
		assertThat(this.mx.member("MBR-fine-1").verifyCalls()).isOne();
	}

	@Test
	void is_narrowed_by_reason_and_category_both() {
		this.night.run(this.night
			.list(List.of("MBR-start.status-DENIED-1", "MBR-start.status-LOCKED-1", "MBR-start.status-CLOSED-1")));

		rerun("--run", "1", "--category", "NEEDS_END_USER");
		assertThat(members("exceptions.csv")).containsExactly("MBR-start.status-DENIED-1", "MBR-start.status-LOCKED-1");

		rerun("--run", "1", "--category", "NEEDS_END_USER", "--reason", "LOCKED,CLOSED");
		assertThat(members("exceptions.csv")).containsExactly("MBR-start.status-LOCKED-1");
	}

	@Test
	void without_members_is_a_quiet_night() {
		this.night.run(this.night.list(List.of("MBR-fine-1")));

		Night.Ended ended = rerun("--run", "1");

		assertThat(ended.exit()).isZero();
		assertThat(this.night.rows("exceptions.csv")).isEmpty();
		assertThat(this.night.rows("account-numbers.csv")).isEmpty();
	}

	@Test
	void takes_a_verdict_that_came_late_without_paying_again() {
		String slow = "MBR-fine.ms-6000-1";
		this.night.with("verification.poll.give-up-after", "1s");
		this.night.run(this.night.list(List.of(slow)));
		assertThat(this.night.rows("exceptions.csv")).extracting((row) -> row.get("reason"))
			.containsExactly("POLL_TIMEOUT");

		this.night.with("verification.poll.give-up-after", "20s");
		Night.Ended ended = rerun("--run", "1");

		assertThat(ended.exit()).isZero();
		assertThat(members("account-numbers.csv")).containsExactly(slow);
		assertThat(this.mx.member(slow).verifyCalls()).isOne();
		assertThat(ended.out()).containsPattern("Verify calls +0\\b");
	}

	@Test
	void goes_on_with_an_unfinished_identical_rerun_and_begins_another_for_other_filters() {
		String slow = "MBR-end.status-FAILED.then-CONNECTED.ms-4000-1";
		this.night.run(this.night.list(List.of(slow, "MBR-start.status-DENIED-1")));
		Background rerun = Background.of(() -> rerun("--run", "1"));
		Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> this.mx.member(slow).accepted() == 2);
		assertThat(this.night.type("stop", "--run", "2").out()).contains("Run 2 has stopped");
		assertThat(rerun.ended().exit()).isEqualTo(5);

		assertThat(rerun("--run", "1", "--reason", "DENIED").out()).startsWith("Run 3 ");
		Night.Ended ended = rerun("--run", "1");

		assertThat(ended.out()).startsWith("Run 2 ");
		assertThat(members("account-numbers.csv")).containsExactly(slow);
		assertThat(this.mx.member(slow).accepted()).isEqualTo(2);
	}

	private Night.Ended rerun(String... options) {
		String[] command = new String[options.length + 4];
		command[0] = "rerun";
		System.arraycopy(options, 0, command, 1, options.length);
		command[options.length + 1] = "--output";
		command[options.length + 2] = this.night.output().toString();
		command[options.length + 3] = "--replace";
		return this.night.type(command);
	}

	private List<String> members(String file) {
		return this.night.rows(file).stream().map((Map<String, String> row) -> row.get("member_guid")).toList();
	}

}
