package io.bulkverify.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.bulkverify.simulator.Catalogue;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code report} writes the files of a run again, and those of a night with its reruns.
 */
class ReportTest {

	private static final List<String> FILES = List.of("account-numbers.csv", "exceptions.csv", "rejected-rows.csv",
			"summary.json");

	@TempDir
	Path folder;

	@Test
	void the_files_are_the_same_to_the_byte_on_h2() throws IOException {
		assertSameFiles(Night.h2(this.folder));
	}

	@Test
	void the_files_are_the_same_to_the_byte_on_postgresql() throws IOException {
		try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
			assertSameFiles(server.getJdbcUrl("postgres", "postgres"));
		}
	}

	private void assertSameFiles(String database) throws IOException {
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.defaults())) {
			Night night = new Night(mx, database, this.folder);
			StringBuilder csv = new StringBuilder("z last,member_guid,user_guid,\"a, first\"\n");
			for (String guid : quick()) {
				csv.append("=1+1,").append(guid).append(",USR-1,\"two\nlines\"\n");
			}
			csv.append("x,MBR-fine-1,USR-1,again\n,,,\nx,bad guid,USR-1,\n");
			Path list = night.write("odd.csv", csv.toString());
			assertThat(night.run(list).exit()).isZero();

			Night.Ended report = night.type("report", "--run", "1", "--output", again().toString());

			assertThat(report.exit()).as(report.toString()).isZero();
			for (String file : FILES) {
				assertThat(again().resolve(file)).hasSameBinaryContentAs(night.output().resolve(file));
			}
			assertThat(Files.readString(again().resolve("account-numbers.csv")))
				.contains("warning,z last,\"a, first\"");
		}
	}

	private static List<String> quick() {
		return Catalogue.members(120)
			.stream()
			.filter((guid) -> !guid.matches("MBR-(never|busy|joined|stale|flaky|lost|late|selection|mfa|leftover).*"))
			.toList();
	}

	@Test
	void a_night_and_its_reruns_are_one_set_whose_totals_tie() throws IOException {
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.defaults())) {
			Night night = new Night(mx, Night.h2(this.folder), this.folder);
			List<String> members = new ArrayList<>(List.of("MBR-fine-1", "MBR-start.status-DENIED-1"));
			members.add("MBR-end.status-FAILED.then-CONNECTED-1");
			night.run(night.list(members));
			night.type("rerun", "--run", "1", "--output", this.folder.resolve("rerun").toString());

			Night.Ended report = night.type("report", "--run", "1", "--with-reruns", "--output",
					night.output().toString());

			assertThat(report.exit()).as(report.toString()).isZero();
			assertThat(report.out()).contains("run 1 and its 1 rerun into");
			assertThat(night.rows("account-numbers.csv"))
				.extracting((Map<String, String> row) -> row.get("member_guid"))
				.containsExactly("MBR-fine-1", "MBR-end.status-FAILED.then-CONNECTED-1");
			assertThat(night.rows("exceptions.csv")).extracting((Map<String, String> row) -> row.get("reason"))
				.containsExactly("DENIED");
			JsonNode summary = JsonMapper.shared().readTree(night.output().resolve("summary.json"));
			assertThat(summary.path("run_id").asString()).isEqualTo("1");
			assertThat(summary.path("ties").asBoolean()).isTrue();
			assertThat(summary.path("input").path("members").asInt()).isEqualTo(3);
			assertThat(summary.path("verified").asInt()).isEqualTo(2);
			assertThat(summary.path("exceptions").path("total").asInt()).isOne();
			assertThat(summary.path("billed_verifications").asInt()).isEqualTo(3);
		}
	}

	@Test
	void another_runs_files_are_replaced_only_if_the_operator_says_so() {
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.defaults())) {
			Night night = new Night(mx, Night.h2(this.folder), this.folder);
			Path list = night.list(List.of("MBR-start.status-DENIED-1"));
			night.run(list);
			night.type("run", "--input", list.toString(), "--again", "--output", again().toString());

			Night.Ended refused = night.type("report", "--run", "1", "--output", again().toString());

			assertThat(refused.exit()).isEqualTo(2);
			assertThat(refused.err()).contains("holds the files of run 2").contains("--replace").hasLineCount(1);
			assertThat(night.type("report", "--run", "1", "--output", again().toString(), "--replace").exit()).isZero();
		}
	}

	private Path again() {
		return this.folder.resolve("again");
	}

}
