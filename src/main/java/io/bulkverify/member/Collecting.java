package io.bulkverify.member;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the account numbers of a member whose verification succeeded are worth
 * (src/docs/mx.md §1.6; §3.1, no 6).
 */
final class Collecting {

	private static final String NONE_YET = "no account numbers";

	private static final String MASKED = "masked account numbers";

	private static final int READS_BELIEVED = 2;

	private final PolicySettings settings;

	private final Pacing pacing;

	Collecting(PolicySettings settings, Pacing pacing) {
		this.settings = settings;
		this.pacing = pacing;
	}

	Outcome read(Progress connected, List<AccountNumber> numbers, Moment moment) {
		UsableNumbers usable = UsableNumbers.of(numbers);
		if (!usable.none()) {
			return usable.verified(connected, moment);
		}
		boolean masked = usable.othersMasked();
		Progress progress = connected.with(connected.sighting().of(masked ? MASKED : NONE_YET, moment));
		if (!believed(progress, masked, moment)) {
			return new Outcome.WaitUntil(Wait.POLL,
					progress.due(pacing.nextNumbers(progress.sighting().row(), moment)));
		}
		if (progress.attempt().inDoubt()) {
			return new Outcome.Report(Reason.UNCONFIRMED, doubt(progress.attempt()), progress);
		}
		return new Outcome.Report(masked ? Reason.MASKED_NUMBERS : Reason.NO_ACCOUNT_NUMBERS, null, progress);
	}

	/**
	 * Two reads, and a reason why a third would show the same: MX is done with the
	 * numbers, or has had time enough.
	 */
	private boolean believed(Progress progress, boolean masked, Moment moment) {
		Sighting sighting = progress.sighting();
		@Nullable Seen seen = progress.seen();
		boolean done = masked || (seen != null && seen.numbersProcessed());
		return (sighting.count() >= READS_BELIEVED && done) || (sighting.row().count() >= READS_BELIEVED
				&& sighting.row().lasted(settings.numbersGiveUpAfter(), moment));
	}

	private static @Nullable String doubt(Attempt attempt) {
		if (attempt.lost()) {
			return null;
		}
		return attempt.joined() ? "MX said that a verification ran already, but none was seen to run"
				: "MX took the verify, but nothing was seen to run";
	}

}
