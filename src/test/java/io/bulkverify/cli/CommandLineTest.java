package io.bulkverify.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Stream;

import io.bulkverify.job.Night;
import io.bulkverify.job.UsageException;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What an operator types wrongly costs one line, and the help says how it is right. */
class CommandLineTest {

	private record Ended(int exit, String out, String err) {
	}

	private static Ended type(String... command) {
		StringWriter out = new StringWriter();
		StringWriter err = new StringWriter();
		int exit = BulkVerify.execute((settings) -> {
			throw new AssertionError("started for nothing");
		}, new PrintWriter(out), new PrintWriter(err), command);
		return new Ended(exit, out.toString(), err.toString());
	}

	@ParameterizedTest
	@ValueSource(strings = { "run", "rerun", "check", "status", "report", "stop", "purge" })
	void every_command_has_help_with_examples(String command) {
		Ended help = type(command, "--help");

		assertThat(help.exit()).isZero();
		assertThat(help.out()).contains("Usage: bulk-member-verification " + command)
			.contains("Examples:\n  " + command)
			.contains("--version");
		assertThat(type().out()).containsPattern("(?m)^  " + command + " ");
	}

	@ParameterizedTest
	@MethodSource("mistakes")
	void a_mistake_costs_one_line_that_says_what_is_wrong(String command, String said) {
		Ended ended = type(command.split(" "));

		assertThat(ended.exit()).isEqualTo(2);
		assertThat(ended.err()).contains(said).contains("--help").hasLineCount(1);
		assertThat(ended.out()).isEmpty();
	}

	static Stream<Object[]> mistakes() {
		return Stream.of(new Object[] { "rerun", "--run" }, new Object[] { "rerun --run seven", "seven" },
				new Object[] { "rerun --run 7 --reason DENYED", "DENYED" },
				new Object[] { "rerun --run 7 --category LATER", "LATER" },
				new Object[] { "run --input a.csv --until 25:00", "'25:00' is not a time of day such as 06:00" },
				new Object[] { "run --input a.csv --date tomorrow", "'tomorrow' is not a date such as 2026-11-20" },
				new Object[] { "run --input a.csv --input-query x", "mutually exclusive" },
				new Object[] { "report --run 7", "--output" },
				new Object[] { "stop --close", "--close needs --run ID" },
				new Object[] { "stop --output x", "belong to stop --run ID --close" },
				new Object[] { "status --against 7", "--against needs --run ID" },
				new Object[] { "status --last 0", "--last must be at least 1" },
				new Object[] { "purge", "--older-than" },
				new Object[] { "purge --older-than 400", "say for example 400d" },
				new Object[] { "purge --older-than -3d", "say for example 400d" }, new Object[] { "verify", "verify" },
				new Object[] { "statsu", "'statsu'; did you mean status?" },
				new Object[] { "run --inptu a.csv", "did you mean --input" });
	}

	@Test
	void words_may_be_written_in_any_case() {
		StringWriter err = new StringWriter();
		BulkVerify.execute((settings) -> {
			throw new UsageException("understood");
		}, new PrintWriter(new StringWriter()), new PrintWriter(err), "rerun", "--run", "7", "--reason",
				"denied,Poll_Timeout", "--category", "retry_later", "--verify-even", "expired");

		assertThat(err.toString().strip()).isEqualTo("understood");
	}

	@Test
	void the_version_names_the_commit_where_the_build_knew_it() {
		Properties git = new Properties();
		assertThat(Version.commit(git)).isEmpty();

		git.setProperty("git.commit.id.abbrev", "c0ffee1");
		git.setProperty("git.commit.time", "2026-11-20T18:00:00Z");
		git.setProperty("git.dirty", "false");
		assertThat(Version.commit(git)).isEqualTo(" (commit c0ffee1 of 2026-11-20T18:00:00Z)");

		git.setProperty("git.dirty", "true");
		assertThat(Version.commit(git)).contains("with changes");
		assertThat(type("--version").out()).startsWith("bulk-member-verification ");
	}

	@Test
	void shells_complete_commands_and_options() {
		Ended completion = type("generate-completion");

		assertThat(completion.exit()).isZero();
		assertThat(completion.out()).contains("complete").contains("rerun").contains("--verify-even");
	}

	@Test
	void a_run_that_is_not_there_costs_one_line(@TempDir Path folder) {
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.defaults())) {
			Night night = new Night(mx, Night.h2(folder), folder);
			String nowhere = folder.resolve("nowhere").toString();
			for (String command : new String[] { "rerun --run 7", "status --run 7",
					"report --run 7 --output " + nowhere, "stop --run 7", "stop --run 7 --close",
					"status --run 7 --against 8" }) {
				Night.Ended ended = night.type(command.split(" "));

				assertThat(ended.exit()).as(command).isEqualTo(2);
				assertThat(ended.err()).as(command)
					.isEqualToIgnoringNewLines("There is no run 7; the status command lists the runs.");
			}
			assertThat(Path.of(nowhere)).doesNotExist();
		}
	}

	@Test
	void a_run_that_is_not_finished_has_no_files_and_no_reruns_yet(@TempDir Path folder) {
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.defaults())) {
			Night night = new Night(mx, Night.h2(folder), folder).with("mx.api-key", "wrong");
			night.run(night.write("list.csv", "user_guid,member_guid\nUSR-1,MBR-1\n"));

			Night.Ended rerun = night.type("rerun", "--run", "1");
			Night.Ended report = night.type("report", "--run", "1", "--output", folder.resolve("x").toString());

			assertThat(rerun.exit()).isEqualTo(2);
			assertThat(rerun.err()).contains("Run 1 is not finished").contains("stop --run 1 --close").hasLineCount(1);
			assertThat(report.exit()).isEqualTo(2);
			assertThat(report.err()).isEqualTo(rerun.err());
		}
	}

}
