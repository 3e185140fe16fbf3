package io.bulkverify.job;

import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;

import org.slf4j.MDC;

import org.springframework.core.task.TaskDecorator;

/**
 * Puts the run's id on every log line of the threads that work for it, as {@code run} in
 * the logging context.
 */
final class RunTag implements TaskDecorator {

	private static final String KEY = "run";

	private final String run;

	RunTag(long runId) {
		this.run = String.valueOf(runId);
	}

	/** Does work of the run on this thread. */
	<T> T call(Callable<T> work) throws Exception {
		MDC.put(KEY, this.run);
		try {
			return work.call();
		}
		finally {
			MDC.remove(KEY);
		}
	}

	@Override
	public Runnable decorate(Runnable task) {
		return () -> {
			MDC.put(KEY, this.run);
			try {
				task.run();
			}
			finally {
				MDC.remove(KEY);
			}
		};
	}

	/** Threads whose whole life belongs to the run. */
	ThreadFactory threads(ThreadFactory plain) {
		return (task) -> plain.newThread(decorate(task));
	}

}
