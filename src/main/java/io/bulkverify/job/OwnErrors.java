package io.bulkverify.job;

import java.time.Duration;
import java.time.Instant;

import io.bulkverify.member.Call;
import io.bulkverify.member.Member;
import io.bulkverify.member.Moment;
import io.bulkverify.member.Outcome;
import io.bulkverify.member.Progress;
import io.bulkverify.member.Reason;
import io.bulkverify.member.Stage;
import io.bulkverify.member.Trouble;
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
		Call kind = failed(claim);
		Trouble errors = kind.writes() ? progress.writeErrors() : progress.readErrors();
		if (errors.count() == 0
				|| this.health.failedItself(kind, member.id(), errors.since(), this.giveUpAfter, moment)) {
			return outcome;
		}
		Instant due = moment.now().plus(this.again);
		Progress next = (progress.stage() == Stage.REQUESTING && kind == Call.VERIFY) ? progress.in(Stage.PENDING, due)
				: progress.due(due);
		return new Outcome.WaitUntil(Wait.ERROR, next);
	}

	/** Reads that settle a call that changes something fail for its sake. */
	private Call failed(Claim claim) {
		Member member = claim.member();
		if (this.health.fails(claim.call(), member.id())) {
			return claim.call();
		}
		return switch (member.stage()) {
			case REQUESTING -> Call.VERIFY;
			case ANSWERING -> Call.RESUME;
			case PENDING, READY, VERIFYING, CONNECTED, VERIFIED, REPORTED -> claim.call();
		};
	}

}
