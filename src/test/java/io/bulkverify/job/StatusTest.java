package io.bulkverify.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.bulkverify.simulator.Call;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import io.bulkverify.simulator.Story;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code status} shows what was and what is, to people and to scripts. */
class StatusTest {

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
	void says_so_where_there_is_nothing() {
		assertThat(this.night.type("status").out()).contains("Nothing is running.").contains("There are no runs yet.");
	}

	@Test
	void shows_what_is_under_way_by_stage_with_its_holder_and_pace() {
		Path list = this.night.list(List.of("MBR-fine.ms-6000-1", "MBR-start.status-DENIED-1"));
		Background run = Background.of(() -> this.night.run(list));
		Awaitility.await().atMost(Duration.ofSeconds(40)).until(() -> this.mx.ledger().calls(Call.READ_STATUS) > 1);

		Night.Ended people = this.night.type("status");
		JsonNode scripts = json("status", "--json");

		assertThat(people.exit()).isZero();
		assertThat(people.out()).contains("Run 1 is under way: process ")
			.containsPattern("VERIFYING +1\n")
			.containsPattern("REPORTED +1\n")
			.contains("members a second")
			.contains("expected end");
		assertThat(scripts.path("lease").path("run_id").asInt()).isOne();
		assertThat(scripts.path("lease").path("alive").asBoolean()).isTrue();
		JsonNode first = scripts.path("runs").path(0);
		assertThat(first.path("open").asInt()).isOne();
		assertThat(first.path("stages").path("VERIFYING").asInt()).isOne();
		assertThat(first.path("under_way").has("expected_end")).isTrue();
		run.ended();
	}

	@Test
	void shows_runs_newest_first_and_one_with_its_reasons() {
		Path list = this.night.list(List.of("MBR-start.status-DENIED-1", "MBR-start.status-LOCKED-1"));
		this.night.run(list);
		this.night.run(list, "--again", "--replace");

		JsonNode all = json("status", "--json");
		assertThat(all.path("lease").isNull()).isTrue();
		assertThat(all.path("runs").findValuesAsString("run_id")).containsExactly("2", "1");
		assertThat(json("status", "--json", "--last", "1").path("runs").size()).isOne();

		assertThat(this.night.type("status", "--run", "1").out()).containsPattern("DENIED +1\n")
			.containsPattern("LOCKED +1\n")
			.contains("exit code 0");
	}

	@Test
	void compares_a_run_with_an_earlier_one() {
		Path list = this.night.list(List.of("MBR-a", "MBR-b", "MBR-c", "MBR-d"));
		this.mx.tell("MBR-b", Story.builder().name("locked").start("LOCKED").build());
		this.night.run(list);
		this.mx.tell("MBR-a", Story.builder().name("locked").start("LOCKED").build());
		this.mx.tell("MBR-b", Story.builder().name("fine").build());
		this.mx.tell("MBR-c", Story.builder().name("fine").look(Story.Look.LEADING_ZEROS).build());
		this.night.run(list, "--again", "--replace");

		Night.Ended people = this.night.type("status", "--run", "2", "--against", "1");
		JsonNode scripts = json("status", "--run", "2", "--against", "1", "--json");

		assertThat(people.out()).containsPattern("newly verified +1\n")
			.containsPattern("newly failing +1\n")
			.containsPattern("changed account numbers +1\n");
		assertThat(scripts.path("changed_numbers").asInt()).isOne();
		this.mx.accountNumbers("MBR-c")
			.forEach((number) -> assertThat(people.out()).doesNotContain(number.accountNumber()));
	}

	private JsonNode json(String... command) {
		return JsonMapper.shared().readTree(this.night.type(command).out());
	}

}
