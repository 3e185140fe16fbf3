package io.bulkverify.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Map;
import java.util.Set;

import io.bulkverify.member.AccountNumber;
import io.bulkverify.member.Attempt;
import io.bulkverify.member.Baseline;
import io.bulkverify.member.ConnectionStatus;
import io.bulkverify.member.Earlier;
import io.bulkverify.member.ListRow;
import io.bulkverify.member.ListedMember;
import io.bulkverify.member.Member;
import io.bulkverify.member.Outcome;
import io.bulkverify.member.Progress;
import io.bulkverify.member.Reason;
import io.bulkverify.member.ReportedMember;
import io.bulkverify.member.Stage;
import io.bulkverify.member.Trouble;
import org.junit.jupiter.api.Test;

import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.database.JdbcCursorItemReader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A night and its reruns: who is still an exception, and what became of everybody. */
abstract class FamilyContract extends StoreContract {

	private static final Set<Reason> ANY = EnumSet.allOf(Reason.class);

	FamilyContract(TestDatabase kind) {
		super(kind);
	}

	@Test
	void aFamilyIsARunWithItsRerunsAndTheirs() {
		Run night = newRun();
		Run rerun = rerunOf(night.id());
		Run third = rerunOf(rerun.id());
		newRun();

		assertThat(runs.family(night.id())).containsExactly(night, rerun, third);
		assertThat(runs.family(third.id())).containsExactly(third);
		assertThat(runs.family(-1)).isEmpty();
	}

	@Test
	void anUnfinishedRerunIsFoundByItsRunAndItsFilters() {
		Run night = newRun();
		Run rerun = runs.create(DATE, night.listSha256(), "members.csv", "atrium", night.id(), "{a}", NOW);

		assertThat(runs.unfinishedRerun(night.id(), "{a}")).contains(rerun);
		assertThat(runs.unfinishedRerun(night.id(), "{b}")).isEmpty();
		assertThat(runs.unfinishedRerun(rerun.id(), "{a}")).isEmpty();

		runs.ended(rerun.id(), RunStatus.FINISHED, 0, NOW);
		assertThat(runs.unfinishedRerun(night.id(), "{a}")).isEmpty();
	}

	@Test
	void theListsOwnColumnsAreRememberedInTheirOrder() {
		long run = newRun().id();
		assertThat(runs.carriedColumns(run)).isEmpty();

		runs.carriedColumns(run, List.of("z last", "a, \"first\"", ""));

		assertThat(runs.carriedColumns(run)).containsExactly("z last", "a, \"first\"", "");
	}

	@Test
	void exceptionsAreListedAgainAsTheListHadThemAndWithNothingOfWhatHappened() {
		long night = newRun().id();
		ListedMember member = new ListedMember(7, "USR-7", "MBR-%d-7".formatted(night), "Checking", true,
				Set.of(ConnectionStatus.Known.EXPIRED), "u7");
		table.insert(night, List.of(new ListRow.Listed(member, Map.of("b", "1", "a", "2"), ""), row(night, 8)), NOW);
		report(night, 7, Reason.DENIED, NOW);
		verify(night, 8, "1", NOW);
		long rerun = rerunOf(night).id();

		assertThat(outcomes.relist(List.of(night), ANY, rerun, NOW)).isOne();

		assertThat(only(rerun, Stage.PENDING).listed()).isEqualTo(member);
		assertThat(only(rerun, Stage.PENDING).progress()).isEqualTo(Progress.listed(NOW));
		assertThat(runs.find(rerun).orElseThrow().inputRows()).isOne();
		report(rerun, 7, Reason.DENIED, NOW);
		assertThat(reported(List.of(rerun))).extracting(ReportedMember::carried)
			.containsExactly(Map.of("b", "1", "a", "2"));
	}

	@Test
	void theOutcomeThatCameLastCounts() {
		long night = runOf(3);
		report(night, 2, Reason.DENIED, NOW);
		report(night, 3, Reason.FAILED, NOW);
		report(night, 4, Reason.FAILED, NOW);
		long first = rerun(night, ANY);
		long second = rerun(night, EnumSet.of(Reason.FAILED));
		verify(second, 3, "1", NOW.plusSeconds(1));
		report(first, 3, Reason.LOCKED, NOW.plusSeconds(2));
		report(first, 2, Reason.LOCKED, NOW.plusSeconds(2));

		List<Long> family = List.of(night, first, second);
		assertThat(outcomes.counts(family))
			.isEqualTo(new LatestOutcomes.Counts(0, Map.of(Reason.LOCKED, 2L, Reason.FAILED, 1L)));
		assertThat(reported(family)).extracting(ReportedMember::line).containsExactly(2L, 3L, 4L);
		assertThat(outcomes.accounts(family)).isZero();
	}

