package io.bulkverify.job;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

/**
 * The program as a process of its own, as an operator's shell or cron starts it: by
 * default the classes under test, or the jar that {@code -Dtorture.jar} names.
 */
final class ProgramProcess implements AutoCloseable {

	private final Process process;

	private final Path log;

	private ProgramProcess(Process process, Path log) {
		this.process = process;
		this.log = log;
	}

	/**
	 * Starts a command.
	 * @param folder where it works, and where {@code log} is
	 */
	static ProgramProcess start(Path folder, String log, Map<String, String> settings, String... command) {
		return start(folder, log, line(settings, command));
	}

	/**
	 * Starts a command at a terminal of its own, on which {@link #types} types.
	 * @param folder where it works, and where {@code log} is: what the terminal shows
	 */
	static ProgramProcess startAtTerminal(Path folder, String log, Map<String, String> settings, String... command) {
		String typed = line(settings, command).stream()
			.map((word) -> "'" + word.replace("'", "'\\''") + "'")
			.collect(Collectors.joining(" ", "exec ", ""));
		return start(folder, log, List.of("script", "--quiet", "--return", "--flush", "--command", typed, "/dev/null"));
	}

	/** Whether this machine has what {@link #startAtTerminal} needs. */
	static boolean hasTerminals() {
		return Stream.of(System.getenv("PATH").split(File.pathSeparator))
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, "script")));
	}

	private static List<String> line(Map<String, String> settings, String... command) {
		List<String> line = new ArrayList<>();
		line.add(ProcessHandle.current().info().command().orElse("java"));
		line.addAll(List.of("-Xmx384m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
		settings.forEach((name, value) -> line.add("-D" + name + "=" + value));
		String jar = System.getProperty("torture.jar");
		if (jar != null) {
			line.addAll(List.of("-jar", jar));
		}
		else {
			line.addAll(List.of("-cp", classPath(), "io.bulkverify.BulkVerifyApplication"));
		}
		line.addAll(List.of(command));
		return line;
	}

	private static ProgramProcess start(Path folder, String log, List<String> line) {
		Path file = folder.resolve(log);
		ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(file.toFile()));
		// Nothing of the machine's own settings reaches it.
		builder.environment()
			.keySet()
			.removeIf((name) -> name.startsWith("MX_") || name.startsWith("DATABASE_")
					|| name.startsWith("VERIFICATION_") || name.startsWith("SPRING_"));
		try {
			return new ProgramProcess(builder.start(), file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Surefire hides the real one behind a jar of its own; the process works elsewhere.
	 */
	private static String classPath() {
		String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return Stream.of(path.split(File.pathSeparator))
			.map((entry) -> Path.of(entry).toAbsolutePath().toString())
			.collect(Collectors.joining(File.pathSeparator));
	}

	/** Whether files are being written there that are not in place yet. */
	static boolean exporting(Path output) {
		String[] names = output.toFile().list();
		return names != null && Arrays.stream(names).anyMatch((name) -> name.endsWith(".part"));
	}

	/** Everything that processes with this log have said. */
	String said() {
		try {
			return Files.exists(this.log) ? Files.readString(this.log) : "";
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	boolean runs() {
		return this.process.isAlive();
	}

	long pid() {
		return this.process.pid();
	}

	/** Presses keys at its terminal. */
	void types(String keys) {
		try {
			OutputStream keyboard = this.process.getOutputStream();
			keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
			keyboard.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** As {@code kill -NAME}. */
	void signal(String name) {
		try {
			new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** The exit code; 137 after a kill. */
	int ended(Duration atMost) {
		try {
			if (!this.process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new AssertionError("still running after " + atMost + ":\n" + said());
			}
			return this.process.exitValue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** Waits for a moment of the run, or for its end. */
	void until(Duration atMost, java.util.function.BooleanSupplier moment) {
		Awaitility.await()
			.atMost(atMost)
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(5))
			.until(() -> !runs() || moment.getAsBoolean());
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		ended(Duration.ofSeconds(10));
	}

}
