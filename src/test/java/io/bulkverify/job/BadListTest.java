package io.bulkverify.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** What an operator reads who names something that is no member list. */
class BadListTest {

	private static MxSimulator mx;

	@TempDir
	static Path folder;

	private static Night night;

	@BeforeAll
	static void start() {
		mx = MxSimulator.start(SimulatorSettings.builder().build());
		night = new Night(mx, Night.h2(folder), folder);
	}

	@AfterAll
	static void stop() {
		mx.close();
	}

	@Test
	void a_missing_file() {
		refused(folder.resolve("nowhere.csv"), "does not exist");
	}

	@Test
	void a_directory() {
		refused(folder, "is a directory");
	}

	@Test
	void a_file_without_the_columns() {
		refused(night.write("other.csv", "customer,member_guid\nC-1,MBR-1\n"), "has no column user_guid");
	}

	@Test
	void a_file_without_a_header() {
		refused(night.write("bare.csv", "USR-11141024,MBR-76543210\nUSR-2222222,MBR-3333333\n"), "has no header");
	}

	@Test
	void a_binary_file() throws IOException {
		Path binary = folder.resolve("picture.png");
		Files.write(binary,
				new byte[] { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, (byte) 0xff });
		refused(binary, "picture.png");
	}

	@Test
	void a_query_that_is_none() {
		refusedInOneLine(night.type("run", "--input-query", "selekt user_guid"), "The query fails");
	}

	@Test
	void a_header_without_rows_is_a_quiet_night() {
		Night.Ended ended = night.run(night.write("quiet.csv", "user_guid,member_guid\n"));

		assertThat(ended.exit()).as(ended.toString()).isZero();
		assertThat(night.rows("account-numbers.csv")).isEmpty();
		assertThat(night.rows("exceptions.csv")).isEmpty();
		assertThat(night.output().resolve("summary.json")).exists();
	}

	private static void refused(Path list, String because) {
		refusedInOneLine(night.run(list), because);
	}

	private static void refusedInOneLine(Night.Ended ended, String because) {
		assertThat(ended.exit()).as(ended.toString()).isEqualTo(2);
		assertThat(ended.err().strip()).contains(because).hasLineCount(1);
		assertThat(ended.out()).isEmpty();
		assertThat(mx.ledger().calls()).isZero();
	}

}
