package io.bulkverify.report;

import io.bulkverify.member.ConnectionStatus;
import io.bulkverify.member.Disposition;
import io.bulkverify.member.Reason;
import io.bulkverify.member.ReportedMember;

/** What finance can do about a reported member, in a sentence or two. */
final class NextStep {

	private NextStep() {
	}

	static String of(ReportedMember member) {
		String step = member.reason().nextStep();
		return skippedForItsStatus(member)
				? "%s If that is done already, write %2$s into the column verify_even (or let the run have --verify-even %2$s)."
					.formatted(step, member.status())
				: step;
	}

	/** Where the status alone saved the call, and has a name to override it by. */
	private static boolean skippedForItsStatus(ReportedMember member) {
		ConnectionStatus status = ConnectionStatus.of(member.status());
		if (member.verifyCalled() || !(status instanceof ConnectionStatus.Known) || status.word() == null) {
			return false;
		}
		return switch (status.disposition()) {
			case Disposition.Ended(Reason reason) -> reason == member.reason();
			case Disposition.Challenge ignored -> member.reason() == Reason.CHALLENGED;
			case Disposition.Success ignored -> false;
			case Disposition.InProgress ignored -> false;
			case Disposition.MayHeal ignored -> false;
		};
	}

}
