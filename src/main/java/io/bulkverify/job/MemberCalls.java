package io.bulkverify.job;

import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

import org.springframework.batch.infrastructure.item.ItemProcessor;

import io.bulkverify.member.Answer;
import io.bulkverify.member.Call;
import io.bulkverify.member.ListedMember;
import io.bulkverify.member.Member;
import io.bulkverify.member.Moment;
import io.bulkverify.member.Outcome;
import io.bulkverify.member.Selection;
import io.bulkverify.member.Stage;
import io.bulkverify.member.Taken;
import io.bulkverify.member.VerificationPolicy;
import io.bulkverify.member.Wait;
import io.bulkverify.mx.MxApi;
import io.bulkverify.store.Decision;

/**
 * Makes the one call that a claimed member needs and asks the policy what follows. Runs
 * on a virtual thread for each member; the call is where the thread waits, for its permit
 * and for its answer.
 */
final class MemberCalls implements ItemProcessor<Claim, Decision> {

	private final MxApi mx;

	private final VerificationPolicy policy;

	private static final Set<Stage> UNDER_WAY = EnumSet.of(Stage.VERIFYING, Stage.ANSWERING, Stage.CONNECTED);

	private final Banks banks;

	private final CallHealth health;

	private final OwnErrors ownErrors;

	private final InstantSource clock;

	private final PatienceClock patience;

	private final boolean includeTransactions;

	MemberCalls(MxApi mx, VerificationPolicy policy, Banks banks, CallHealth health, OwnErrors ownErrors,
			InstantSource clock, PatienceClock patience, boolean includeTransactions) {
		this.mx = mx;
		this.policy = policy;
		this.banks = banks;
		this.health = health;
		this.ownErrors = ownErrors;
		this.clock = clock;
		this.patience = patience;
		this.includeTransactions = includeTransactions;
	}

	@Override
	public Decision process(Claim claim) {
		Member member = claim.member();
		Outcome outcome = this.banks.beforeCall(claim, now())
			.orElseGet(() -> this.banks.beforePaying(member, called(claim), now()));
		if (borneAsError(claim, outcome)) {
			this.health.bears(claim.call(), member.id(), this.clock.instant());
		}
		Outcome judged = this.ownErrors.judge(claim, outcome, now());
		noteWhatIsWanted(member, judged);
		return new Decision(member, judged);
	}

	/** A refusal to have a member read that MX has shown before. */
	private static boolean borneAsError(Claim claim, Outcome outcome) {
		return !claim.call().writes() && claim.member().progress().known()
				&& outcome.progress().readErrors().count() > 0;
	}

	/** A kind of call is missed only as long as somebody needs it. */
	private void noteWhatIsWanted(Member member, Outcome outcome) {
		Stage after = WorkQueue.stageAfter(outcome);
		if (after.terminal()) {
			this.health.ended(member.id());
		}
		else if (UNDER_WAY.contains(after) || waits(outcome, Wait.CONFLICT) || waits(outcome, Wait.INSTITUTION)) {
			this.health.wantsNoMore(Call.VERIFY, member.id());
		}
		if (!waits(outcome, Wait.INSTITUTION)) {
			this.banks.goesOn(member);
		}
	}

	private static boolean waits(Outcome outcome, Wait why) {
		return outcome instanceof Outcome.WaitUntil(var reason, var ignored) && reason == why;
	}

	private Outcome called(Claim claim) {
		Member member = claim.member();
		ListedMember listed = member.asked();
		return switch (claim.call()) {
			case READ_MEMBER -> this.policy.afterRead(member, heard(claim, () -> this.mx.readMember(listed)), now());
			case READ_STATUS -> this.policy.afterRead(member, heard(claim, () -> this.mx.readStatus(listed)), now());
			case VERIFY -> verify(claim, listed.orIncludingTransactions(this.includeTransactions));
			case LIST_CHALLENGES ->
				this.policy.afterChallenges(member, heard(claim, () -> this.mx.listChallenges(listed)), now());
			case RESUME ->
				this.policy.afterResume(member, heard(claim, () -> this.mx.resume(listed, chosen(member))), now());
			case READ_ACCOUNT_NUMBERS ->
				this.policy.afterAccountNumbers(member, heard(claim, () -> this.mx.accountNumbers(listed)), now());
		};
	}

	private Outcome verify(Claim claim, ListedMember listed) {
		Member member = claim.member();
		Answer<Taken> answer = heard(claim,
				() -> this.mx.verify(listed, () -> this.policy.mayStillVerify(member, this.clock.instant())));
		Moment moment = now();
		return this.banks.afterVerify(member, answer, this.policy.afterVerify(member, answer, moment), moment);
	}

	private <T> Answer<T> heard(Claim claim, Supplier<Answer<T>> call) {
		long member = claim.member().id();
		Instant asked = this.clock.instant();
		this.health.asking(claim.call(), member, asked);
		Answer<T> answer = call.get();
		this.health.heard(claim.call(), member, answer, asked, now());
		return answer;
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
