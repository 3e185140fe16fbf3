package io.bulkverify.store;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.bulkverify.member.AccountNumber;
import io.bulkverify.member.Attempt;
import io.bulkverify.member.Baseline;
import io.bulkverify.member.ConnectionStatus;
import io.bulkverify.member.Guids;
import io.bulkverify.member.ConnectionStatus.Known;
import io.bulkverify.member.Earlier;
import io.bulkverify.member.ListRow;
import io.bulkverify.member.ListedMember;
import io.bulkverify.member.Member;
import io.bulkverify.member.Moment;
import io.bulkverify.member.Outcome;
import io.bulkverify.member.Progress;
import io.bulkverify.member.Reason;
import io.bulkverify.member.ReportedMember;
import io.bulkverify.member.Seen;
import io.bulkverify.member.Selection;
import io.bulkverify.member.Stage;
import io.bulkverify.member.VerifiedAccount;
import io.bulkverify.member.Wait;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.database.JdbcCursorItemReader;
import org.springframework.batch.infrastructure.support.transaction.ResourcelessTransactionManager;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

abstract class WorkTableContract extends StoreContract {

	private static final Moment MOMENT = new Moment(NOW, Duration.ofMinutes(7));

	WorkTableContract(TestDatabase kind) {
		super(kind);
	}

	// --- the list

	@Test
	void aListedMemberIsPendingAndDueAsTheListSaysIt() {
		long run = newRun().id();
		ListedMember full = new ListedMember(2, "USR-1", "MBR-1", "Chëcking \"A\"", true,
				Set.of(Known.NONE, Known.EXPIRED, ConnectionStatus.of("NEW_WORD")), "user@1");
		ListedMember bare = new ListedMember(3, "USR-2", "MBR-2", null, null, Set.of(), null);
		ListedMember nearlyBare = new ListedMember(4, "USR-3", "MBR-3", "", false, Set.of(Known.NONE), "");

		table.insert(run, List.of(listed(full), listed(bare), listed(nearlyBare)), NOW);

		List<Member> due = table.due(run, Stage.PENDING, NOW, 10);
		assertThat(due).extracting(Member::listed).containsExactly(full, bare, nearlyBare);
		assertThat(due).extracting(Member::progress).containsOnly(Progress.listed(NOW));
		assertThat(due).extracting(Member::version).containsOnly(0);
		assertThat(due).extracting(Member::earlier).containsOnlyNulls();
	}

	@Test
	void aMemberListedTwiceInOneChunkIsRejectedTheSecondTime() {
		long run = newRun().id();
		ListRow second = new ListRow.Listed(member(9, "MBR-A"), carried("customer_id", "7", "note", "a \"b\", c"),
				"USR-9,MBR-A,7,\"a \"\"b\"\", c\"");

		table.insert(run, List.of(listed(2, "MBR-A"), listed(3, "MBR-B"), second), NOW);

		assertThat(in(run, Stage.PENDING)).extracting(member -> member.listed().line()).containsExactly(2L, 3L);
		assertThat(read(table.rejectedRows(run, "rejected")))
			.containsExactly(new ListRow.Rejected(9, "duplicate of line 2", "USR-9,MBR-A,7,\"a \"\"b\"\", c\""));
	}

	@Test
	void aRunIsUntouchedUntilMxIsAskedForOneOfItsMembers() {
		long run = runOf(3);
		runs.imported(run);
		assertThat(finishedRuns.isUntouched(run)).isTrue();
		assertThat(finishedRuns.isUntouched(-1)).as("no run").isFalse();

		runs.calls(run, new CallCounts(0, 1, 0, 0), Duration.ZERO);
		assertThat(finishedRuns.isUntouched(run)).as("after a call").isFalse();

		runs.calls(run, CallCounts.NONE, Duration.ZERO);
		Member member = in(run, Stage.PENDING).getFirst();
		table.intend(run, List.of(member), List.of(seen(member.progress(), Known.CONNECTED)));
		assertThat(finishedRuns.isUntouched(run)).as("after a read that nobody counted").isFalse();
	}

	@Test
	void whatTheListSaysComesBackToTheLetter() {
		long run = newRun().id();
		String label = "a\\.\n\\.\n\\N\tb\r\nc\\\\ 'd' \"e\" ,;| é€😀";
		ListedMember odd = new ListedMember(2, "USR-1", "MBR-A", label, true,
				Set.of(ConnectionStatus.Known.EXPIRED, ConnectionStatus.Known.IMPEDED), "\\N");

		table.insert(run, List.of(new ListRow.Listed(odd, carried("note", label, "empty", ""), ""), listed(3, "MBR-B")),
				NOW);

		assertThat(in(run, Stage.PENDING)).extracting(Member::listed).containsExactly(odd, member(3, "MBR-B"));
	}

