package io.bulkverify.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.bulkverify.simulator.Call;
import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MemberReport;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import org.awaitility.Awaitility;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The machine's clock was three hours ahead while a run worked, and was set right before
 * it goes on: everything that the database says of that time lies in the future.
 */
class ClockSetBackTest {

	private static final int MEMBERS = 120;

	@TempDir
	Path folder;

	@Test
	void a_run_goes_on_at_once_though_its_rows_and_its_lease_are_from_the_future() {
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.builder()
			.flavour(Flavour.ATRIUM)
			.verification(Duration.ofSeconds(1), Duration.ofSeconds(3))
			.build())) {
			Night night = new Night(mx, Night.h2(this.folder), this.folder).with("mx.limits.writes-per-second", 5);
			List<String> members = IntStream.rangeClosed(1, MEMBERS).mapToObj((row) -> "MBR-fine-" + row).toList();
			Path list = night.list(members);
			Background first = Background.of(() -> night.run(list));
			Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> mx.ledger().calls(Call.VERIFY) >= 10);
			night.type("stop");
			assertThat(first.ended().exit()).isEqualTo(5);
			threeHoursAhead();
			night.with("mx.limits.writes-per-second", 100);

			Night.Ended ended = Background.of(() -> night.run(list)).ended();

			assertThat(ended.exit()).as(ended.toString()).isZero();
			EveryStoryTest.assertEndings(night, members);
			assertThat(mx.members()).extracting(MemberReport::accepted).containsOnly(1);
		}
	}

	private void threeHoursAhead() {
		JdbcDataSource source = new JdbcDataSource();
		source.setURL(Night.h2(this.folder));
		source.setUser("sa");
		JdbcTemplate database = new JdbcTemplate(source);
		database
			.update("""
					update member_verification
					set next_due_at = next_due_at + interval '3' hour, posted_at = posted_at + interval '3' hour,
					    baseline_read_at = baseline_read_at + interval '3' hour, last_seen_at = last_seen_at + interval '3' hour
					where stage not in ('VERIFIED', 'REPORTED')
					""");
		// As a process leaves it that was killed then.
		database.update("""
				update run_lease
				set owner = 'process 1 on another day', since = current_timestamp + interval '3' hour,
				    heartbeat_at = current_timestamp + interval '3' hour, beats = beats + 1
				""");
	}

}
