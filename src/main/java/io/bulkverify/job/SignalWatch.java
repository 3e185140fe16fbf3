package io.bulkverify.job;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.jline.utils.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears SIGTERM, SIGINT and SIGHUP while a run works. The virtual machine's own way, its
 * shutdown hooks, all begin at once, and one of them is H2's, which closes the database
 * before the run has written its last word.
 *
 * <p>
 * The last to register for a signal hears it: nothing in this process may open a terminal
 * that handles signals of its own.
 */
final class SignalWatch implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(SignalWatch.class);

	private static final Map<String, ExitCode> HEARD = Map.of("TERM", ExitCode.TERMINATED, "INT", ExitCode.INTERRUPTED,
			"HUP", ExitCode.HANGUP);

	private final Map<String, Object> before = new HashMap<>();

	/**
	 * Begins to listen.
	 * @param told on a thread of its own, with what the process is to exit with
	 */
	SignalWatch(Consumer<ExitCode> told) {
		HEARD.forEach((signal, exit) -> {
			Object handler = Signals.register(signal, () -> {
				told.accept(exit);
				logger.info("SIG{}: nothing more is begun; calls under way end, and everything is saved", signal);
			});
			if (handler != null) {
				this.before.put(signal, handler);
			}
		});
	}

	/** From now on signals end the process as usual. */
	@Override
	public void close() {
		this.before.forEach(Signals::unregister);
	}

}