	@Test
	void pairsOfCharactersStayTogetherInLongTexts() {
		long run = newRun().id();
		List<ListRow> rows = new ArrayList<>();
		for (int row = 0; row < 4; row++) {
			String label = "x".repeat(row) + "\uD83D\uDE00".repeat(40_001);
			rows.add(new ListRow.Listed(new ListedMember(row + 2, "USR-1", "MBR-" + row, label, null, Set.of(), null),
					Map.of(), ""));
		}

		table.insert(run, rows, NOW);

		assertThat(in(run, Stage.PENDING))
			.allSatisfy((member) -> assertThat(String.valueOf(member.listed().accountLabel()).replaceAll("x", ""))
				.isEqualTo("\uD83D\uDE00".repeat(40_001)));
	}

	@Test
	void aMemberListedAgainInALaterChunkIsRejectedEachTime() {
		long run = newRun().id();

		table.insert(run, List.of(listed(2, "MBR-A")), NOW);
		table.insert(run, List.of(listed(5, "MBR-B"), listed(6, "MBR-A")), NOW);
		table.insert(run, List.of(listed(7, "MBR-A"), listed(8, "MBR-A")), NOW);

		assertThat(in(run, Stage.PENDING)).extracting(member -> member.listed().line()).containsExactly(2L, 5L);
		assertThat(read(table.rejectedRows(run, "rejected")))
			.extracting(ListRow.Rejected::line, ListRow.Rejected::reason)
			.containsExactly(tuple(6L, "duplicate of line 2"), tuple(7L, "duplicate of line 2"),
					tuple(8L, "duplicate of line 2"));
	}

	@Test
	void aMemberOfAnotherRunOrInOtherLettersIsNoDuplicate() {
		long yesterday = newRun().id();
		long today = newRun().id();
		table.insert(yesterday, List.of(listed(2, "MBR-A")), NOW);

		table.insert(today, List.of(listed(2, "MBR-A"), listed(3, "mbr-a")), NOW);

		assertThat(table.counts(today)).containsEntry(Stage.PENDING, 2L);
		assertThat(table.rejected(today)).isZero();
	}

	@Test
	void rejectedRowsAreKeptAsTheyStood() {
		long run = newRun().id();
		ListRow.Rejected bad = new ListRow.Rejected(3, "member_guid is blank", "USR-1,,\"a\nb\"");
		ListRow.Rejected withNul = new ListRow.Rejected(2, "not text", "a\0b");

		table.insert(run, List.of(bad, withNul), NOW);

		assertThat(read(table.rejectedRows(run, "rejected")))
			.containsExactly(new ListRow.Rejected(2, "not text", "a\uFFFDb"), bad);
		assertThat(table.rejected(run)).isEqualTo(2);
	}

	@Test
	void everyRowOfTheListIsCounted() {
		long run = newRun().id();

		table.insert(run, List.of(listed(2, "MBR-A"), new ListRow.Rejected(3, "bad", "")), NOW);
		table.insert(run, List.of(listed(4, "MBR-A")), NOW);
		table.insert(run, List.of(), NOW);

		assertThat(runs.find(run).orElseThrow().inputRows()).isEqualTo(3);
	}

	@Test
	void howMuchWasDecidedGrowsWithRowsAndOutcomesAndNotWithCallsThatWereOnlyAnnounced() {
		long run = newRun().id();
		assertThat(table.decided(run)).isZero();
		table.insert(run, List.of(listed(2, "MBR-A"), new ListRow.Rejected(3, "bad", "")), NOW);
		assertThat(table.decided(run)).isEqualTo(2);
		Member member = only(run, Stage.PENDING);

		table.intend(run, List.of(member), List.of(posted(member, NOW)));
		assertThat(table.decided(run)).isLessThanOrEqualTo(2);

		table.apply(run, List.of(report(only(run, Stage.REQUESTING), Reason.DENIED)), NOW);
		assertThat(table.decided(run)).isGreaterThan(2);
	}

	@Test
	void rowsOfATransactionThatFailsAreNotThere() {
		long run = newRun().id();

		transaction.executeWithoutResult(status -> {
			table.insert(run, List.of(listed(2, "MBR-A"), new ListRow.Rejected(3, "bad", "")), NOW);
			status.setRollbackOnly();
		});

		assertThat(in(run, Stage.PENDING)).isEmpty();
		assertThat(table.rejected(run)).isZero();
		assertThat(runs.find(run).orElseThrow().inputRows()).isZero();
	}

	// --- due work

	@Test
	void dueMembersComeInTheOrderOfTheirTimesThenOfTheList() {
		long run = runOf(5);
		List<Member> members = in(run, Stage.PENDING);
		List<Integer> seconds = List.of(-10, 0, -20, 1, -10);
		table.intend(run, members,
				IntStream.range(0, 5)
					.mapToObj(i -> members.get(i).progress().in(Stage.READY, NOW.plusSeconds(seconds.get(i))))
					.toList());

		assertThat(table.due(run, Stage.READY, NOW, 10)).extracting(member -> member.listed().line())
			.containsExactly(4L, 2L, 6L, 3L);
		assertThat(table.due(run, Stage.READY, NOW, 2)).extracting(member -> member.listed().line())
			.containsExactly(4L, 2L);
		assertThat(table.due(run, Stage.PENDING, NOW, 10)).isEmpty();
	}

