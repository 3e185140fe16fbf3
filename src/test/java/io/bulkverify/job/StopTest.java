package io.bulkverify.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.bulkverify.simulator.Call;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** {@code stop} ends a run for now, {@code stop --close} for good; nobody is lost. */
class StopTest {

	private static final List<String> MEMBERS = List.of("MBR-fine.ms-5000-1", "MBR-fine.ms-5000-2",
			"MBR-start.status-DENIED-1");

	@TempDir
	Path folder;

	private MxSimulator mx;

	private Night night;

	private Path list;

	@BeforeEach
	void start() {
		this.mx = MxSimulator.start(SimulatorSettings.defaults());
		this.night = new Night(this.mx, Night.h2(this.folder), this.folder);
		this.list = this.night.list(MEMBERS);
	}

	@AfterEach
	void stop() {
		this.mx.close();
	}

	@Test
	void a_run_that_was_stopped_is_gone_on_with_and_nobody_is_paid_for_twice() {
		Background run = underWay();

		Night.Ended stop = this.night.type("stop");

		assertThat(stop.exit()).isZero();
		assertThat(stop.out()).contains("Run 1 has stopped");
		assertThat(run.ended().exit()).isEqualTo(5);
		assertThat(this.night.type("stop").out()).isEqualToIgnoringNewLines("Nothing is running.");
		assertThat(this.night.type("stop", "--run", "1").out()).isEqualToIgnoringNewLines("Run 1 is not under way.");

		assertThat(this.night.run(this.list).exit()).isZero();
		assertThat(this.night.rows("account-numbers.csv")).hasSize(2);
		assertThat(this.mx.ledger().calls(Call.VERIFY)).isEqualTo(2);
	}

	@Test
	void closing_stops_a_run_reports_its_open_members_and_writes_its_files() throws Exception {
		Background run = underWay();

		Night.Ended close = this.night.type("stop", "--run", "1", "--close");

		assertThat(close.exit()).as(close.toString()).isZero();
		assertThat(run.ended().exit()).isEqualTo(5);
		assertThat(close.out()).contains("2 members were still open (RUN_CLOSED)");
		assertThat(this.night.rows("exceptions.csv")).extracting((row) -> row.get("reason"))
			.containsExactly("RUN_CLOSED", "RUN_CLOSED", "DENIED");
		assertThat(Files.readString(this.night.output().resolve("summary.json"))).contains("\"status\" : \"CLOSED\"")
			.contains("\"ties\" : true");
		Night.Ended again = this.night.run(this.list);
		assertThat(again.exit()).isZero();
		assertThat(again.out()).contains("finished").contains("No call was made");
		assertThat(this.night.type("stop", "--run", "1", "--close").out()).contains("there is nothing to close");
	}

	@Test
	void a_rerun_of_a_closed_run_takes_the_verdicts_that_it_was_owed() {
		Background run = underWay();
		this.night.type("stop", "--run", "1", "--close");
		run.ended();

		Night.Ended rerun = this.night.type("rerun", "--run", "1", "--reason", "RUN_CLOSED", "--replace", "--output",
				this.night.output().toString());

		assertThat(rerun.exit()).as(rerun.toString()).isZero();
		assertThat(this.night.rows("account-numbers.csv")).hasSize(2);
		assertThat(this.mx.ledger().calls(Call.VERIFY)).isEqualTo(2);
	}

	@Test
	void a_run_that_nobody_works_on_is_closed_where_the_operator_wants_its_files() {
		Background run = underWay();
		this.night.type("stop");
		run.ended();
		Path elsewhere = this.folder.resolve("elsewhere");

		Night.Ended close = this.night.type("stop", "--run", "1", "--close", "--output", elsewhere.toString());

		assertThat(close.exit()).as(close.toString()).isZero();
		assertThat(elsewhere.resolve("summary.json")).exists();
	}

	private Background underWay() {
		Background run = Background.of(() -> this.night.run(this.list));
		Awaitility.await()
			.atMost(Duration.ofSeconds(40))
			.until(() -> this.mx.ledger().calls(Call.VERIFY) == 2 && this.mx.ledger().calls(Call.READ_STATUS) > 0);
		return run;
	}

}
