package io.bulkverify.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.bulkverify.job.RunGlance;
import io.bulkverify.member.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TerminalBarTest {

	private final ByteArrayOutputStream drawn = new ByteArrayOutputStream();

	private final AtomicInteger closed = new AtomicInteger();

	private int width = 200;

	private final TerminalBar bar = new TerminalBar(new PrintStream(this.drawn, true, StandardCharsets.UTF_8),
			() -> this.width, this.closed::incrementAndGet);

	@Test
	void shows_counts_rate_and_the_time_left() {
		this.bar.see(glance(100, 40, 5));

		assertThat(lastLine()).isEqualTo("Run 7 [==================>                     ] 45%, 45/100, 12.5/s, "
				+ "1 min 30 s left, 40 verified, 5 exceptions");
	}

	@Test
	void shows_what_the_run_waits_for() {
		this.bar.see(glance(100, 40, 5, "3 wait for another job at MX (409)", "MX has been away for 12 s"));

		assertThat(lastLine()).endsWith(", 3 wait for another job at MX (409), MX has been away for 12 s");
	}

	@Test
	void says_that_the_list_is_being_read() {
		this.bar.see(new RunGlance(7, Map.of(), 0, null, List.of()));

		assertThat(lastLine()).isEqualTo("Run 7: the list is being read");
	}

	@Test
	void says_that_files_are_written_once_every_member_has_ended() {
		this.bar.see(glance(100, 90, 10));

		assertThat(lastLine()).contains("100%, 100/100, writing files, 90 verified").doesNotContain("left", "/s");
	}

	@Test
	void all_but_one_of_a_thousand_is_not_yet_all() {
		this.bar.see(glance(1_000, 999, 0));

		assertThat(lastLine()).contains("=>] 99%");
	}

	@Test
	void its_end_stays_on_the_screen_with_the_counts_and_a_line_feed() {
		this.bar.see(glance(100, 60, 0, "MX has been away for 12 s"));
		this.bar.close();

		assertThat(lastLine()).contains("60%, 60/100, 60 verified, 0 exceptions").doesNotContain("left", "away");
		assertThat(text()).endsWith(System.lineSeparator());
		assertThat(this.closed).hasValue(1);
	}

	@Test
	void a_line_of_the_log_is_written_over_the_bar_and_not_behind_it() {
		this.bar.see(glance(100, 60, 0));

		assertThat(text()).startsWith("\r").endsWith("\r");
	}

	@Test
	void nothing_of_a_longer_line_is_left_behind_a_shorter_one() {
		this.bar.see(glance(100, 60, 0, "MX has been away for 12 s"));
		int longer = lastLine().length();
		this.drawn.reset();
		this.bar.see(glance(100, 60, 0));

		assertThat(text()).hasSize(longer + 2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 20, 30, 40, 50, 60, 70, 80, 100, 120, 160, 200, 300 })
	void no_figure_is_ever_cut(int width) {
		this.width = width;
		List<String> whole = List.of("25%", "38,001/152,000", "12.5/s", "1 min 30 s left", "38,000 verified",
				"1 exceptions", "3 wait for another job at MX (409)");

		this.bar.see(glance(152_000, 38_000, 1, "3 wait for another job at MX (409)"));

		String line = lastLine();
		assertThat(line).hasSizeLessThan(width).startsWith("Run 7 ");
		String figures = line.replaceFirst("^Run 7 (\\[=*>? *] )?", "");
		assertThat(List.of(figures.split(", ", -1))).isNotEmpty().isSubsetOf(whole);
	}

	@Test
	void at_80_columns_there_is_a_bar_to_look_at_and_the_figures_that_matter() {
		this.width = 80;
		this.bar.see(glance(152_000, 38_000, 1));

		assertThat(lastLine()).containsPattern("\\[=+> {10,}] 25%, 38,001/152,000, 12.5/s, 1 min 30 s left$");
	}

	@Test
	void at_40_columns_the_figures_that_matter_are_there_without_a_bar() {
		this.width = 40;
		this.bar.see(glance(100, 40, 5));

		assertThat(lastLine()).isEqualTo("Run 7 45%, 45/100, 1 min 30 s left");
	}

	private static RunGlance glance(long members, long verified, long exceptions, String... waits) {
		return new RunGlance(7, Map.of(Stage.VERIFIED, verified, Stage.REPORTED, exceptions, Stage.VERIFYING,
				members - verified - exceptions), 12.5, Duration.ofSeconds(90), List.of(waits));
	}

	private String lastLine() {
		return text().strip().lines().toList().getLast().stripTrailing();
	}

	private String text() {
		return this.drawn.toString(StandardCharsets.UTF_8);
	}

}
