package io.bulkverify.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

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

	/** Surefire hides the real one behind a jar of its own. */
	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
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
