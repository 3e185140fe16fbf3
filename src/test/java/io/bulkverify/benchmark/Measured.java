package io.bulkverify.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a process needed, from its start to its exit.
 *
 * @param cpu of all its threads
 * @param residentMb the most memory that it had, in megabytes
 */
record Measured(Duration time, Duration cpu, long residentMb) {

	private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

	private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

	private static final Pattern BEFORE_COLLECTION = Pattern.compile("(\\d+)M->\\d+M\\(");

	/**
	 * Runs a command to its end.
	 * @throws IllegalStateException if it exits with anything but 0
	 */
	static Measured run(ProcessBuilder command, Map<String, String> environment, Path log)
			throws IOException, InterruptedException {
		command.environment().putAll(environment);
		command.redirectErrorStream(true).redirectOutput(log.toFile());
		long began = System.nanoTime();
		Process process = command.start();
		Duration cpu = Duration.ZERO;
		long resident = 0;
		// Linux forgets both with the process, so they are looked at while it runs.
		do {
			cpu = process.info().totalCpuDuration().orElse(cpu);
			resident = Math.max(resident, residentMb(process.pid()));
		}
		while (!process.waitFor(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS));
		Duration time = Duration.ofNanos(System.nanoTime() - began);
		if (process.exitValue() != 0) {
			throw new IllegalStateException("exit " + process.exitValue() + ":\n" + Files.readString(log));
		}
		return new Measured(time, cpu, resident);
	}

	private static long residentMb(long pid) {
		try {
			return PEAK.matcher(Files.readString(Path.of("/proc/" + pid + "/status")))
				.results()
				.mapToLong((peak) -> Long.parseLong(peak.group(1)) / 1024)
				.findFirst()
				.orElse(0);
		}
		catch (IOException ex) {
			// It has just ended, or this is no Linux.
			return 0;
		}
	}

	/** The most heap in use, by the collector's log; 0 where it never had to collect. */
	static long peakHeapMb(Path gcLog) throws IOException {
		return BEFORE_COLLECTION.matcher(Files.readString(gcLog))
			.results()
			.map(MatchResult::group)
			.mapToLong((before) -> Long.parseLong(before.substring(0, before.indexOf('M'))))
			.max()
			.orElse(0);
	}

	double seconds() {
		return time.toMillis() / 1_000.0;
	}

	double cpuPerThousand(int members) {
		return cpu.toMillis() / 1_000.0 / members * 1_000;
	}

}
