package io.bulkverify.job;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a run that hangs: a database that neither answers nor fails, such as an embedded
 * one whose disk is full, can hold a thread for ever, and with it everything that would
 * notice. Looks from a thread of its own that needs no database. First it asks for an
 * orderly end; where nothing comes of that, it ends the process: everything that was
 * written stays, and the same command goes on. A disk that is about to be full ends the
 * run in order before it comes to that.
 */
final class HungWatch {

	private static final Logger logger = LoggerFactory.getLogger(HungWatch.class);

	/**
	 * An orderly end takes no longer than that where nothing hangs, and no connection
	 * with a time-out of its own (application.yml: socketTimeout) waits so long.
	 */
	static final Duration END_LASTS = Duration.ofSeconds(90);

	private final OutageWatch outage;

	private final StopSignal stop;

	private final Duration giveUpAfter;

	private final RunningTime time;

	private final Supplier<Optional<String>> shortage;

	private final LastResort end;

	private @Nullable Duration endingSince;

	/**
	 * @param giveUpAfter how long the database may take for one answer
	 * @param shortage what is to be done for the database's disk, if anything
	 * @param end ends the process at once
	 */
	HungWatch(OutageWatch outage, StopSignal stop, Duration giveUpAfter, RunningTime time,
			Supplier<Optional<String>> shortage, LastResort end) {
		this.outage = outage;
		this.stop = stop;
		this.giveUpAfter = giveUpAfter;
		this.time = time;
		this.shortage = shortage;
		this.end = end;
	}

	/** To be called every second or so. */
	void look() {
		Duration hung = this.outage.hungFor();
		if (hung.compareTo(this.giveUpAfter) >= 0 && !this.stop.raisedForGood()) {
			this.stop.raise(new StopSignal.Cause.Failure(
					"the database has neither answered nor failed for %d s (is its disk full?)"
						.formatted(hung.toSeconds())));
		}
		this.shortage.get().ifPresent((remedy) -> this.stop.raise(new StopSignal.Cause.Failure(remedy)));
		StopSignal.Cause why = this.stop.raisedForGood() ? this.stop.cause().orElse(null) : null;
		if (why == null) {
			this.endingSince = null;
			return;
		}
		Duration now = this.time.now();
		if (this.endingSince == null) {
			this.endingSince = now;
		}
		else if (now.minus(this.endingSince).compareTo(END_LASTS) >= 0 && hung.compareTo(END_LASTS) >= 0) {
			this.end.endNow(exit(why),
					"%s; the run cannot end in order, because the database has held it up for %d s: the process ends here. Everything written so far is kept: run the same command again to go on"
						.formatted(why.why(), hung.toSeconds()));
		}
	}

	/** Ends the process from a thread that waits for nobody. */
	@FunctionalInterface
	interface LastResort {

		LastResort HALT = (exit, lastWords) -> {
			logger.error(lastWords);
			Runtime.getRuntime().halt(exit.code());
		};

		void endNow(ExitCode exit, String lastWords);

	}

	private static ExitCode exit(StopSignal.Cause why) {
		return switch (why) {
			case StopSignal.Cause.Signal(var exit) -> exit;
			case StopSignal.Cause.Operator ignored -> ExitCode.STOPPED;
			case StopSignal.Cause.LeaseLost ignored -> ExitCode.BUSY;
			case StopSignal.Cause.Failure ignored -> ExitCode.FAILED;
			case StopSignal.Cause.Setback ignored -> ExitCode.FAILED;
		};
	}

}
