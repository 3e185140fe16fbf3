package io.bulkverify.job;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.SimulatorSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Metrics as a Prometheus push gateway receives them. */
class RunMetricsTest {

	private static final String GATEWAY = "management.prometheus.metrics.export.pushgateway.";

	@TempDir
	Path folder;

	private final List<String> pushed = new CopyOnWriteArrayList<>();

	private HttpServer gateway;

	private MxSimulator mx;

	private Night night;

	@BeforeEach
	void start() throws IOException {
		this.gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.gateway.createContext("/metrics/job/bulk-member-verification", this::receive);
		this.gateway.start();
		this.mx = MxSimulator.start(SimulatorSettings.builder().flavour(Flavour.ATRIUM).build());
		this.night = new Night(this.mx, Night.h2(this.folder), this.folder)
			.with(GATEWAY + "address", "localhost:" + this.gateway.getAddress().getPort())
			.with(GATEWAY + "push-rate", "100ms");
	}

	private void receive(HttpExchange push) throws IOException {
		this.pushed.add(new String(push.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
		push.sendResponseHeaders(202, -1);
		push.close();
	}

	@AfterEach
	void end() {
		this.mx.close();
		this.gateway.stop(0);
	}

	@Test
	void a_run_pushes_its_metrics_while_it_works_and_at_its_end() {
		this.night.with(GATEWAY + "enabled", true);

		assertThat(run().exit()).isZero();

		assertThat(this.pushed).hasSizeGreaterThan(1);
		assertThat(this.pushed).as("while it works")
			.anySatisfy((push) -> assertThat(push).containsPattern("verification_members\\{stage=\"verifying\"} [1-9]")
				.contains("verification_due_lag_seconds{stage=\"verifying\"}"));
		assertThat(this.pushed.getLast()).contains("verification_members{stage=\"verified\"} 2.0")
			.contains("verification_members{stage=\"reported\"} 2.0")
			.contains("verification_members{stage=\"pending\"} 0.0")
			.contains("verification_exceptions{category=\"NEEDS_END_USER\",reason=\"LOCKED\"} 1.0")
			.contains("verification_exceptions{category=\"TERMINAL\",reason=\"NO_ACCOUNT_NUMBERS\"} 1.0")
			.contains("mx_calls_seconds_count{answer=\"good\",kind=\"verify\"} 3\n")
			.contains("mx_calls_seconds_count{answer=\"good\",kind=\"read_account_numbers\"} ")
			.contains("mx_limiter_wait_seconds_count{kind=\"verify\"} 3\n");
		assertThat(this.pushed).as("members are nobody else's business")
			.noneSatisfy((push) -> assertThat(push).containsAnyOf("MBR-", "USR-"));
	}

	@Test
	void without_the_switch_nothing_is_pushed() {
		assertThat(run().exit()).isZero();

		assertThat(this.pushed).isEmpty();
	}

	@Test
	void a_gateway_that_is_down_harms_no_run() {
		this.night.with(GATEWAY + "enabled", true).with(GATEWAY + "push-rate", "1s");
		this.gateway.stop(0);

		assertThat(run().exit()).isZero();
		assertThat(this.night.rows("account-numbers.csv")).hasSize(2);
	}

	private Night.Ended run() {
		return this.night
			.run(this.night.list(List.of("MBR-fine-1", "MBR-fine-2", "MBR-start.status-LOCKED-3", "MBR-nonumbers-4")));
	}

}
