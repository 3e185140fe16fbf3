package io.bulkverify.job;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import io.bulkverify.store.Run;
import io.bulkverify.store.RunTable;

/**
 * Finds out which run a {@code rerun} is, and who its members are: those whose latest
 * outcome, in the run and its reruns, is still an exception (src/docs/decisions.md, no
 * 13).
 */
final class RerunDesk {

	private final RunTable runs;

	private final KnownRuns known;

	private final String api;

	private final InstantSource clock;

	RerunDesk(RunTable runs, KnownRuns known, String api, InstantSource clock) {
		this.runs = runs;
		this.known = known;
		this.api = api;
		this.clock = clock;
	}

	/**
	 * Whose exceptions a rerun takes up.
	 * @throws UsageException if there is no such run, or it is not finished
	 */
	MemberSource.Exceptions members(RerunRequest request) {
		List<Long> family = this.known.family(request.of()).stream().map(Run::id).toList();
		return new MemberSource.Exceptions(family, request.wanted(), this.runs.carriedColumns(request.of()));
	}

	/** An unfinished identical rerun. */
	Optional<Run> known(RerunRequest request) {
		return this.runs.unfinishedRerun(request.of(), request.filters());
	}

	/** The business date of its run. */
	LocalDate date(RerunRequest request) {
		return this.known.named(request.of()).businessDate();
	}

	/** A new one. */
	Run create(RerunRequest request) {
		Run of = this.known.named(request.of());
		return this.runs.create(of.businessDate(), of.listSha256(), of.listName(), this.api, of.id(), request.filters(),
				this.clock.instant());
	}

}
