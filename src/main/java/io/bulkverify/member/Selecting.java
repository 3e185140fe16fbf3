package io.bulkverify.member;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a member that is asked something: answered where it is an account
 * selection and a rule applies.
 */
final class Selecting {

	private static final String NOT_OURS = "this program did not ask for it: the customer must choose";

	private final PolicySettings settings;

	private final Pacing pacing;

	Selecting(PolicySettings settings, Pacing pacing) {
		this.settings = settings;
		this.pacing = pacing;
	}

	/** Whether the list or the settings say how to choose an account for this member. */
	boolean canAnswer(Member member) {
		return !(rule(member) instanceof SelectionRule.ReportIt);
	}

	/** Whether it would also answer what this verification of the member asks. */
	boolean wouldAnswer(Member member, Progress progress) {
		return canAnswer(member) && !perhapsForeign(progress);
	}

	/** What is asked by a verification that is not ours to answer for. */
	static @Nullable String forTheCustomer(List<Challenge> challenges) {
		if (challenges.isEmpty()) {
			return null;
		}
		return AccountSelection.in(challenges)
			.map(selection -> AccountSelection.labels(selection) + "; " + NOT_OURS)
			.orElseGet(() -> AccountSelection.describe(challenges));
	}

	private SelectionRule rule(Member member) {
		return SelectionRule.forMember(member.listed().accountLabel(), settings.selection());
	}

	/**
	 * @param progress with what the latest read showed
	 * @param challenges all that MX asks of the member; empty where it no longer asks
	 */
	Outcome decide(Member member, Progress progress, List<Challenge> challenges, Moment moment) {
		if (challenges.isEmpty()) {
			return new Outcome.WaitUntil(Wait.POLL,
					progress.with(progress.sighting().askedNothing(moment)).due(pacing.nextRead(moment)));
		}
		Optional<Challenge> selection = AccountSelection.in(challenges);
		return selection.isPresent() ? choose(member, progress, selection.get(), moment)
				: new Outcome.Report(Reason.CHALLENGED, AccountSelection.describe(challenges), progress);
	}

	private Outcome choose(Member member, Progress progress, Challenge challenge, Moment moment) {
		if (perhapsForeign(progress)) {
			// A person may be choosing at this moment.
			return new Outcome.Report(Reason.ACCOUNT_SELECTION_NEEDED, forTheCustomer(List.of(challenge)), progress);
		}
		@Nullable Selection sent = progress.selection();
		if (sent != null && sent.refused() == null && sent.challengeGuid().equals(challenge.guid())) {
			// Answered already; MX shows the question for a while longer (src/docs/mx.md
			// §1.5).
			return new Outcome.WaitUntil(Wait.POLL, progress.with(Sighting.NONE).due(pacing.nextRead(moment)));
		}
		if (sent != null && sent.exhausted()) {
			return needed(progress, challenge);
		}
		Optional<Challenge.Option> choice = rule(member).choose(challenge.options());
		if (choice.isEmpty()) {
			return needed(progress, challenge);
		}
		int before = sent == null ? 0 : sent.sent();
		Selection answer = new Selection(challenge.guid(), choice.get().value(), before, null, null);
		return new Outcome.Advance(progress.with(answer).in(Stage.ANSWERING, moment.now()));
	}

	/**
	 * Whether the verification may be somebody else's: joined, or running already when a
	 * verify was sent whose answer was lost.
	 */
	private static boolean perhapsForeign(Progress progress) {
		@Nullable Baseline baseline = progress.baseline();
		boolean ranBefore = baseline != null && baseline.running();
		return progress.attempt().joined() || (progress.attempt().lost() && ranBefore);
	}

	private static Outcome needed(Progress progress, Challenge challenge) {
		return new Outcome.Report(Reason.ACCOUNT_SELECTION_NEEDED, AccountSelection.labels(challenge), progress);
	}

}
