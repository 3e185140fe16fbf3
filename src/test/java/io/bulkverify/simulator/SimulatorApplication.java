package io.bulkverify.simulator;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The simulator as a process of its own: prints one line when it is ready and runs until
 * it is ended.
 */
@Command(name = "simulator", mixinStandardHelpOptions = true, description = "An MX of our own, for tests and the demo.")
public final class SimulatorApplication implements Callable<Integer> {

	@Option(names = "--port", defaultValue = "8089", description = "Default: ${DEFAULT-VALUE}; 0: any free one.")
	private int port;

	@Option(names = "--flavour", defaultValue = "all",
			description = "atrium, platform, platform_20111101, nexus or all. Default: ${DEFAULT-VALUE}.")
	private String flavour = "all";

	@Option(names = "--client-id", defaultValue = "sim-client", description = "Default: ${DEFAULT-VALUE}.")
	private String clientId = "sim-client";

	@Option(names = "--api-key", defaultValue = "sim-key", description = "Default: ${DEFAULT-VALUE}.")
	private String apiKey = "sim-key";

	@Option(names = "--session-seconds", defaultValue = "1800", description = "Lifetime of a Nexus session.")
	private double sessionSeconds;

	@Option(names = "--session-fixed", description = "Calls do not prolong a Nexus session.")
	private boolean sessionFixed;

	@Option(names = "--verification-min-ms", defaultValue = "500", description = "A job takes at least this.")
	private long verificationMinMs;

	@Option(names = "--verification-max-ms", defaultValue = "3000", description = "A job takes at most this.")
	private long verificationMaxMs;

	@Option(names = "--quota-reads", defaultValue = "0",
			description = "Reads in any second, above it 429. 0: no quota.")
	private int quotaReads;

	@Option(names = "--quota-writes", defaultValue = "0", description = "Writes in any second. 0: no quota.")
	private int quotaWrites;

	@Option(names = "--seed", defaultValue = "1", description = "Of the faults.")
	private long seed;

	@Option(names = "--resets", defaultValue = "0", description = "Share of calls (0 to 1) whose connection is closed.")
	private double resets;

	@Option(names = "--errors", defaultValue = "0", description = "Share of calls answered 500, 502, 503 or 504.")
	private double errors;

	@Option(names = "--garbage", defaultValue = "0", description = "Share of calls answered with half a document.")
	private double garbage;

	@Option(names = "--too-many", defaultValue = "0", description = "Share of calls answered 429 without need.")
	private double tooMany;

	@Option(names = "--retry-after", defaultValue = "-1", description = "Seconds sent with every 429.")
	private int retryAfter;

	@Option(names = "--delayed", defaultValue = "0", description = "Share of answers held back.")
	private double delayed;

	@Option(names = "--delay-ms", defaultValue = "500", description = "For so long.")
	private long delayMs;

	@Option(names = "--disturb", paramLabel = "key=value,…",
			description = "Something that goes wrong for many, for example calls=verify,how=403,after-calls=60,seconds=9"
					+ " (class Disturbance has all words). May be given several times.")
	private List<String> disturbances = List.of();

	public static void main(String[] args) {
		int code = new CommandLine(new SimulatorApplication()).execute(args);
		if (code != 0) {
			System.exit(code);
		}
	}

	@Override
	public @Nullable Integer call() throws InterruptedException {
		SimulatorSettings settings = SimulatorSettings.builder()
			.port(port)
			.flavour(flavour(flavour))
			.clientId(clientId)
			.apiKey(apiKey)
			.session(Duration.ofMillis((long) (sessionSeconds * 1000)), !sessionFixed)
			.verification(Duration.ofMillis(verificationMinMs), Duration.ofMillis(verificationMaxMs))
			.quota(quotaReads, quotaWrites)
			.faults(Faults.of(seed, resets, errors, garbage)
				.withTooMany(tooMany, retryAfter)
				.withDelays(delayed, delayMs))
			.disturbances(disturbances)
			.build();
		try (MxSimulator simulator = MxSimulator.start(settings)) {
			System.out.println("MX simulator ready: " + simulator.baseUrl() + " (" + flavour + ")");
			new CountDownLatch(1).await();
		}
		return 0;
	}

	private static Flavour flavour(String word) {
		return word.equals("platform") ? Flavour.PLATFORM_20250224 : Flavour.valueOf(word.toUpperCase(Locale.ROOT));
	}

}
