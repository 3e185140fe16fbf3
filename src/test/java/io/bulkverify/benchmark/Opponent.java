package io.bulkverify.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.bulkverify.benchmark.rival.Rival;
import io.bulkverify.benchmark.rival.RivalApplication;

/** A rival, started and measured as the job is. */
final class Opponent {

	private final Rival rival;

	private final String heap;

	Opponent(Rival rival, String heap) {
		this.rival = rival;
		this.heap = heap;
	}

	Figures verify(Workload workload, Path folder) throws IOException, InterruptedException {
		Files.createDirectories(folder);
		Path output = folder.resolve(rival + ".csv");
		try (SimulatorProcess mx = SimulatorProcess.start(workload)) {
			Measured measured = Measured.run(
					new ProcessBuilder(JavaCommand.ofClasses(heap, RivalApplication.class.getName(),
							List.of(rival.name(), mx.url(), String.valueOf(workload.members()),
									String.valueOf(workload.pollEvery().toMillis()),
									String.valueOf(workload.readsPerSecond()),
									String.valueOf(workload.writesPerSecond()), output.toString()))),
					Map.of(), folder.resolve(rival + ".log"));
			return new Figures(rival.description(), workload, measured, mx.calls(), false, 0);
		}
	}

}
