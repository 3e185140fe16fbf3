package io.bulkverify.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Scanner;

import tools.jackson.databind.json.JsonMapper;

/** A fresh MX of our own, in a process of its own. */
final class SimulatorProcess implements AutoCloseable {

	private final Process process;

	private final String url;

	private SimulatorProcess(Process process, String url) {
		this.process = process;
		this.url = url;
	}

	static SimulatorProcess start(Workload workload) throws IOException {
		Process process = new ProcessBuilder(
				JavaCommand.ofClasses("-Xmx2g", "io.bulkverify.simulator.SimulatorApplication",
						List.of("--port", "0", "--flavour", "atrium", "--verification-min-ms",
								String.valueOf(workload.shortest().toMillis()), "--verification-max-ms",
								String.valueOf(workload.longest().toMillis()), "--quota-reads",
								String.valueOf(workload.readsPerSecond()), "--quota-writes",
								String.valueOf(workload.writesPerSecond()))))
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		Scanner said = new Scanner(process.getInputStream(), StandardCharsets.UTF_8);
		while (said.hasNextLine()) {
			String line = said.nextLine();
			if (line.startsWith("MX simulator ready: ")) {
				return new SimulatorProcess(process, line.split(" ", -1)[3]);
			}
		}
		throw new IOException("the simulator did not start");
	}

	String url() {
		return url;
	}

	Calls calls() throws IOException {
		try (InputStream report = URI.create(url + "/_sim/report").toURL().openStream()) {
			return Calls.of(JsonMapper.shared().readTree(report));
		}
	}

	@Override
	public void close() {
		process.destroy();
	}

}
