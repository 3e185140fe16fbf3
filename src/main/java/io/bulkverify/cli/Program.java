package io.bulkverify.cli;

import java.io.PrintWriter;

import io.bulkverify.job.ExitCode;
import io.bulkverify.job.RunResult;
import io.bulkverify.job.RunWatcher;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts the application for a command that needs it, and turns whatever goes wrong into
 * one line and an exit code.
 */
final class Program {

	private static final Logger logger = LoggerFactory.getLogger(Program.class);

	/** Spring Boot sets it once it has read logging.structured.format.console. */
	private static final String LOG_FORMAT = LoggingSystemProperty.CONSOLE_STRUCTURED_FORMAT
		.getEnvironmentVariableName();

	private final Application application;

	private final PrintWriter out;

	private final PrintWriter err;

	Program(Application application, PrintWriter out, PrintWriter err) {
		this.application = application;
		this.out = out;
		this.err = err;
	}

	/**
	 * What a command does with a part of the application once it is there.
	 *
	 * @param <T> the part
	 */
	@FunctionalInterface
	interface Work<T> {

		RunResult with(T part) throws Exception;

	}

	/**
	 * Does the work and says how it ended.
	 * @param settings the command's own, each as {@code --name=value}
	 */
	<T> int run(Class<T> part, Work<T> work, String... settings) {
		RunResult result;
		try (ConfigurableApplicationContext context = this.application.start(settings)) {
			result = work.with(context.getBean(part));
		}
		catch (Exception ex) {
			return ending() ? stoppedAtItsStart(ex) : mistake(ex);
		}
		// After everything else has had its say: the last word is what somebody reads.
		if (result.exit() == ExitCode.FAILED) {
			complain(result.text());
		}
		else {
			this.out.println(result.text());
			this.out.flush();
		}
		return result.exit().code();
	}

	/** Does the work of a command that leaves no trace where nothing is yet. */
	<T> int look(Class<T> part, Work<T> work) {
		return run(part, work, "--bulkverify.look-only=true");
	}

	/** Shows a run's progress, where somebody sits at a terminal to see it. */
	@Nullable RunWatcher progressBar() {
		return Terminal.isThere() ? TerminalBar.on(System.out, new TerminalWidth()) : null;
	}

	/**
	 * One line for a mistake that somebody can mend; a stack trace only for what nobody
	 * foresaw.
	 */
	int mistake(Exception ex) {
		Mistake mistake = Mistake.of(ex);
		if (!mistake.foreseen()) {
			logger.error("unexpected", ex);
		}
		complain(mistake.line());
		return mistake.exit().code();
	}

	/**
	 * Whether a signal ends the process: whatever was being started was closed under its
	 * hands.
	 */
	private static boolean ending() {
		try {
			Runtime.getRuntime().removeShutdownHook(new Thread());
			return false;
		}
		catch (IllegalStateException ex) {
			return true;
		}
	}

	private int stoppedAtItsStart(Exception ex) {
		logger.debug("what the signal broke off", ex);
		complain("Stopped by a signal; give the same command again to go on.");
		return ExitCode.TERMINATED.code();
	}

	/** What is wrong with a command line. */
	int wrongUsage(String line) {
		complain(line);
		return ExitCode.USAGE.code();
	}

	/** The last word is a line of the log where whoever reads it expects nothing else. */
	private void complain(String text) {
		if (System.getProperty(LOG_FORMAT) != null) {
			logger.error(text);
			return;
		}
		this.err.println(text);
		this.err.flush();
	}

}
