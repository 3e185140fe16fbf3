package io.bulkverify.job;

import java.time.InstantSource;
import java.util.Optional;

import io.bulkverify.member.Answer;
import io.bulkverify.member.Institutions;
import io.bulkverify.member.ListedMember;
import io.bulkverify.member.Member;
import io.bulkverify.member.Moment;
import io.bulkverify.member.Outcome;
import io.bulkverify.member.Refusal;
import io.bulkverify.member.Seen;
import io.bulkverify.member.Selection;
import io.bulkverify.member.Taken;
import io.bulkverify.member.VerificationPolicy;
import io.bulkverify.mx.MxApi;
import io.bulkverify.store.Decision;

import org.springframework.batch.infrastructure.item.ItemProcessor;

/**
 * Makes the one call that a claimed member needs and asks the policy what follows. Runs
 * on a virtual thread for each member; the call is where the thread waits, for its permit
 * and for its answer.
 */
final class MemberCalls implements ItemProcessor<Claim, Decision> {

	private final MxApi mx;

	private final VerificationPolicy policy;

	private final Institutions institutions;

	private final InstantSource clock;

	private final PatienceClock patience;

	private final boolean includeTransactions;

	MemberCalls(MxApi mx, VerificationPolicy policy, Institutions institutions, InstantSource clock,
			PatienceClock patience, boolean includeTransactions) {
		this.mx = mx;
		this.policy = policy;
		this.institutions = institutions;
		this.clock = clock;
		this.patience = patience;
		this.includeTransactions = includeTransactions;
	}

	@Override
	public Decision process(Claim claim) {
		Member member = claim.member();
		ListedMember listed = member.asked();
		Outcome outcome = switch (claim.call()) {
			case READ_MEMBER -> this.policy.afterRead(member, this.mx.readMember(listed), now());
			case READ_STATUS -> this.policy.afterRead(member, this.mx.readStatus(listed), now());
			case VERIFY -> verify(member, listed.orIncludingTransactions(this.includeTransactions));
			case LIST_CHALLENGES -> this.policy.afterChallenges(member, this.mx.listChallenges(listed), now());
			case RESUME -> this.policy.afterResume(member, this.mx.resume(listed, chosen(member)), now());
			case READ_ACCOUNT_NUMBERS -> this.policy.afterAccountNumbers(member, this.mx.accountNumbers(listed), now());
		};
		return new Decision(member, outcome);
	}

	/**
	 * A bank that is known to refuse is not asked again: its member is reported as if it
	 * had been.
	 */
	private Outcome verify(Member member, ListedMember listed) {
		Seen seen = member.progress().seen();
		String bank = (seen != null) ? seen.institutionCode() : null;
		Optional<Refusal> refusal = this.institutions.refuses(bank);
		if (refusal.isPresent()) {
			return this.policy.refusedUnasked(member, refusal.get());
		}
		Answer<Taken> answer = this.mx.verify(listed, () -> this.policy.mayStillVerify(member, this.clock.instant()));
		this.institutions.answered(bank, answer);
		return this.policy.afterVerify(member, answer, now());
	}

	private static Selection chosen(Member member) {
		Selection selection = member.progress().selection();
		if (selection == null) {
			throw new IllegalStateException("no account was chosen for the member in row " + member.id());
		}
		return selection;
	}

	/** Read after the answer has come: a due time counts from then. */
	private Moment now() {
		return new Moment(this.clock.instant(), this.patience.now());
	}

}
