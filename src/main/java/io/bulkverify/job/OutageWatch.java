package io.bulkverify.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.bulkverify.store.StaleRowException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.UncategorizedDataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Waits out what is away for everybody: MX, or the database. Nobody is reported for an
 * outage; patience stands still while it lasts, one line a minute says so, and when it
 * has lasted too long the run stops as resumable. Safe for use by many threads.
 */
final class OutageWatch {

	private static final Logger logger = LoggerFactory.getLogger(OutageWatch.class);

	/** Whatever is back sooner is not worth a word. */
	private static final Duration WORTH_A_WORD = Duration.ofSeconds(2);

	private static final Duration REMIND_EVERY = Duration.ofMinutes(1);

	private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

	/**
	 * While MX is away, so many members of a lane, of reads and of verifies each, may
	 * find out whether it is back.
	 */
	private static final int SCOUTS = 2;

	private final RunningTime time;

	private final PatienceClock patience;

	private final Duration giveUpAfter;

	private final StopSignal stop;

	private final Work<? extends RuntimeException> question;

	private @Nullable Duration mxAwaySince;

	private @Nullable Duration databaseAwaySince;

	private String databaseTrouble = "no answer";

	private boolean blind;

	private @Nullable Duration saidAt;

	/** When work that needs the database, and has not come back, was begun. */
	private final Map<Object, Duration> underWay = new ConcurrentHashMap<>();

	/**
	 * @param time what the length of an outage is measured by: a wall clock that is set
	 * ahead ends no run, and time in which nobody could ask is no outage
	 * @param question a harmless one to the database, to hear whether it is back
	 */
	OutageWatch(RunningTime time, PatienceClock patience, Duration giveUpAfter, StopSignal stop,
			Work<? extends RuntimeException> question) {
		this.time = time;
		this.patience = patience;
		this.giveUpAfter = giveUpAfter;
		this.stop = stop;
		this.question = question;
	}

	/**
	 * What is known of MX now.
	 * @param trouble what its calls met, and where it is asked
	 */
	synchronized void mx(Optional<Instant> awaySince, String trouble) {
		if (awaySince.isEmpty() && saidSince(this.mxAwaySince)) {
			logger.info("MX answers again");
		}
		this.mxAwaySince = awaySince.isEmpty() ? null : sinceOrNow(this.mxAwaySince);
		judge("MX", trouble, this.mxAwaySince);
	}

	/** Whether MX, though there, shows none of the run's members. */
	synchronized void blind(boolean now) {
		this.blind = now;
	}

	private synchronized void database(boolean away) {
		if (!away && saidSince(this.databaseAwaySince)) {
			logger.info("The database answers again");
		}
		this.databaseAwaySince = away ? sinceOrNow(this.databaseAwaySince) : null;
		judge("The database", this.databaseTrouble, this.databaseAwaySince);
	}

	private synchronized void trouble(String what) {
		this.databaseTrouble = what;
	}

	private Duration sinceOrNow(@Nullable Duration since) {
		return (since != null) ? since : this.time.now();
	}

	private boolean saidSince(@Nullable Duration away) {
		return away != null && this.saidAt != null && this.saidAt.compareTo(away) > 0;
	}

	private void judge(String who, String trouble, @Nullable Duration since) {
		if (this.mxAwaySince == null && this.databaseAwaySince == null && !this.blind) {
			this.patience.goOn();
			return;
		}
		this.patience.standStill();
		if (since == null) {
			return;
		}
		Duration now = this.time.now();
		Duration away = now.minus(since);
		if (away.compareTo(this.giveUpAfter) >= 0) {
			this.stop.raise(new StopSignal.Cause.Failure(
					who + " has been away for " + away.toSeconds() + " s (" + trouble + ")"));
		}
		else if (away.compareTo(WORTH_A_WORD) >= 0 && notSaidSince(now.minus(REMIND_EVERY))) {
			this.saidAt = now;
			logger.warn("{} has been away for {} s ({}); the run waits, nobody is reported for it", who,
					away.toSeconds(), trouble);
		}
	}

	private boolean notSaidSince(Duration then) {
		return this.saidAt == null || this.saidAt.compareTo(then) < 0;
	}

	private synchronized boolean databaseAway() {
		return this.databaseAwaySince != null;
	}

	/** How many calls of a kind a lane may have in flight, of so many at other times. */
	synchronized int limit(int otherwise) {
		return this.mxAwaySince == null ? otherwise : Math.min(SCOUTS, otherwise);
	}

	/** Whether MX or the database is away. */
	synchronized boolean away() {
		return this.mxAwaySince != null || this.databaseAwaySince != null;
	}

	/**
	 * Work that needs the database.
	 *
	 * @param <E> what it may fail with
	 */
	@FunctionalInterface
	interface Work<E extends Exception> {

		void run() throws E;

	}

	/**
	 * Does the work, again and again while the database is away; what the caller
	 * remembers must make a repetition harmless.
	 * @param wakeup where to wait
	 */
	void databaseAnswers(Work<?> work, Wakeup wakeup) throws Exception {
		while (true) {
			try {
				watched(() -> {
					work.run();
					if (databaseAway()) {
						// The work may have needed nothing of it.
						this.question.run();
						database(false);
					}
				});
				return;
			}
			catch (DataAccessException | TransactionException ex) {
				if (!passes(ex)) {
					throw ex;
				}
				logger.debug("the database did not answer", ex);
				trouble(Causes.inWords(ex));
				database(true);
				if (this.stop.raisedForGood()) {
					throw ex;
				}
				wakeup.await(BETWEEN_TRIES, BETWEEN_TRIES);
			}
		}
	}

	/** Does the work once; {@link #hungFor} knows how long it takes. */
	<E extends Exception> void watched(Work<E> work) throws E {
		Object mark = new Object();
		this.underWay.put(mark, this.time.now());
		try {
			work.run();
		}
		finally {
			this.underWay.remove(mark);
		}
	}

	/**
	 * For how long work has been waiting for a database that neither answers nor fails;
	 * zero where none is under way. Whoever asks must not need the database.
	 */
	Duration hungFor() {
		Duration now = this.time.now();
		return this.underWay.values().stream().map(now::minus).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
	}

	/** Whether the database failed in a way that may pass by itself. */
	static boolean passes(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof StaleRowException) {
				return false;
			}
			if (cause instanceof DataAccessException || cause instanceof TransactionException) {
				// A pool's "connection is closed" has no category.
				return !(cause instanceof NonTransientDataAccessException)
						|| cause instanceof NonTransientDataAccessResourceException
						|| cause instanceof UncategorizedDataAccessException;
			}
		}
		return false;
	}

}
