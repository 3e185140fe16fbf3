package io.bulkverify.job;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Optional;

import io.bulkverify.input.MemberList;
import io.bulkverify.store.Run;
import io.bulkverify.store.RunTable;
import org.jspecify.annotations.Nullable;

/** Which run a list is: a run is a date and a list (src/docs/decisions.md, no 13). */
final class RunFinder {

	private final RunTable runs;

	private final VerificationProperties settings;

	private final InstantSource clock;

	RunFinder(RunTable runs, VerificationProperties settings, InstantSource clock) {
		this.runs = runs;
		this.settings = settings;
		this.clock = clock;
	}

	/** The business date of a run that begins now. */
	LocalDate today() {
		return LocalDate.ofInstant(this.clock.instant(), this.settings.zoneOrSystem());
	}

	/**
	 * The run that this list has already; empty where it is a new one.
	 * @param date null: an unfinished run of the list whatever its date, else today's
	 */
	Optional<Run> known(@Nullable LocalDate date, MemberList list) {
		return (date != null) ? this.runs.latest(date, list.sha256())
				: this.runs.latestUnfinished(list.sha256()).or(() -> this.runs.latest(today(), list.sha256()));
	}

}
