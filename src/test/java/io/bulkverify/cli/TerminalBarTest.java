package io.bulkverify.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.bulkverify.job.RunGlance;
import io.bulkverify.member.Stage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

import static org.assertj.core.api.Assertions.assertThat;

@Isolated
class TerminalBarTest {

	private final ByteArrayOutputStream drawn = new ByteArrayOutputStream();

	private final TerminalBar bar = new TerminalBar(new PrintStream(this.drawn, true, StandardCharsets.UTF_8), 200);

	@Test
	void shows_counts_rate_and_the_time_left() {
		this.bar.see(glance(100, 40, 5, List.of()));

		assertThat(text()).contains("Run 7", "45/100", "45%", "12.5/s", "40 verified, 5 exceptions", "0:01:30");
	}

	@Test
	void shows_what_the_run_waits_for() {
		this.bar.see(glance(100, 40, 5, List.of("3 wait for another job at MX (409)", "MX has been away for 12 s")));

		assertThat(text()).contains("3 wait for another job at MX (409), MX has been away for 12 s");
	}

	@Test
	void goes_on_from_where_an_earlier_start_was_and_is_full_at_the_end() {
		this.bar.see(glance(100, 50, 0, List.of()));
		this.bar.see(glance(100, 90, 10, List.of()));
		this.bar.close();

		// The bar draws its end on a thread of its own.
		Awaitility.await()
			.untilAsserted(
					() -> assertThat(text()).contains("50/100", "100/100", "100%").endsWith(System.lineSeparator()));
	}

	@Test
	void draws_nothing_while_the_list_is_being_read() {
		this.bar.see(new RunGlance(7, Map.of(), 0, null, List.of()));
		this.bar.close();

		assertThat(text()).isEmpty();
	}

	private static RunGlance glance(long members, long verified, long exceptions, List<String> waits) {
		return new RunGlance(7, Map.of(Stage.VERIFIED, verified, Stage.REPORTED, exceptions, Stage.VERIFYING,
				members - verified - exceptions), 12.5, Duration.ofSeconds(90), waits);
	}

	private String text() {
		return this.drawn.toString(StandardCharsets.UTF_8);
	}

}