	@Test
	void theNextDueTimeIsTheEarliestOfTheStage() {
		long run = runOf(3);
		Member member = in(run, Stage.PENDING).getFirst();
		table.intend(run, List.of(member), List.of(member.progress().in(Stage.READY, NOW.plusSeconds(90))));

		assertThat(table.nextDue(run, Stage.PENDING)).contains(NOW);
		assertThat(table.nextDue(run, Stage.READY)).contains(NOW.plusSeconds(90));
		assertThat(table.nextDue(run, Stage.VERIFYING)).isEmpty();
	}

	@Test
	void anInstantIsCutToTheMicrosecondAndDueAtThatInstant() {
		long run = newRun().id();
		Instant fine = Instant.parse("2026-11-20T01:30:00.123456999Z");

		table.insert(run, List.of(listed(2, "MBR-A")), fine);

		assertThat(table.due(run, Stage.PENDING, fine, 1)).hasSize(1);
		assertThat(table.nextDue(run, Stage.PENDING)).contains(Instant.parse("2026-11-20T01:30:00.123456Z"));
	}

	// --- progress

	@Test
	void everyPartOfAnyProgressComesBack() {
		int members = 400;
		long run = runOf(members);
		List<Member> before = in(run, Stage.PENDING);
		AnyProgress any = new AnyProgress(20_261_120);
		List<Progress> progress = IntStream.range(0, members).mapToObj(i -> any.next()).toList();

		table.intend(run, before, progress);

		Map<Long, Member> stored = new LinkedHashMap<>();
		for (Stage stage : Stage.values()) {
			in(run, stage).forEach(member -> stored.put(member.id(), member));
		}
		for (int i = 0; i < members; i++) {
			assertThat(stored.get(before.get(i).id())).usingRecursiveComparison()
				.ignoringFields("earlier")
				.isEqualTo(before.get(i).stored(progress.get(i)));
		}
	}

	@Test
	void anIntentOnAnOldVersionIsRefusedAndNoneOfItsBatchIsStored() {
		long run = runOf(3);
		List<Member> members = in(run, Stage.PENDING);
		Member overtaken = members.get(1);
		move(run, overtaken, Stage.READY);
		List<Progress> intents = members.stream().map(member -> at(member.progress(), Stage.REQUESTING)).toList();

		StaleRowException stale = catchThrowableOfType(StaleRowException.class,
				() -> table.intend(run, members, intents));

		assertThat(stale).returns(overtaken.id(), StaleRowException::id).returns(0, StaleRowException::version);
		assertThat(stale).hasMessageContaining(String.valueOf(overtaken.id()));
		assertThat(in(run, Stage.REQUESTING)).isEmpty();
		assertThat(only(run, Stage.READY)).returns(1, Member::version);
	}

	@Test
	void asManyIntentsAsMembersAreAskedFor() {
		long run = runOf(1);

		assertThatThrownBy(() -> table.intend(run, in(run, Stage.PENDING), List.of()))
			.isInstanceOf(IllegalArgumentException.class);
	}

	@Test
	void aMemberThatWaitsAdvancesOrHaltsKeepsItsPlaceWithItsNewProgress() {
		long run = runOf(3);
		List<Member> members = in(run, Stage.PENDING);
		Progress waiting = members.get(0).progress().due(NOW.plusSeconds(30));
		Progress advanced = members.get(1).progress().in(Stage.READY, NOW.plusSeconds(1));
		Progress halted = members.get(2).progress().due(NOW.plusSeconds(60));

		table.apply(run,
				List.of(new Decision(members.get(0), new Outcome.WaitUntil(Wait.ERROR, waiting)),
						new Decision(members.get(1), new Outcome.Advance(advanced)),
						new Decision(members.get(2), new Outcome.Halt("401", halted))),
				NOW);

		assertThat(in(run, Stage.PENDING)).containsExactly(members.get(0).stored(waiting),
				members.get(2).stored(halted));
		assertThat(in(run, Stage.READY)).containsExactly(members.get(1).stored(advanced));
	}

	@Test
	void aReportedMemberEndsWithItsReason() {
		long run = runOf(1);
		Member member = only(run, Stage.PENDING);
		Progress seen = seen(member.progress(), Known.DENIED);

		table.apply(run, List.of(new Decision(member, new Outcome.Report(Reason.DENIED, "as before", seen))), NOW);

		assertThat(only(run, Stage.REPORTED)).returns(1, Member::version);
		assertThat(read(table.reportedMembers(run, "reported")))
			.containsExactly(new ReportedMember(2, "USR-2", "MBR-%d-2".formatted(run), "chase", Reason.DENIED, "DENIED",
					"as before", false, 0, NOW, null, null, Map.of()));
		assertThat(jdbc.sql("select finished_at from member_verification where run_id = :run")
			.param("run", run)
			.query((columns, number) -> new Row(columns).instant("finished_at"))
			.single()).isEqualTo(NOW);
	}

	@Test
	void anOutcomeOnAnOldVersionIsRefusedAndNothingOfItsBatchIsStored() {
		long run = runOf(2);
		List<Member> connected = move(run, in(run, Stage.PENDING), Stage.CONNECTED);
		move(run, connected.get(1), Stage.CONNECTED);

		assertThatThrownBy(() -> table.apply(run,
				connected.stream().map(member -> verified(member, number("ACT-1", "1001"))).toList(), NOW))
			.isInstanceOf(StaleRowException.class);

		assertThat(table.counts(run)).containsEntry(Stage.CONNECTED, 2L).containsEntry(Stage.VERIFIED, 0L);
		assertThat(table.accounts(run)).isZero();
		assertThat(latest("MBR-%d-2".formatted(run))).isEmpty();
	}

