package io.bulkverify.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

import io.bulkverify.job.RunGlance;
import io.bulkverify.job.RunWatcher;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A run's progress as a bar, for somebody who sits at a terminal. */
final class TerminalBar implements RunWatcher {

	/** Redrawn by {@link #see}; the bar's own clock need not. */
	private static final int SELDOM = 60_000;

	private final PrintStream terminal;

	private final int width;

	private @Nullable ProgressBar bar;

	private volatile @Nullable Duration left;

	/**
	 * Draws on a terminal.
	 * @param width in characters; 0 asks the terminal
	 */
	TerminalBar(PrintStream terminal, int width) {
		this.terminal = terminal;
		this.width = width;
	}

	@Override
	public void see(RunGlance glance) {
		if (glance.members() == 0) {
			return;
		}
		this.left = glance.left();
		ProgressBar drawn = this.bar;
		if (drawn == null) {
			drawn = draw(glance);
			this.bar = drawn;
		}
		drawn.setExtraMessage(message(glance));
		drawn.stepTo(glance.done());
		drawn.refresh();
	}

	private ProgressBar draw(RunGlance glance) {
		return new ProgressBarBuilder().setTaskName("Run " + glance.runId())
			.setInitialMax(glance.members())
			.startsFrom(glance.done(), Duration.ZERO)
			.setStyle(ProgressBarStyle.ASCII)
			.setUpdateIntervalMillis(SELDOM)
			.continuousUpdate()
			.setEtaFunction((state) -> Optional.ofNullable(this.left))
			.setConsumer((this.width > 0) ? new ConsoleProgressBarConsumer(this.terminal, this.width)
					: new ConsoleProgressBarConsumer(this.terminal))
			.build();
	}

	private static String message(RunGlance glance) {
		StringBuilder text = new StringBuilder(String.format(Locale.ROOT, " %.1f/s, %,d verified, %,d exceptions",
				glance.perSecond(), glance.verified(), glance.exceptions()));
		glance.waits().forEach((wait) -> text.append(", ").append(wait));
		return text.toString();
	}

	@Override
	public void close() {
		if (this.bar != null) {
			this.bar.close();
		}
	}

}
