package io.bulkverify.member;

import java.util.List;

/**
 * What the account numbers of a member whose verification succeeded are worth
 * (src/docs/mx.md §1.6; §3.1, no 6).
 */
final class Collecting {

	private static final String NONE_YET = "no account numbers";

	private static final int READS_BELIEVED = 2;

	private final Pacing pacing;

	Collecting(Pacing pacing) {
		this.pacing = pacing;
	}

	Outcome read(Progress connected, List<AccountNumber> numbers, Moment moment) {
		Progress progress = connected;
		List<AccountNumber> usable = numbers.stream().filter(AccountNumber::usable).toList();
		if (!usable.isEmpty()) {
			return new Outcome.Verified(usable, progress.in(Stage.VERIFIED, moment.now()));
		}
		if (numbers.stream().anyMatch(AccountNumber::masked)) {
			return new Outcome.Report(Reason.MASKED_NUMBERS, null, progress);
		}
		Sighting sighting = progress.sighting().of(NONE_YET);
		if (sighting.count() < READS_BELIEVED) {
			return new Outcome.WaitUntil(Wait.POLL, progress.with(sighting).due(pacing.nextRead(moment)));
		}
		return new Outcome.Report(Reason.NO_ACCOUNT_NUMBERS, null, progress.with(sighting));
	}

}