	// --- account numbers

	@Test
	void aVerifiedMemberEndsWithItsNumbersInMxsOrder() {
		long run = runOf(1);
		Member member = move(run, only(run, Stage.PENDING), Stage.CONNECTED);
		AccountNumber full = new AccountNumber("ACT-2", "000123", "021000021", "001", "00042", false, true);
		AccountNumber bare = new AccountNumber("ACT-1", "42", null, null, null, null, false);

		table.apply(run, List.of(verified(member, full, bare)), NOW);

		assertThat(table.counts(run)).containsEntry(Stage.VERIFIED, 1L);
		assertThat(table.accounts(run)).isEqualTo(2);
		assertThat(read(table.verifiedAccounts(run, "verified"))).containsExactly(
				new VerifiedAccount("USR-2", "MBR-%d-2".formatted(run), full, null, NOW, true, false, Map.of()),
				new VerifiedAccount("USR-2", "MBR-%d-2".formatted(run), bare, null, NOW, true, false, Map.of()));
	}

	@Test
	void thatOtherAccountsCameMaskedStaysWithTheNumbers() {
		long run = runOf(2);
		List<Member> connected = in(run, Stage.PENDING).stream()
			.map(member -> move(run, member, Stage.CONNECTED))
			.toList();
		table.apply(run,
				List.of(verified(connected.get(0), number("ACT-1", "1")),
						new Decision(connected.get(1), new Outcome.Verified(List.of(number("ACT-2", "2")), true,
								connected.get(1).progress().in(Stage.VERIFIED, NOW)))),
				NOW);

		assertThat(read(table.verifiedAccounts(run, "verified"))).extracting(VerifiedAccount::partlyMasked)
			.containsExactly(false, true);
	}

	@Test
	void numbersAreUnconfirmedOnlyWhereTheVerdictWasNotTiedToOurVerification() {
		long run = runOf(3);
		List<Member> pending = in(run, Stage.PENDING);
		Member confirmed = move(run, with(run, pending.get(0), Attempt.NONE.joining(true, false, null, MOMENT)),
				Stage.CONNECTED);
		Member unconfirmed = move(run, pending.get(1), Stage.CONNECTED);
		Member withoutVerify = pending.get(2);

		table.apply(run, List.of(verified(confirmed, number("ACT-1", "1")), verified(unconfirmed, number("ACT-2", "2")),
				verified(withoutVerify, number("ACT-3", "3"))), NOW);

		assertThat(read(table.verifiedAccounts(run, "verified"))).extracting(VerifiedAccount::unconfirmed)
			.containsExactly(false, true, false);
	}

	@Test
	void theLatestNumberOfEachAccountIsKeptAcrossRuns() {
		String guid = "MBR-latest-" + newList();
		verify(guid, NOW, number("ACT-1", "1001"), number("ACT-2", "2001"), number(null, "3001"), number(null, "4001"));
		long second = verify(guid, NOW.plusSeconds(60), number("ACT-2", "2002"), number("ACT-3", "5001"));

		assertThat(latest(guid)).containsExactly(tuple("#3", "3001"), tuple("#4", "4001"), tuple("ACT-1", "1001"),
				tuple("ACT-2", "2002"), tuple("ACT-3", "5001"));
		assertThat(jdbc.sql("select run_id from account_number where member_guid = :guid and account_guid = 'ACT-2'")
			.param("guid", guid)
			.query(Long.class)
			.single()).isEqualTo(second);
	}

	@Test
	void anAccountThatComesTwiceInOneAnswerKeepsItsLastNumber() {
		String guid = "MBR-twice-" + newList();

		long run = verify(guid, NOW, number("ACT-1", "1001"), number("ACT-1", "1002"));

		assertThat(latest(guid)).containsExactly(tuple("ACT-1", "1002"));
		assertThat(table.accounts(run)).isEqualTo(2);
	}

	@Test
	void noAccountNumberIsLoggedAtAnyLevel() {
		Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
		@Nullable Level before = root.getLevel();
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		root.addAppender(log);
		root.setLevel(Level.TRACE);
		try {
			long run = verify("MBR-log-" + newList(), NOW, number("ACT-1", "1313131313"));
			read(table.verifiedAccounts(run, "verified"));
		}
		finally {
			root.setLevel(before);
			root.detachAppender(log);
		}
		assertThat(log.list).isNotEmpty().noneMatch(event -> event.getFormattedMessage().contains("1313131313"));
	}

