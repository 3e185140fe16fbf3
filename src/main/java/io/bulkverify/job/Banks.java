package io.bulkverify.job;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import io.bulkverify.member.Answer;
import io.bulkverify.member.Call;
import io.bulkverify.member.Institutions;
import io.bulkverify.member.Member;
import io.bulkverify.member.Moment;
import io.bulkverify.member.Outcome;
import io.bulkverify.member.Reason;
import io.bulkverify.member.Refusal;
import io.bulkverify.member.Seen;
import io.bulkverify.member.Stage;
import io.bulkverify.member.Taken;
import io.bulkverify.member.VerificationPolicy;

/**
 * What the run knows of a member's bank decides whether its calls are worth making: a
 * bank that refuses is not asked for its other members, and members of one that is away
 * wait without a call while there is other work. Safe for use by many threads.
 */
final class Banks {

	private final Institutions institutions;

	private final BankRecords records;

	private final VerificationPolicy policy;

	private final LongSupplier open;

	private final Duration lookAgain;

	/**
	 * @param open how many members of the run have not ended
	 * @param lookAgain how often a member that waits for its bank looks whether it still
	 * must
	 */
	Banks(Institutions institutions, BankRecords records, VerificationPolicy policy, LongSupplier open,
			Duration lookAgain) {
		this.institutions = institutions;
		this.records = records;
		this.policy = policy;
		this.open = open;
		this.lookAgain = lookAgain;
	}

	/** What becomes of the member without the call; empty where it is to be made. */
	Optional<Outcome> beforeCall(Claim claim, Moment moment) {
		Member member = claim.member();
		if (claim.call() != Call.VERIFY && member.stage() != Stage.PENDING) {
			return Optional.empty();
		}
		Institutions.Standing standing = (claim.call() == Call.VERIFY)
				? this.institutions.beforeVerify(bank(member), moment.now()) : this.institutions.standing(bank(member));
		return switch (standing) {
			case Institutions.Standing.Open ignored -> {
				this.institutions.goesOn(member.id());
				yield Optional.empty();
			}
			case Institutions.Standing.Refuses(var refusal) -> {
				this.institutions.goesOn(member.id());
				yield Optional.of(this.policy.refusedUnasked(member, refusal));
			}
			case Institutions.Standing.Away away when claim.call() != Call.VERIFY
					&& !moment.now().isBefore(away.trialAt()) ->
				Optional.empty();
			case Institutions.Standing.Away ignored ->
				Optional.of(away(member, moment, this.policy.refusedUnasked(member, Refusal.INSTITUTION_UNAVAILABLE)));
		};
	}

	/**
	 * A member that is ready to be paid for is not where its bank's own record speaks
	 * against it.
	 */
	Outcome beforePaying(Member member, Outcome outcome, Moment moment) {
		Seen seen = outcome.progress().seen();
		if (seen == null || !(outcome instanceof Outcome.Advance) || WorkQueue.stageAfter(outcome) != Stage.READY) {
			return outcome;
		}
		return switch (this.records.of(member.asked(), seen.institutionCode(), seen.institutionGuid(), moment.now())) {
			case BankRecords.Verdict.MayVerify ignored -> outcome;
			case BankRecords.Verdict.AskAgain(var at) -> this.policy.waitsForInstitution(outcome.progress(), at);
			case BankRecords.Verdict.Excluded ignored -> this.policy.excludedByItsBank(outcome.progress());
		};
	}

	/** Learns from the answer to a verify. */
	Outcome afterVerify(Member member, Answer<Taken> answer, Outcome outcome, Moment moment) {
		this.institutions.answered(bank(member), answer, moment.now());
		boolean away = outcome instanceof Outcome.Report report && report.reason() == Reason.INSTITUTION_UNAVAILABLE
				&& this.institutions.standing(bank(member)) instanceof Institutions.Standing.Away;
		return away ? away(member, moment, outcome) : outcome;
	}

	/**
	 * The member waits, unless all that is left of the run does.
	 * @param end what it is reported as then
	 */
	private Outcome away(Member member, Moment moment, Outcome end) {
		this.institutions.waits(member.id());
		if (this.open.getAsLong() <= this.institutions.waiting()) {
			this.institutions.goesOn(member.id());
			return end;
		}
		return this.policy.waitsForInstitution(end.progress(), moment.now().plus(this.lookAgain));
	}

	/** The member waits for its bank no more, if it ever did. */
	void goesOn(Member member) {
		this.institutions.goesOn(member.id());
	}

	private static @Nullable String bank(Member member) {
		Seen seen = member.progress().seen();
		return (seen != null) ? seen.institutionCode() : null;
	}

}
