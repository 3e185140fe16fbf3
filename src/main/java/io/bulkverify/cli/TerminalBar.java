package io.bulkverify.cli;

import java.io.PrintStream;
import java.util.function.IntSupplier;

import io.bulkverify.job.RunGlance;
import io.bulkverify.job.RunWatcher;
import org.jspecify.annotations.Nullable;

/** A run's progress as a bar, for somebody who sits at a terminal. */
final class TerminalBar implements RunWatcher {

	private final PrintStream terminal;

	private final IntSupplier width;

	private final Runnable whenClosed;

	private @Nullable RunGlance last;

	private int drawn;

	/** Draws on a terminal, whose width may change meanwhile. */
	static TerminalBar on(PrintStream terminal, TerminalWidth width) {
		return new TerminalBar(terminal, width, width::close);
	}

	/**
	 * Draws on something like a terminal.
	 * @param width of the terminal, in characters
	 * @param whenClosed what to do once nothing more is drawn
	 */
	TerminalBar(PrintStream terminal, IntSupplier width, Runnable whenClosed) {
		this.terminal = terminal;
		this.width = width;
		this.whenClosed = whenClosed;
	}

	@Override
	public void see(RunGlance glance) {
		this.last = glance;
		// In the last column some terminals begin a new line.
		draw(ProgressLine.of(glance, this.width.getAsInt() - 1));
	}

	/**
	 * The cursor goes back to the line's beginning, so that a line of the log is written
	 * over the bar, and not behind it.
	 */
	private void draw(String line) {
		this.terminal.print("\r" + line + " ".repeat(Math.max(0, this.drawn - line.length())) + "\r");
		this.terminal.flush();
		this.drawn = line.length();
	}

	@Override
	public void close() {
		RunGlance glance = this.last;
		if (glance != null) {
			draw((glance.members() == 0) ? "" : ProgressLine.ended(glance, this.width.getAsInt() - 1));
			if (glance.members() > 0) {
				this.terminal.println();
			}
		}
		this.whenClosed.run();
	}

}