	@Test
	void noAccountNumberIsInAnErrorOfTheDatabase() {
		jdbc.sql("alter table run_account_number add constraint unlucky check (account_number <> '6666666666')")
			.update();
		try {
			DataAccessException error = catchThrowableOfType(DataAccessException.class,
					() -> verify("MBR-error-" + newList(), NOW, number("ACT-1", "6666666666")));

			StringWriter trace = new StringWriter();
			error.printStackTrace(new PrintWriter(trace));
			assertThat(error).isInstanceOf(DataIntegrityViolationException.class);
			assertThat(trace.toString()).containsIgnoringCase("unlucky").doesNotContain("6666666666");
		}
		finally {
			jdbc.sql("alter table run_account_number drop constraint unlucky").update();
		}
	}

	// --- totals

	@Test
	void totalsAreThoseOfTheRunAlone() {
		long run = runOf(6);
		runOf(3);
		List<Member> members = in(run, Stage.PENDING);
		Attempt paidTwice = Attempt.NONE.posting(NOW).taken(null, MOMENT).posting(NOW).taken(null, MOMENT);
		Member first = with(run, members.get(0), paidTwice);
		Member second = with(run, members.get(1), Attempt.NONE.posting(NOW));
		table.apply(run, List.of(report(first, Reason.POLL_TIMEOUT), report(second, Reason.DENIED),
				report(members.get(2), Reason.DENIED), verified(members.get(3), number("ACT-1", "1"))), NOW);
		move(run, members.get(4), Stage.VERIFYING);

		assertThat(table.counts(run)).hasSize(Stage.values().length)
			.containsEntry(Stage.PENDING, 1L)
			.containsEntry(Stage.VERIFYING, 1L)
			.containsEntry(Stage.VERIFIED, 1L)
			.containsEntry(Stage.REPORTED, 3L)
			.containsEntry(Stage.READY, 0L);
		assertThat(table.reasons(run)).isEqualTo(Map.of(Reason.DENIED, 2L, Reason.POLL_TIMEOUT, 1L));
		assertThat(table.skippedWithoutCall(run)).isEqualTo(1);
		assertThat(table.billed(run)).isEqualTo(2);
		assertThat(table.accounts(run)).isEqualTo(1);
		assertThat(table.billed(newRun().id())).isZero();
	}

	// --- ends and restarts

	@Test
	void openMembersOfSomeStagesAreReportedTogether() {
		long run = runOf(4);
		List<Member> members = in(run, Stage.PENDING);
		move(run, members.get(0), Stage.READY);
		Member verifying = move(run, members.get(1), Stage.VERIFYING);
		table.apply(run, List.of(verified(members.get(2), number("ACT-1", "1"))), NOW);

		long reported = table.reportOpen(run, Reason.NOT_REACHED, EnumSet.of(Stage.PENDING, Stage.READY), NOW);

		assertThat(reported).isEqualTo(2);
		assertThat(table.reasons(run)).isEqualTo(Map.of(Reason.NOT_REACHED, 2L));
		assertThat(only(run, Stage.VERIFYING)).isEqualTo(verifying);
		assertThat(table.counts(run)).containsEntry(Stage.VERIFIED, 1L);
	}

	@Test
	void whoeverWaitsForASecondTryKeepsTheVerdictOfTheFirst() {
		long run = runOf(3);
		List<Member> members = in(run, Stage.PENDING);
		Attempt once = Attempt.NONE.posting(NOW).taken(null, MOMENT);
		Progress failed = seen(members.get(0).progress().with(once), Known.FAILED);
		Progress failedBefore = seen(members.get(1).progress(), Known.FAILED);
		Progress running = seen(members.get(2).progress().with(once), Known.CREATED);
		table.intend(run, members, List.of(failed, failedBefore, running));

		table.report(run, Reason.NOT_REACHED, null, Stage.PENDING, members.stream().map(Member::id).toList(), NOW);

		assertThat(table.reasons(run)).isEqualTo(Map.of(Reason.FAILED, 1L, Reason.NOT_REACHED, 2L));
	}

	@Test
	void anOutcomeThatComesAfterItsMemberWasReportedIsRefused() {
		long run = runOf(1);
		Member member = only(run, Stage.PENDING);
		table.reportOpen(run, Reason.RUN_CLOSED, EnumSet.of(Stage.PENDING), NOW);

		assertThatThrownBy(() -> table.apply(run, List.of(report(member, Reason.DENIED)), NOW))
			.isInstanceOf(StaleRowException.class);
	}

	@Test
	void membersThatHaveEndedCannotBeReportedAsOpen() {
		long run = runOf(1);

		assertThatThrownBy(() -> table.reportOpen(run, Reason.RUN_CLOSED, EnumSet.of(Stage.VERIFIED), NOW))
			.isInstanceOf(IllegalArgumentException.class);
	}

	@Test
	void unsettledCallsCountAsSentNoEarlierThanTheLastHeartbeat() {
		long run = runOf(5);
		List<Member> members = in(run, Stage.PENDING);
		Instant heartbeat = NOW.plusSeconds(30);
		Progress posted = posted(members.get(0), NOW);
		Progress postedLater = posted(members.get(1), heartbeat.plusSeconds(1));
		Progress answered = at(members.get(2).progress(), Stage.ANSWERING)
			.with(new Selection("CHL-1", "account-1", 1, NOW, null));
		Progress notAnswered = at(members.get(3).progress(), Stage.ANSWERING)
			.with(new Selection("CHL-1", "account-1", 1, null, null));
		Progress verifying = at(posted(members.get(4), NOW), Stage.VERIFYING);
		table.intend(run, members, List.of(posted, postedLater, answered, notAnswered, verifying));

		table.postponeUnsettled(heartbeat);

		assertThat(in(run, Stage.REQUESTING)).extracting(member -> member.progress().attempt().postedAt())
			.containsExactly(heartbeat, heartbeat.plusSeconds(1));
		assertThat(in(run, Stage.ANSWERING))
			.extracting(
					member -> member.progress().selection() == null ? "none" : member.progress().selection().postedAt())
			.containsExactly(heartbeat, null);
		assertThat(only(run, Stage.VERIFYING).progress()).isEqualTo(verifying);
	}

