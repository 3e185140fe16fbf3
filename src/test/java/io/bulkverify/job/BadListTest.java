package io.bulkverify.job;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import io.bulkverify.input.QuerySource;
import io.bulkverify.simulator.Call;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
	void a_file_whose_rows_name_no_member() throws IOException {
		String csv = "user_guid,member_guid\nUSR-1,MBR-1,\nUSR-2,\nUSR-3,MBR-3,\nUSR-4,MBR-4,\n";
		Path none = folder.resolve("none");
		Path packed = folder.resolve("none.csv.gz");
		try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
			out.write(csv.getBytes(StandardCharsets.UTF_8));
		}
		for (Path list : List.of(night.write("none.csv", csv), packed)) {
			String words = list + " has 4 rows and no member: 3 × 3 columns where the header has 2, "
					+ "1 × member_guid is blank (line 2: 3 columns where the header has 2; line 3: member_guid is blank; "
					+ "line 4: 3 columns where the header has 2; …). Mend the list; no run was begun for it.";
			refusedInOneLine(night.type("run", "--input", list.toString(), "--output", none.toString()), words);
			Night.Ended check = night.type("check", "--input", list.toString());
			assertThat(check.exit()).as(check.toString()).isEqualTo(2);
			assertThat(check.out()).contains(words);
		}
		assertThat(none).doesNotExist();
		assertThat(JdbcClient.create(new DriverManagerDataSource(Night.h2(folder), "sa", ""))
			.sql("select count(*) from verification_run where list_name like '%none%'")
			.query(Long.class)
			.single()).isZero();
	}

	@Test
	void standard_input_and_a_query_whose_rows_name_no_member() {
		ListDesk lists = new ListDesk(
				new ByteArrayInputStream("user_guid,member_guid\n,m\n".getBytes(StandardCharsets.UTF_8)),
				folder.resolve("spool"), new QuerySource(new QuerySource.Login("x", "jdbc:h2:mem:none", "sa", "")));

		assertThatThrownBy(() -> lists.open(new ListChoice.StandardInput())).isInstanceOf(UsageException.class)
			.hasMessageStartingWith("standard input has 1 row and no member: 1 × user_guid is blank (line 2: ");
		refusedInOneLine(night.type("run", "--input-query", "select ' ' as user_guid, null as member_guid"),
				"the query has 1 row and no member: 1 × user_guid is blank (row 1: user_guid is blank)");
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
		assertThat(mx.ledger().calls(Call.VERIFY) + mx.ledger().calls(Call.READ_MEMBER)).isZero();
	}

}
