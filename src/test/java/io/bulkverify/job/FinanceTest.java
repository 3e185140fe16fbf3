package io.bulkverify.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.bulkverify.member.Columns;
import io.bulkverify.member.Reason;
import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** What finance counts on: the files of one night agree with each other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FinanceTest {

	private static final List<String> MEMBERS = List.of("MBR-fine-1", "MBR-fine-2", "MBR-fine-3",
			"MBR-start.status-LOCKED-4", "MBR-start.status-LOCKED-5", "MBR-start.status-DENIED-6", "MBR-nonumbers-7",
			"MBR-fine-8", "MBR-gone-9", "MBR-start.status-CLOSED-10", "MBR-busy.for-1000-11");

	private MxSimulator mx;

	private Night night;

	@BeforeAll
	void oneNight(@TempDir Path folder) {
		this.mx = MxSimulator.start(SimulatorSettings.builder().flavour(Flavour.ATRIUM).build());
		this.night = new Night(this.mx, Night.h2(folder), folder);
		Path list = this.night.list(MEMBERS);
		Path withBadRows = this.night.write("bad.csv", read(list) + "USR-1,,C-90\nUSR-1,MBR-fine-1,C-91\n");

		assertThat(this.night.run(withBadRows).exit()).isZero();
	}

	@AfterAll
	void end() {
		this.mx.close();
	}

	@Test
	void the_summary_s_totals_are_what_counting_the_files_gives() {
		JsonNode summary = JsonMapper.shared().readTree(read(this.night.output().resolve("summary.json")));
		List<Map<String, String>> numbers = this.night.rows("account-numbers.csv");
		List<Map<String, String>> exceptions = this.night.rows("exceptions.csv");
		List<Map<String, String>> rejected = this.night.rows("rejected-rows.csv");
		long verified = numbers.stream().map((row) -> row.get("member_guid")).distinct().count();

		assertThat(summary.path("accounts").asInt()).isEqualTo(numbers.size()).isPositive();
		assertThat(summary.path("verified").asLong()).isEqualTo(verified).isPositive();
		assertThat(summary.at("/exceptions/total").asInt()).isEqualTo(exceptions.size()).isPositive();
		assertThat(summary.at("/input/rejected").asInt()).isEqualTo(rejected.size()).isEqualTo(2);
		assertThat(summary.at("/input/members").asLong()).isEqualTo(verified + exceptions.size());
		assertThat(summary.at("/input/rows").asLong()).isEqualTo(verified + exceptions.size() + rejected.size());
		assertThat(counts(summary.at("/exceptions/by_reason"))).isEqualTo(counted(exceptions, "reason"));
		assertThat(counts(summary.at("/exceptions/by_category"))).isEqualTo(counted(exceptions, "category"));
		assertThat(summary.path("ties").asBoolean()).isTrue();
	}

	@Test
	void the_report_s_totals_are_what_counting_the_files_gives() {
		int numbers = this.night.rows("account-numbers.csv").size();
		List<Map<String, String>> exceptions = this.night.rows("exceptions.csv");
		int verified = MEMBERS.size() - exceptions.size();

		assertThat(report()).contains("%d of %d members verified".formatted(verified, MEMBERS.size()))
			.contains("%d account numbers;".formatted(numbers))
			.contains("✓ %d rows = 2 rejected + %d members".formatted(MEMBERS.size() + 2, MEMBERS.size()))
			.contains(
					"✓ %d members = %d verified + %d exceptions".formatted(MEMBERS.size(), verified, exceptions.size()))
			.contains("account-numbers.csv %d exceptions.csv %d rejected-rows.csv 2".formatted(numbers,
					exceptions.size()))
			.contains("%d members ended;".formatted(MEMBERS.size()))
			.doesNotContain("✗");
		counted(exceptions, "reason").forEach((reason, count) -> assertThat(report())
			.contains("%d %s %s".formatted(count, Reason.valueOf(reason).nextStep(), reason)));
	}

	@Test
	void the_report_s_chart_has_the_calls_that_were_made() {
		JsonNode calls = JsonMapper.shared().readTree(read(this.night.output().resolve("summary.json"))).path("calls");
		String table = report().replaceAll(".*Away, s |By institution.*", "");
		List<List<Long>> rows = table.lines()
			.flatMap((line) -> List.of(line.trim().split("(?= ?\\d\\d:\\d\\d:\\d\\d )")).stream())
			.map((row) -> List.of(row.trim().split(" ")).stream().skip(1).map(Long::valueOf).toList())
			.filter((row) -> !row.isEmpty())
			.toList();

		assertThat(sum(rows, 0)).as("members").isEqualTo(MEMBERS.size());
		assertThat(sum(rows, 1)).as("verify calls").isEqualTo(calls.path("verify").asLong());
		assertThat(sum(rows, 2)).as("reads").isEqualTo(calls.path("reads").asLong());
		assertThat(sum(rows, 3)).as("account numbers").isEqualTo(calls.path("account_numbers").asLong());
	}

	@Test
	void no_account_number_is_in_the_report() {
		String report = read(this.night.output().resolve("report.html"));

		assertThat(this.night.rows("account-numbers.csv"))
			.allSatisfy((row) -> assertThat(report).doesNotContain(row.get("account_number"))
				.doesNotContain(row.get("routing_number")));
	}

	@Test
	void columns_keep_their_names_and_their_order() {
		assertThat(header("account-numbers.csv"))
			.isEqualTo("user_guid,member_guid,account_guid,account_number,routing_number,institution_number,"
					+ "transit_number,institution_code,verified_at,passed_validation,warning,customer_id");
		assertThat(header("exceptions.csv"))
			.isEqualTo("line,user_guid,member_guid,institution_code,reason,category,connection_status,detail,next_step,"
					+ "verify_called,attempts,last_seen_at,account_label,include_transactions,customer_id");
		assertThat(header("rejected-rows.csv")).isEqualTo(String.join(",", Columns.REJECTED_ROWS))
			.isEqualTo("line,reason,row");
	}

	@Test
	void every_exception_says_what_to_do_next() {
		assertThat(this.night.rows("exceptions.csv")).allSatisfy((row) -> assertThat(row.get("next_step"))
			.startsWith(Reason.valueOf(String.valueOf(row.get("reason"))).nextStep()));
	}

	@Test
	void only_the_owner_can_read_the_report() throws IOException {
		assertThat(Files.getPosixFilePermissions(this.night.output().resolve("report.html"))).hasSize(2);
	}

	private String header(String file) {
		return read(this.night.output().resolve(file)).lines().findFirst().orElseThrow();
	}

	/** What a reader sees of it, in one line. */
	private String report() {
		return read(this.night.output().resolve("report.html"))
			.replaceAll("(?s)<style>.*?</style>|<title>.*?</title>", " ")
			.replaceAll("<[^>]*>", " ")
			.replace("&#39;", "'")
			.replaceAll("\\s+", " ");
	}

	private static long sum(List<List<Long>> rows, int column) {
		return rows.stream().mapToLong((row) -> row.get(column)).sum();
	}

	private static Map<String, Long> counts(JsonNode object) {
		Map<String, Long> counts = new TreeMap<>();
		object.properties().forEach((entry) -> counts.put(entry.getKey(), entry.getValue().asLong()));
		return counts;
	}

	private static Map<String, Long> counted(List<Map<String, String>> rows, String column) {
		return rows.stream()
			.map((row) -> row.get(column))
			.collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
