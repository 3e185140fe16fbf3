package io.bulkverify.simulator;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.bulkverify.BulkVerifyApplication;
import io.bulkverify.cli.BulkVerify;

/**
 * The main job against the simulator, in one process: what the README's first command
 * runs.
 */
public final class Demo {

	private Demo() {
	}

	/**
	 * Runs the command line that it is given, by default {@code run} on the sample list.
	 */
	public static void main(String[] args) {
		PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
		PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
		int exit;
		try (MxSimulator mx = MxSimulator.start(SimulatorSettings.builder()
			.flavour(Flavour.ATRIUM)
			.verification(Duration.ofSeconds(1), Duration.ofSeconds(4))
			.build())) {
			System.setProperty("mx.base-url", mx.baseUrl());
			System.setProperty("mx.client-id", mx.settings().clientId());
			System.setProperty("mx.api-key", mx.settings().apiKey());
			// The simulator's banks are quicker than real ones, and so are its impatient
			// people.
			System.setProperty("verification.poll.initial-delay", "2s");
			System.setProperty("verification.poll.interval", "1s");
			System.setProperty("verification.poll.max-interval", "3s");
			System.setProperty("verification.poll.give-up-after", "10s");
			System.setProperty("mx.read-timeout", "5s");
			System.setProperty("verification.conflict.initial-delay", "2s");
			String[] command = (args.length > 0) ? args : new String[] { "run", "--input", "sample-data/members.csv" };
			exit = BulkVerify.execute(BulkVerifyApplication::start, out, err, command);
		}
		System.exit(exit);
	}

}
