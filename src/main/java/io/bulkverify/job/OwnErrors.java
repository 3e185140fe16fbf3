package io.bulkverify.job;

import java.time.Duration;

import io.bulkverify.member.Call;
import io.bulkverify.member.Member;
import io.bulkverify.member.Moment;
import io.bulkverify.member.Outcome;
import io.bulkverify.member.Progress;
import io.bulkverify.member.Reason;
import io.bulkverify.member.Stage;
import io.bulkverify.member.Wait;

/**
 * Tells a member whose calls keep failing from an endpoint that fails for everybody:
 * nobody is reported for errors unless the same kind of call of another member has
 * succeeded meanwhile. Where no other member needs that kind of call, somebody is read
 * for it. Safe for use by many threads.
 */
final class OwnErrors {

	private final CallHealth health;

	private final Witnesses witnesses;

	private final Duration giveUpAfter;

	private final Duration again;

	/**
	 * @param giveUpAfter how long one member may answer with errors while others succeed
	 * @param again when a member that is not reported is asked again
	 */
	OwnErrors(CallHealth health, Witnesses witnesses, Duration giveUpAfter, Duration again) {
		this.health = health;
		this.witnesses = witnesses;
		this.giveUpAfter = giveUpAfter;
		this.again = again;
	}

	/** A few members that fail alone may be the only ones that need this kind of call. */
	private void seekWitness(Claim claim, Moment moment) {
		Call kind = claim.call();
		boolean few = !kind.writes() && this.health.silence(kind)
			.filter((silence) -> !silence.everybodys())
			.filter((silence) -> silence.until(moment.now()).compareTo(this.again) >= 0)
			.isPresent();
		if (few) {
			this.witnesses.seek(kind);
		}
	}

	/** The outcome of the claimed member's call, or what takes its place. */
	Outcome judge(Claim claim, Outcome outcome, Moment moment) {
		seekWitness(claim, moment);
		if (!(outcome instanceof Outcome.Report(var reason, var detail, var progress)) || reason != Reason.API_ERROR) {
			return outcome;
		}
		Member member = claim.member();
		boolean ofTheVerify = member.stage() == Stage.REQUESTING && !this.health.fails(claim.call(), member.id());
		Call kind = ofTheVerify ? Call.VERIFY : claim.call();
		if (this.health.failedItself(kind, member.id(), progress.errors().since(), this.giveUpAfter, moment)) {
			return outcome;
		}
		Progress next = ofTheVerify ? progress.in(Stage.PENDING, moment.now().plus(this.again))
				: progress.due(moment.now().plus(this.again));
		return new Outcome.WaitUntil(Wait.ERROR, next);
	}

}
