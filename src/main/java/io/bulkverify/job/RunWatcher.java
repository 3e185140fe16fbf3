package io.bulkverify.job;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who wants to see how far a run is. Called about once a second, by one thread
 * at a time, until it is closed; must not throw.
 */
public interface RunWatcher extends AutoCloseable {

	/** A watcher for each run. */
	@FunctionalInterface
	interface Source {

		/** Null is the log. */
		@Nullable RunWatcher next();

	}

	/** The run as it stands now. */
	void see(RunGlance glance);

	/** The run has ended, for now or for good. */
	@Override
	void close();

}
