package io.bulkverify.cli;

import java.io.Closeable;
import java.io.IOError;
import java.io.IOException;
import java.util.function.IntSupplier;

import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * How wide the terminal is now. It leaves the process's signals alone, which JLine's
 * terminal would otherwise take from whoever listens to them.
 */
final class TerminalWidth implements IntSupplier, Closeable {

	private static final int USUAL = 80;

	private @Nullable Terminal terminal;

	private int last = USUAL;

	@Override
	public synchronized int getAsInt() {
		try {
			if (this.terminal == null) {
				this.terminal = TerminalBuilder.builder().system(true).nativeSignals(false).dumb(true).build();
			}
			int width = this.terminal.getWidth();
			this.last = (width > 0) ? width : USUAL;
		}
		catch (IOException | IOError ex) {
			// It asks a program of the system, which a signal may have ended.
			return this.last;
		}
		return this.last;
	}

	@Override
	public synchronized void close() {
		try {
			if (this.terminal != null) {
				this.terminal.close();
			}
		}
		catch (IOException | IOError ex) {
			// Nothing of the terminal was changed.
			this.terminal = null;
		}
	}

}