	@Test
	void aVerifiedMemberHasTheNumbersOfItsLatestRunOnly() throws Exception {
		long night = runOf(2);
		verify(night, 2, "111", NOW);
		report(night, 3, Reason.FAILED, NOW);
		long rerun = rerun(night, ANY);
		verify(rerun, 3, "333", NOW.plusSeconds(1));

		List<Long> family = List.of(night, rerun);
		assertThat(outcomes.counts(family).verified()).isEqualTo(2);
		assertThat(outcomes.accounts(family)).isEqualTo(2);
		assertThat(all(outcomes.verifiedAccounts(family, "test"))).extracting((account) -> account.number().number())
			.containsExactly("111", "333");
	}

	@Test
	void aFilterTakesItsReasonsOnly() {
		long night = runOf(2);
		report(night, 2, Reason.DENIED, NOW);
		report(night, 3, Reason.FAILED, NOW);

		long rerun = rerun(night, EnumSet.of(Reason.FAILED));

		assertThat(only(rerun, Stage.PENDING).listed().line()).isEqualTo(3);
	}

	@Test
	void waitingMembersAreReportedExceptThoseInHand() {
		long run = runOf(4);
		List<Member> members = in(run, Stage.PENDING);
		long inHand = members.get(1).id();
		move(run, members.get(3), Stage.VERIFYING);

		List<Long> waiting = table.waiting(run, Stage.PENDING, List.of(inHand), 10);

		assertThat(waiting).containsExactlyInAnyOrder(members.get(0).id(), members.get(2).id());
		assertThat(table.waiting(run, Stage.PENDING, List.of(), 2)).hasSize(2);
		table.report(run, Reason.NOT_REACHED, null, Stage.PENDING, waiting, NOW);
		assertThat(table.reasons(run)).isEqualTo(Map.of(Reason.NOT_REACHED, 2L));
		assertThat(table.stage(waiting.getFirst())).isEqualTo(Stage.REPORTED);
		assertThat(table.endedSince(run, NOW)).isEqualTo(2);
		assertThat(table.endedSince(run, NOW.plusSeconds(1))).isZero();
	}

	@Test
	void waitingMembersOfWhomOneHasMovedOnAreNotReportedAtAll() {
		long run = runOf(2);
		List<Member> members = in(run, Stage.PENDING);
		move(run, members.get(1), Stage.READY);

		assertThatThrownBy(() -> table.report(run, Reason.NOT_REACHED, null, Stage.PENDING,
				members.stream().map(Member::id).toList(), NOW))
			.hasMessageContaining("1 of 2");
		assertThat(in(run, Stage.PENDING)).hasSize(1);
	}

	@Test
	void aRerunTakesTheVerdictOfAVerificationThatItsRunGaveUpOn() {
		for (Reason gaveUp : List.of(Reason.POLL_TIMEOUT, Reason.API_ERROR, Reason.RUN_CLOSED)) {
			long night = runOf(1);
			Member member = sent(night, new Attempt(1, 1, NOW, Duration.ZERO, 3, false, false, true, null, null));
			table.apply(night, List.of(new Decision(member, new Outcome.Report(gaveUp, null, member.progress()))), NOW);
			runs.ended(night, RunStatus.FINISHED, 0, NOW);

			assertThat(owed(rerun(night, ANY))).as(gaveUp.name())
				.returns(true, Earlier::verdictOwed)
				.returns(Stage.VERIFYING, Earlier::stage);
			assertThat(owed(sameListAgain(night))).as("a new night after " + gaveUp)
				.returns(false, Earlier::verdictOwed);
		}
	}

	@Test
	void aVerifyWithoutAClearAnswerIsSettledInTheRerunAndOneThatMetA409IsNot() {
		long lost = runOf(1);
		giveUp(lost, sent(lost, new Attempt(1, 0, NOW, Duration.ZERO, 0, false, false, false, null, null)));
		assertThat(owed(rerun(lost, ANY))).returns(true, Earlier::verdictOwed)
			.returns(Stage.REQUESTING, Earlier::stage);

		long busy = runOf(1);
		Member member = sent(busy, new Attempt(1, 0, NOW, Duration.ZERO, 0, false, false, false, null, null));
		Progress conflicted = member.progress().withConflicts(new Trouble(1, Duration.ZERO));
		table.intend(busy, List.of(member), List.of(conflicted));
		giveUp(busy, member.stored(conflicted));
		assertThat(owed(rerun(busy, ANY))).returns(false, Earlier::verdictOwed);
	}

	@Test
	void aVerdictThatWasGivenIsOwedNoMore() {
		long night = runOf(1);
		Member member = sent(night, new Attempt(1, 1, NOW, Duration.ZERO, 3, false, false, true, null, null));
		table.apply(night, List.of(new Decision(member, new Outcome.Report(Reason.FAILED, null, member.progress()))),
				NOW);
		runs.ended(night, RunStatus.FINISHED, 0, NOW);

		assertThat(owed(rerun(night, ANY))).returns(false, Earlier::verdictOwed);
	}

