package io.bulkverify.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The jar, started as an operator would. */
final class TheJob {

	private final Path jar;

	private final Map<String, String> database;

	private final String heap;

	TheJob(Path jar, Map<String, String> database, String heap) {
		this.jar = jar;
		this.database = database;
		this.heap = heap;
	}

	Figures verify(String name, Workload workload, Path folder) throws IOException, InterruptedException {
		Files.createDirectories(folder);
		Path list = workload.list(folder);
		Path gcLog = folder.resolve("gc.log");
		try (SimulatorProcess mx = SimulatorProcess.start(workload)) {
			Measured measured = Measured.run(
					new ProcessBuilder(JavaCommand.ofJar(heap, gcLog, jar,
							List.of("run", "--input", list.toString(), "--output", "out")))
						.directory(folder.toFile()),
					settings(workload, mx.url()), folder.resolve("run.log"));
			requireAllVerified(workload, folder.resolve("out/summary.json"));
			return new Figures(name, workload, measured, mx.calls(), true, Measured.peakHeapMb(gcLog));
		}
	}

	private Map<String, String> settings(Workload workload, String url) {
		Map<String, String> settings = new TreeMap<>(database);
		settings.put("MX_BASE_URL", url);
		settings.put("MX_CLIENT_ID", "sim-client");
		settings.put("MX_API_KEY", "sim-key");
		settings.put("MX_LIMITS_READS_PER_SECOND", limit(workload.readsPerSecond()));
		settings.put("MX_LIMITS_WRITES_PER_SECOND", limit(workload.writesPerSecond()));
		settings.put("VERIFICATION_POLL_INTERVAL", millis(workload.pollEvery()));
		if (!workload.throttled()) {
			settings.put("VERIFICATION_POLL_INITIAL_DELAY", millis(workload.pollEvery()));
		}
		return settings;
	}

	private static String limit(int quota) {
		return String.valueOf(quota == 0 ? Workload.NO_LIMIT : quota);
	}

	private static String millis(Duration duration) {
		return duration.toMillis() + "ms";
	}

	private static void requireAllVerified(Workload workload, Path summary) throws IOException {
		JsonNode totals = JsonMapper.shared().readTree(Files.readString(summary));
		if (totals.path("verified").asInt() != workload.members()) {
			throw new IllegalStateException("not all were verified: " + totals);
		}
	}

}
