package io.bulkverify.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.bulkverify.simulator.Call;
import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A list as an attack: each bad row costs itself, and nothing else. */
class HostileListTest {

	private static final String SQL = "x'); drop table verification_run; --";

	@TempDir
	Path folder;

	@Test
	void every_bad_row_costs_itself_and_nothing_else() {
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.builder().flavour(Flavour.ATRIUM).build())) {
			Night night = new Night(mx, Night.h2(this.folder), this.folder);
			String column = "\"" + SQL + "\"";
			Path list = night.write("hostile.csv",
					String.join("\n", "user_guid,member_guid," + column + ",=cmd()",
							"USR-1,MBR-fine-1,\"" + SQL + "\",=1+1", //
							"USR-2,MBR-fine\0-2,nul,", //
							"USR-3,MBR-" + "x".repeat(10_000_000) + ",10 MB,", //
							"USR-4,../../users,path,", //
							"USR-5,MBR-1?records_per_page=1,query,", //
							"USR-6,MBR-1/verify,slash,", //
							"USR-7,MBR-1%2e%2e,encoded,", //
							"\"USR-8,MBR-fine-8,unclosed,", //
							"USR-9,MBR-fine-9,@SUM(A1),\"-2+3\tcmd|' /C calc'!A0\"", //
							"\"" + SQL + "\",MBR-fine-10,,", //
							"USR-11,MBR-fine-11,last,"));

			Night.Ended ended = night.run(list);

			assertThat(ended.exit()).as(ended.toString()).isZero();
			assertThat(night.rows("account-numbers.csv")).extracting((row) -> row.get("member_guid"))
				.containsExactly("MBR-fine-1", "MBR-fine-9", "MBR-fine-11");
			assertThat(night.rows("exceptions.csv")).isEmpty();
			assertThat(night.rows("rejected-rows.csv")).extracting((row) -> row.get("line"))
				.containsExactly("3", "4", "5", "6", "7", "8", "9", "11");
			assertThat(mx.ledger().calls(Call.UNKNOWN)).isZero();
			assertThat(mx.members()).hasSize(3);
			Map<String, String> first = night.rows("account-numbers.csv").getFirst();
			assertThat(first).containsEntry(SQL, SQL).containsEntry("'=cmd()", "'=1+1");
			assertThat(night.rows("account-numbers.csv").get(1).values()).contains("'@SUM(A1)")
				.noneMatch((cell) -> cell.startsWith("-") || cell.startsWith("@"));
			assertThat(runs()).isEqualTo(1);
		}
	}

	@Test
	void a_member_listed_a_hundred_thousand_times_is_verified_once() {
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.builder().flavour(Flavour.ATRIUM).build())) {
			Night night = new Night(mx, Night.h2(this.folder), this.folder);

			Night.Ended ended = night
				.run(night.list(IntStream.range(0, 100_000).mapToObj((row) -> "MBR-fine-1").toList()));

			assertThat(ended.exit()).as(ended.toString()).isZero();
			assertThat(night.rows("account-numbers.csv")).hasSize(1);
			List<Map<String, String>> rejected = night.rows("rejected-rows.csv");
			assertThat(rejected).hasSize(99_999);
			assertThat(rejected.getLast()).containsEntry("reason", "duplicate of line 2");
			assertThat(mx.member("MBR-fine-1").accepted()).isEqualTo(1);
		}
	}

	@Test
	void cells_of_a_hundred_thousand_characters_keep_no_run_from_its_end() {
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.builder().flavour(Flavour.ATRIUM).build())) {
			Night night = new Night(mx, Night.h2(this.folder), this.folder);
			String long1 = "+1" + ",1".repeat(49_999);
			Path list = night.write("long.csv",
					String.join("\n", "user_guid,member_guid,account_label,verify_even,note",
							"USR-1,MBR-fine-1,,,\"" + long1 + "\"", //
							"USR-2,MBR-fine-2,\"" + long1 + "\",\"" + "LOCKED,".repeat(14_285) + "\",", //
							"\"" + long1 + "\",MBR-fine-3,,,", //
							"USR-4,MBR-start.status-DENIED-4,\"" + "'".repeat(50_000) + "=" + "'".repeat(49_999)
									+ "\",,\"" + long1 + "\"",
							"+1" + ",1".repeat(49_999)));

			Night.Ended ended = night.run(list);

			assertThat(ended.exit()).as(ended.toString()).isZero();
			assertThat(night.verified("MBR-fine-1").getFirst()).containsEntry("note", long1);
			assertThat(night.verified("MBR-fine-2")).hasSize(1);
			assertThat(night.rows("rejected-rows.csv")).extracting((row) -> row.get("line")).containsExactly("4", "6");
			assertThat(night.rows("exceptions.csv")).extracting((row) -> row.get("note")).containsExactly(long1);
		}
	}

	private long runs() {
		return JdbcClient.create(new DriverManagerDataSource(Night.h2(this.folder), "sa", ""))
			.sql("select count(*) from verification_run")
			.query(Long.class)
			.single();
	}

}