	@Test
	void runsDifferInTheMembersThatBothHave() {
		long before = runOf(5);
		long now = newRun().id();
		table.insert(now, List.of(row(before, 2), row(before, 3), row(before, 4), row(before, 5), row(now, 9)), NOW);
		verify(before, 2, "1", NOW);
		report(before, 3, Reason.FAILED, NOW);
		verify(before, 4, "4", NOW);
		verify(before, 5, "5", NOW);
		report(before, 6, Reason.FAILED, NOW);
		report(now, 2, Reason.FAILED, NOW);
		verify(now, 3, "3", NOW);
		verify(now, 4, "44", NOW);
		verify(now, 5, "5", NOW);
		verify(now, 9, "9", NOW);

		assertThat(comparison.of(now, before)).isEqualTo(new RunComparison.Differences(1, 1, 1));
		assertThat(comparison.of(now, now)).isEqualTo(new RunComparison.Differences(0, 0, 0));
	}

	@Test
	void oldRunsAreDeletedWithoutTheirRerunsBeingLeftBehind() {
		Instant then = NOW.minus(Duration.ofDays(4_000));
		long kept = ended(newRun().id(), then.minusSeconds(1));
		ended(rerunOf(kept).id(), then);
		long night = ended(runOf(2), then.minusSeconds(1));
		long rerun = ended(rerunOf(night).id(), then.minusSeconds(1));
		long unfinished = newRun().id();
		runs.ended(unfinished, RunStatus.FAILED, 1, then.minusSeconds(1));

		assertThat(finishedRuns.endedBefore(then)).containsExactly(rerun, night);
		assertThat(finishedRuns.unfinishedBefore(then)).containsExactly(unfinished);

		assertThat(finishedRuns.delete(rerun)).isEqualTo(new FinishedRuns.Deleted(0, 0, 0));
		assertThat(finishedRuns.delete(night)).isEqualTo(new FinishedRuns.Deleted(2, 0, 0));
		assertThat(runs.find(night)).isEmpty();
		assertThat(runs.find(kept)).isPresent();
		runs.ended(unfinished, RunStatus.CLOSED, 0, NOW);
	}

	private long ended(long run, Instant at) {
		runs.ended(run, RunStatus.FINISHED, 0, at);
		return run;
	}

	private Run rerunOf(long run) {
		return runs.create(DATE, newList(), "members.csv", "atrium", run, "{}", NOW);
	}

	private long rerun(long of, Set<Reason> reasons) {
		long rerun = rerunOf(of).id();
		outcomes.relist(runs.family(of).stream().map(Run::id).toList(), reasons, rerun, NOW);
		return rerun;
	}

	private long sameListAgain(long run) {
		long again = newRun().id();
		table.insert(again, List.of(row(run, 2)), NOW);
		return again;
	}

	private Earlier owed(long run) {
		return Objects.requireNonNull(only(run, Stage.PENDING).earlier());
	}

	private Member sent(long run, Attempt attempt) {
		Member member = only(run, Stage.PENDING);
		Progress progress = at(member.progress(), Stage.VERIFYING).with(attempt)
			.with(new Baseline(ConnectionStatus.Known.CONNECTED, null, "job", false, null, NOW));
		table.intend(run, List.of(member), List.of(progress));
		return member.stored(progress);
	}

	private void giveUp(long run, Member member) {
		table.reportOpen(run, Reason.RUN_CLOSED, Set.of(member.stage()), NOW);
		runs.ended(run, RunStatus.CLOSED, 0, NOW);
	}

	private Member at(long run, long line) {
		return in(run, Stage.PENDING).stream()
			.filter((member) -> member.listed().line() == line)
			.findFirst()
			.orElseThrow();
	}

	private void report(long run, long line, Reason reason, Instant when) {
		Member member = at(run, line);
		table.apply(run, List.of(new Decision(member, new Outcome.Report(reason, null, member.progress()))), when);
	}

	private void verify(long run, long line, String number, Instant when) {
		Member member = move(run, at(run, line), Stage.CONNECTED);
		AccountNumber account = new AccountNumber("ACT-" + line, number, "121000248", null, null, true, false);
		table.apply(run,
				List.of(new Decision(member, new Outcome.Verified(List.of(account), false, member.progress()))), when);
	}

	private List<ReportedMember> reported(List<Long> family) {
		try {
			return all(outcomes.reportedMembers(family, "test"));
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static <T> List<T> all(JdbcCursorItemReader<T> reader) throws Exception {
		reader.open(new ExecutionContext());
		List<T> rows = new ArrayList<>();
		for (T row = reader.read(); row != null; row = reader.read()) {
			rows.add(row);
		}
		reader.close();
		return rows;
	}

}