	@Test
	void whatRowsSayOfTheFutureIsTakenBackWhenTheClockWasSetBack() {
		long run = runOf(5);
		List<Member> members = in(run, Stage.PENDING);
		Instant ahead = NOW.plus(Duration.ofHours(3));
		Instant soon = NOW.plusSeconds(50);
		Progress posted = posted(members.get(0), ahead);
		Progress answered = at(members.get(1).progress(), Stage.ANSWERING)
			.with(new Selection("CHL-1", "account-1", 1, ahead, null));
		Progress waiting = at(posted(members.get(2), NOW), Stage.VERIFYING).due(ahead);
		Progress waitingAWhile = at(posted(members.get(3), NOW), Stage.VERIFYING).due(soon);
		table.intend(run, members.subList(0, 4), List.of(posted, answered, waiting, waitingAWhile));
		long other = runOf(1);
		Member others = only(other, Stage.PENDING);
		table.intend(other, List.of(others), List.of(others.progress().due(ahead)));

		int rows = table.takeBackTheFuture(run, NOW, Duration.ofMinutes(1));

		assertThat(rows).isEqualTo(3);
		assertThat(only(run, Stage.REQUESTING).progress().attempt().postedAt()).isEqualTo(NOW);
		assertThat(only(run, Stage.ANSWERING).progress().selection()).isNotNull().returns(NOW, Selection::postedAt);
		assertThat(in(run, Stage.VERIFYING)).extracting(member -> member.progress().dueAt()).containsExactly(NOW, soon);
		assertThat(only(run, Stage.PENDING).progress()).isEqualTo(members.get(4).progress());
		assertThat(only(other, Stage.PENDING).progress().dueAt()).isEqualTo(ahead);
		assertThat(table.takeBackTheFuture(run, NOW, Duration.ofMinutes(1))).isZero();
	}

	/** It would be used again and again, also when it is broken. */
	@Test
	void aReadWithinAStepLeavesItNoConnection() {
		long run = newRun().id();

		new TransactionTemplate(new ResourcelessTransactionManager()).executeWithoutResult(step -> {
			table.nextDue(run, Stage.PENDING);
			table.due(run, Stage.PENDING, NOW, 1);
			table.version(1);
			table.conflicted(run);
			runs.find(run);

			assertThat(TransactionSynchronizationManager.getResourceMap().values())
				.noneMatch(ConnectionHolder.class::isInstance);
		});
	}

	// --- what earlier runs left

	@Test
	void aMemberWithoutAnEarlierVerifyHasNoHistory() {
		String guid = "MBR-new-" + newList();
		long skipped = runWith(guid);
		table.apply(skipped, List.of(report(only(skipped, Stage.PENDING), Reason.DENIED)), NOW);
		long run = runWith(guid);

		assertThat(table.earlier(run, List.of(guid, "MBR-unknown"))).isEmpty();
		assertThat(table.earlier(run, List.of())).isEmpty();
	}

	@Test
	void theNewestEarlierRunThatSentAVerifyCounts() {
		String guid = "MBR-history-" + newList();
		long first = sent(guid, Stage.CONNECTED, Reason.FAILED);
		long second = sent(guid, Stage.VERIFYING, Reason.POLL_TIMEOUT);
		long skipped = runWith(guid);
		table.apply(skipped, List.of(report(only(skipped, Stage.PENDING), Reason.EXPIRED)), NOW);
		long run = runWith(guid);
		sent(guid, Stage.VERIFYING, Reason.DENIED);

		assertThat(table.earlier(run, List.of(guid))).containsOnlyKeys(guid)
			.extractingByKey(guid)
			.returns(second, Earlier::runId)
			.returns(Reason.POLL_TIMEOUT, Earlier::reason);
		assertThat(table.earlier(second, List.of(guid)).get(guid)).isNotNull().returns(first, Earlier::runId);
	}

	@Test
	void aVerificationUnderWayInAnUnfinishedRunOwesItsVerdict() {
		String guid = "MBR-owed-" + newList();
		long earlierRun = runWith(guid);
		Member pending = only(earlierRun, Stage.PENDING);
		Baseline baseline = new Baseline(Known.CONNECTED, NOW.minusSeconds(86_400), "JOB-1", true, "1000", NOW);
		Progress verifying = at(seen(posted(pending, NOW), Known.UPDATED).with(baseline), Stage.VERIFYING);
		table.intend(earlierRun, List.of(pending), List.of(verifying));
		long run = runWith(guid);

		assertThat(only(run, Stage.PENDING).earlier()).isEqualTo(new Earlier(earlierRun, Stage.VERIFYING, null, false,
				false, baseline, NOW.minusSeconds(3_600), null, true, false));

		runs.ended(earlierRun, RunStatus.CLOSED, 0, NOW);
		assertThat(only(run, Stage.PENDING).earlier()).isNotNull().returns(false, Earlier::verdictOwed);
	}

