package io.bulkverify.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MemberReport;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import io.bulkverify.store.RunTable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Two runs meet the same members: each verification is paid for once. */
class EarlierRunTest {

	private static final List<String> MEMBERS = List.of("MBR-fine.ms-6000-1", "MBR-pages.count-3.ms-6000-2",
			"MBR-end.status-DENIED.ms-6000-3", "MBR-zeros.ms-6000-4", "MBR-fine.ms-6000-5");

	@TempDir
	Path folder;

	@Test
	void a_member_under_way_in_an_earlier_run_is_joined_and_the_earlier_run_takes_over_its_outcome() throws Exception {
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.builder().flavour(Flavour.ATRIUM).build())) {
			Night night = new Night(mx, Night.h2(this.folder), this.folder);
			Path list = night.list(MEMBERS);
			CompletableFuture<Night.Ended> first = CompletableFuture.supplyAsync(() -> night.run(list),
					(task) -> new Thread(task).start());
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> accepted(mx) == MEMBERS.size());
			runs().requestStop(1);
			assertThat(first.get(30, TimeUnit.SECONDS).exit()).isEqualTo(5);

			// Between two runs nobody minds the interval between two reads.
			Night.pause(Duration.ofMillis(300));
			Path other = night.write("other.csv", "member_guid,user_guid\n" + rows());
			Night.Ended second = night.type("run", "--input", other.toString(), "--output",
					this.folder.resolve("other").toString());
			assertThat(second.exit()).as(second.toString()).isZero();
			assertThat(mx.members()).extracting(MemberReport::accepted).as("verifies of both runs").containsOnly(1);
			List<Map<String, String>> numbers = night.rows("../other/account-numbers.csv");
			assertThat(numbers).hasSize(6);

			long calls = mx.ledger().calls();
			Night.Ended again = night.run(list);
			assertThat(again.exit()).as(again.toString()).isZero();
			assertThat(mx.ledger().calls()).as("calls of the resumed run").isEqualTo(calls);
			EveryStoryTest.assertEndings(night, MEMBERS);
			assertThat(night.rows("account-numbers.csv").stream().map((row) -> row.get("account_number")))
				.containsExactlyInAnyOrderElementsOf(
						numbers.stream().map((row) -> row.get("account_number")).collect(Collectors.toList()));
			assertThat(night.rows("exceptions.csv")).singleElement()
				.satisfies((row) -> assertThat(row.get("verify_called")).isEqualTo("true"));
		}
	}

	private static long accepted(MxSimulator mx) {
		return mx.members().stream().filter((member) -> member.accepted() > 0).count();
	}

	private static String rows() {
		return Stream.iterate(0, (row) -> row < MEMBERS.size(), (row) -> row + 1)
			.map((row) -> MEMBERS.get(row) + ",USR-" + row + "\n")
			.collect(Collectors.joining());
	}

	private RunTable runs() {
		return new RunTable(JdbcClient.create(new DriverManagerDataSource(Night.h2(this.folder), "sa", "")));
	}

}
