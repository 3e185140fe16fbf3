package io.bulkverify.job;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import io.bulkverify.input.MemberList;
import io.bulkverify.store.Run;
import io.bulkverify.store.RunTable;
import org.jspecify.annotations.Nullable;

/** Which run a list is: a run is a date and a list (README.md, "Using it"). */
final class RunFinder {

	private final RunTable runs;

	private final VerificationProperties settings;

	private final InstantSource clock;

	RunFinder(RunTable runs, VerificationProperties settings, InstantSource clock) {
		this.runs = runs;
		this.settings = settings;
		this.clock = clock;
	}

	/**
	 * What runs there are for a list, and beside it.
	 *
	 * @param date the business date that is asked for
	 * @param known the run that the list has for that date, finished or not
	 * @param earlier its unfinished runs of earlier dates, which come first, oldest
	 * first; none where the operator has named a date
	 * @param others unfinished runs that are none of these
	 */
	record Found(LocalDate date, Optional<Run> known, List<Run> earlier, List<Run> others) {
	}

	/**
	 * Looks for a list's runs.
	 * @param date null is today
	 */
	Found find(@Nullable LocalDate date, MemberList list) {
		LocalDate asked = (date != null) ? date : today();
		List<Run> unfinished = this.runs.unfinished();
		List<Run> earlier = (date != null) ? List.of()
				: unfinished.stream().filter((run) -> isOf(list, run) && run.businessDate().isBefore(asked)).toList();
		List<Run> others = unfinished.stream()
			.filter((run) -> !earlier.contains(run) && !(isOf(list, run) && run.businessDate().equals(asked)))
			.toList();
		return new Found(asked, this.runs.latest(asked, list.sha256()), earlier, others);
	}

	private static boolean isOf(MemberList list, Run run) {
		return run.rerunOf() == null && run.listSha256().equals(list.sha256());
	}

	/** The business date of a run that begins now. */
	LocalDate today() {
		return LocalDate.ofInstant(this.clock.instant(), this.settings.zoneOrSystem());
	}

}