	@Test
	void whatIsStillToBePaidForOwesNoVerdict() {
		String guid = "MBR-unpaid-" + newList();
		long earlierRun = runWith(guid);
		Member pending = only(earlierRun, Stage.PENDING);
		table.intend(earlierRun, List.of(pending), List.of(at(posted(pending, NOW), Stage.READY)));
		long run = runWith(guid);

		assertThat(only(run, Stage.PENDING).earlier()).isNotNull().returns(false, Earlier::verdictOwed);
	}

	@Test
	void aVerificationThatAnEarlierRunTookOverCountsAsItsOwn() {
		String guid = "MBR-inherited-" + newList();
		long earlierRun = runWith(guid);
		Member pending = only(earlierRun, Stage.PENDING);
		Attempt inherited = Attempt.NONE.inheriting(true, false, null, MOMENT);
		table.apply(earlierRun, List.of(report(with(earlierRun, pending, inherited), Reason.ACCOUNT_SELECTION_NEEDED)),
				NOW);
		long run = runWith(guid);

		assertThat(only(run, Stage.PENDING).earlier()).isNotNull()
			.returns(earlierRun, Earlier::runId)
			.returns(true, Earlier::selection)
			.returns(false, Earlier::joined);
	}

	@Test
	void whetherAnEarlierRunSawItsVerificationRunIsKnown() {
		Attempt taken = Attempt.NONE.posting(NOW).taken(null, MOMENT);
		Attempt lost = Attempt.NONE.posting(NOW).concluded(MOMENT);
		for (Attempt attempt : List.of(taken.polled(true), taken.polled(false), lost)) {
			String guid = "MBR-seen-running-" + newList();
			long earlierRun = runWith(guid);
			with(earlierRun, only(earlierRun, Stage.PENDING), attempt);
			long run = runWith(guid);

			assertThat(only(run, Stage.PENDING).earlier()).isNotNull()
				.returns(attempt.started() && !attempt.lost(), Earlier::seenRunning);
		}
	}

	@Test
	void aQuestionThatExpiredWhileNobodyLookedIsTakenForAnAccountSelection() {
		for (Reason reason : List.of(Reason.API_ERROR, Reason.EXPIRED)) {
			String guid = "MBR-expired-" + newList();
			long earlierRun = runWith(guid);
			Member pending = only(earlierRun, Stage.PENDING);
			Progress expired = seen(posted(pending, NOW), Known.EXPIRED);
			table.apply(earlierRun, List.of(new Decision(pending, new Outcome.Report(reason, null, expired))), NOW);
			long run = runWith(guid);

			assertThat(only(run, Stage.PENDING).earlier()).isNotNull()
				.returns(reason == Reason.API_ERROR, Earlier::selection);
		}
	}

	@Test
	void aVerificationThatStoppedAtAnAccountSelectionIsKnownAsSuch() {
		String guid = "MBR-selection-" + newList();
		long earlierRun = runWith(guid);
		Member pending = only(earlierRun, Stage.PENDING);
		Progress expired = posted(pending, NOW).with(new Selection("CHL-1", "account-1", 1, NOW, null));
		table.apply(earlierRun, List.of(new Decision(pending, new Outcome.Report(Reason.EXPIRED, null, expired))), NOW);
		long other = sent("MBR-denied-" + guid, Stage.VERIFYING, Reason.DENIED);
		long run = runWith(guid);
		table.insert(run, List.of(listed(3, "MBR-denied-" + guid)), NOW);

		assertThat(table.due(run, Stage.PENDING, NOW, 10)).extracting(Member::earlier)
			.extracting(earlier -> earlier == null ? "none" : tuple(earlier.runId(), earlier.selection()))
			.containsExactly(tuple(earlierRun, true), tuple(other, false));
	}

	@Test
	void membersComeWithTheirHistoryUntilTheyAreVerified() {
		String guid = "MBR-ready-" + newList();
		sent(guid, Stage.VERIFYING, Reason.DENIED);
		long run = runWith(guid);
		move(run, only(run, Stage.PENDING), Stage.READY);

		// One that waited too long for its verify is judged anew, history and all.
		assertThat(only(run, Stage.READY).earlier()).isNotNull();
		move(run, only(run, Stage.READY), Stage.VERIFYING);
		assertThat(only(run, Stage.VERIFYING).earlier()).isNull();
	}

	// --- exports

