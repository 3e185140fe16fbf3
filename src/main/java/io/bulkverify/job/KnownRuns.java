package io.bulkverify.job;

import java.util.List;

import io.bulkverify.store.Run;
import io.bulkverify.store.RunTable;

/** The runs that an operator can name. */
final class KnownRuns {

	private final RunTable runs;

	KnownRuns(RunTable runs) {
		this.runs = runs;
	}

	/**
	 * The run of that id.
	 * @throws UsageException if there is none
	 */
	Run named(long id) {
		return this.runs.find(id).orElseThrow(() -> unknown(id));
	}

	/**
	 * The run of that id, which has ended for good.
	 * @throws UsageException if there is none, or it has not
	 */
	Run finished(long id) {
		return family(id).getFirst();
	}

	/**
	 * A run that has ended for good, its reruns and theirs.
	 * @throws UsageException if there is no such run, or it has not ended
	 */
	List<Run> family(long id) {
		List<Run> family = this.runs.family(id);
		if (family.isEmpty()) {
			throw unknown(id);
		}
		Run run = family.getFirst();
		if (!run.status().finished()) {
			throw new UsageException(
					"Run %d is not finished (%s): run its list again to go on with it, or close it with stop --run %d --close."
						.formatted(id, run.status(), id));
		}
		return family;
	}

	private static UsageException unknown(long id) {
		return new UsageException("There is no run %d; the status command lists the runs.".formatted(id));
	}

}