	@Test
	void exportsComeInTheListsOrderWithItsColumnsInTheirs() {
		long run = newRun().id();
		Map<String, String> carried = carried("zip", "00501", "customer_id", "7", "Änderung", "=1+1\n\0", "a", "");
		table.insert(
				run, List.of(new ListRow.Listed(member(4, "MBR-4"), carried, ""), listed(2, "MBR-2"),
						listed(3, "MBR-3"), new ListRow.Listed(
								new ListedMember(5, "USR-5", "MBR-5", "Savings", true, Set.of(), null), carried, "")),
				NOW);
		List<Member> members = in(run, Stage.PENDING);
		Member asked = with(run, members.get(3), Attempt.NONE.posting(NOW).taken(null, MOMENT));
		Progress none = seen(asked.progress(), Known.NONE);
		table.apply(run,
				List.of(verified(members.get(0), number("ACT-9", "9"), number("ACT-1", "1")),
						verified(members.get(1), number("ACT-5", "5")), report(members.get(2), Reason.NOT_REACHED),
						new Decision(asked, new Outcome.Report(Reason.NO_CREDENTIALS, null, none))),
				NOW);

		List<VerifiedAccount> verified = read(table.verifiedAccounts(run, "verified"));
		assertThat(verified).extracting(account -> account.number().accountGuid())
			.containsExactly("ACT-5", "ACT-9", "ACT-1");
		assertThat(verified.get(1).carried()).containsExactlyEntriesOf(carried);
		assertThat(verified.getFirst().carried()).isEmpty();
		assertThat(read(table.reportedMembers(run, "reported"))).containsExactly(
				new ReportedMember(3, "USR-3", "MBR-3", null, Reason.NOT_REACHED, null, null, false, 0, null, null,
						null, Map.of()),
				new ReportedMember(5, "USR-5", "MBR-5", "chase", Reason.NO_CREDENTIALS, null, null, true, 1, NOW,
						"Savings", true, carried));
	}

	@Test
	void anExportReadAgainStartsFromTheBeginning() {
		long run = newRun().id();
		table.insert(run, List.of(new ListRow.Rejected(2, "bad", "a"), new ListRow.Rejected(3, "bad", "b")), NOW);
		JdbcCursorItemReader<ListRow.Rejected> reader = table.rejectedRows(run, "rejected");

		assertThat(read(reader)).hasSize(2);
		assertThat(read(reader)).hasSize(2);
	}

	// --- words

	private static <T> List<T> read(JdbcCursorItemReader<T> reader) {
		List<T> items = new ArrayList<>();
		try {
			reader.open(new ExecutionContext());
			for (@Nullable
			T item = reader.read(); item != null; item = reader.read()) {
				items.add(item);
			}
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
		finally {
			reader.close();
		}
		return items;
	}

	private static ListRow listed(ListedMember member) {
		return new ListRow.Listed(member, Map.of(), "");
	}

	private static Map<String, String> carried(String... namesAndValues) {
		Map<String, String> carried = new LinkedHashMap<>();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			carried.put(namesAndValues[i], namesAndValues[i + 1]);
		}
		return carried;
	}

	private long runWith(String guid) {
		long run = newRun().id();
		table.insert(run, List.of(listed(2, guid)), NOW);
		return run;
	}

	/** A run that sent a verify for the member and reported it. */
	private long sent(String guid, Stage through, Reason reason) {
		long run = runWith(guid);
		Member sent = with(run, only(run, Stage.PENDING), Attempt.NONE.posting(NOW));
		table.apply(run, List.of(report(move(run, sent, through), reason)), NOW);
		return run;
	}

	private long verify(String guid, Instant now, AccountNumber... numbers) {
		long run = runWith(guid);
		table.apply(run, List.of(verified(only(run, Stage.PENDING), numbers)), now);
		return run;
	}

	private Member with(long run, Member member, Attempt attempt) {
		Progress progress = member.progress().with(attempt);
		table.intend(run, List.of(member), List.of(progress));
		return member.stored(progress);
	}

	private static Progress posted(Member member, Instant at) {
		return at(member.progress().with(Attempt.NONE.posting(at)), Stage.REQUESTING);
	}

	private static Progress seen(Progress progress, ConnectionStatus status) {
		Seen seen = new Seen(status, NOW, NOW.minusSeconds(3_600), "chase", null, Guids.AS_LISTED, false);
		return new Progress(progress.stage(), progress.dueAt(), seen, progress.baseline(), progress.attempt(),
				progress.sighting(), progress.conflicts(), progress.readErrors(), progress.writeErrors(),
				progress.selection());
	}

	private static Decision report(Member member, Reason reason) {
		return new Decision(member, new Outcome.Report(reason, null, member.progress()));
	}

	private static Decision verified(Member member, AccountNumber... numbers) {
		return new Decision(member,
				new Outcome.Verified(List.of(numbers), false, member.progress().in(Stage.VERIFIED, NOW)));
	}

	private static AccountNumber number(@Nullable String account, String number) {
		return new AccountNumber(account, number, "021000021", null, null, true, false);
	}

	private List<Object> latest(String guid) {
		return jdbc.sql("""
				select account_guid, account_number from account_number where member_guid = :guid order by account_guid
				""")
			.param("guid", guid)
			.query((columns,
					number) -> (Object) tuple(columns.getString("account_guid"), columns.getString("account_number")))
			.list();
	}

	private static org.assertj.core.groups.Tuple tuple(Object... values) {
		return org.assertj.core.groups.Tuple.tuple(values);
	}

}
