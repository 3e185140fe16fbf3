package io.bulkverify.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.bulkverify.member.AccountNumber;
import io.bulkverify.member.ListRow;
import io.bulkverify.member.ListedMember;
import io.bulkverify.member.Member;
import io.bulkverify.member.Outcome;
import io.bulkverify.member.Stage;
import io.bulkverify.member.VerifiedAccount;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.database.JdbcCursorItemReader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

abstract class KnownNumbersContract extends StoreContract {

	private static final Instant WEEK_AGO = NOW.minus(Duration.ofDays(7));

	private static final Instant YESTERDAY = NOW.minus(Duration.ofDays(1));

	KnownNumbersContract(TestDatabase kind) {
		super(kind);
	}

	@Test
	void freshMembersEndVerifiedWithTheirNumbersAndTheTimeThoseAreFrom() throws Exception {
		String guid = newGuid();
		verified(guid, YESTERDAY, number("ACT-2", "0002"), number("ACT-1", "0001"));
		long run = listing(guid, newGuid());

		assertThat(known.take(run, WEEK_AGO, NOW)).isEqualTo(1);

		assertThat(table.counts(run)).containsEntry(Stage.VERIFIED, 1L).containsEntry(Stage.PENDING, 1L);
		assertThat(exported(run))
			.extracting((account) -> account.number().accountGuid(), (account) -> account.number().number(),
					VerifiedAccount::verifiedAt)
			.containsExactly(tuple("ACT-1", "0001", YESTERDAY), tuple("ACT-2", "0002", YESTERDAY));
		assertThat(table.billed(run)).isZero();
	}

	@Test
	void thatOtherAccountsCameMaskedIsTakenAlong() throws Exception {
		String guid = newGuid();
		verified(guid, YESTERDAY, true, number("ACT-1", "0001"));
		long run = listing(guid);

		known.take(run, WEEK_AGO, NOW);

		assertThat(exported(run)).extracting(VerifiedAccount::partlyMasked).containsExactly(true);
	}

	@Test
	void numbersDoNotGrowFreshByBeingTaken() {
		String guid = newGuid();
		verified(guid, YESTERDAY, number("ACT-1", "0001"));
		known.take(listing(guid), WEEK_AGO, NOW);

		assertThat(known.take(listing(guid), YESTERDAY, NOW)).isZero();
	}

	@Test
	void anAccountThatTheLatestVerificationDidNotShowIsNotTaken() throws Exception {
		String guid = newGuid();
		verified(guid, YESTERDAY.minusSeconds(60), number("ACT-closed", "0001"));
		verified(guid, YESTERDAY, number("ACT-open", "0002"));
		long run = listing(guid);

		known.take(run, WEEK_AGO, NOW);

		assertThat(exported(run)).extracting((account) -> account.number().accountGuid()).containsExactly("ACT-open");
	}

	@Test
	void accountsThatMxDoesNotNameKeepTheirOrderAndStayWithoutName() throws Exception {
		String guid = newGuid();
		AccountNumber[] eleven = new AccountNumber[11];
		for (int i = 0; i < eleven.length; i++) {
			eleven[i] = number(null, "000" + i);
		}
		verified(guid, YESTERDAY, eleven);
		long run = listing(guid);

		known.take(run, WEEK_AGO, NOW);

		assertThat(exported(run)).extracting(VerifiedAccount::number).containsExactly(eleven);
	}

	@Test
	void numbersOfTheSameMemberUnderAnotherUserAreNotTaken() {
		String guid = newGuid();
		verified(guid, YESTERDAY, number("ACT-1", "0001"));
		long run = newRun().id();
		table.insert(run, List
			.of(new ListRow.Listed(new ListedMember(2, "USR-other", guid, null, null, Set.of(), null), Map.of(), "")),
				NOW);

		assertThat(known.take(run, WEEK_AGO, NOW)).isZero();
		assertThat(known.fresh(run, WEEK_AGO)).isZero();
	}

	@Test
	void aMemberThatThisRunHasBegunIsLeftToTheLanes() {
		String guid = newGuid();
		verified(guid, YESTERDAY, number("ACT-1", "0001"));
		long run = listing(guid);
		move(run, only(run, Stage.PENDING), Stage.READY);

		assertThat(known.take(run, WEEK_AGO, NOW)).isZero();
	}

	@Test
	void countsWhoHasNumbersAndWhoseAreFresh() {
		String fresh = newGuid();
		String old = newGuid();
		verified(fresh, YESTERDAY, number("ACT-1", "0001"), number("ACT-2", "0002"));
		verified(old, WEEK_AGO, number("ACT-1", "0001"));

		assertThat(known.count(List.of(member(2, fresh), member(2, old), member(2, newGuid())), WEEK_AGO))
			.isEqualTo(new KnownNumbers.Count(2, 1));
		assertThat(known.count(List.of(), WEEK_AGO)).isEqualTo(KnownNumbers.Count.NONE);
		assertThat(known.fresh(listing(fresh, old), WEEK_AGO)).isEqualTo(1);
	}

	@Test
	void anImportThatBrokeOffCanBeForgottenButNoMemberThatWasWorkedOn() {
		long run = runOf(3);
		table.insert(run, List.of(new ListRow.Rejected(9, "bad", "x")), NOW);

		table.forget(run);

		assertThat(table.counts(run)).containsEntry(Stage.PENDING, 0L);
		assertThat(table.rejected(run)).isZero();
		assertThat(runs.find(run).orElseThrow().inputRows()).isZero();

		long begun = runOf(2);
		move(begun, in(begun, Stage.PENDING).getFirst(), Stage.READY);
		assertThatThrownBy(() -> table.forget(begun)).hasMessageContaining("has begun");
	}

	private static String newGuid() {
		return "MBR-known-" + newList();
	}

	private static AccountNumber number(@Nullable String account, String number) {
		return new AccountNumber(account, number, "021000021", null, null, null, false);
	}

	private long listing(String... guids) {
		long run = newRun().id();
		table.insert(run, Arrays.stream(guids).map((guid) -> listed(2, guid)).toList(), NOW);
		return run;
	}

	private void verified(String guid, Instant at, AccountNumber... numbers) {
		verified(guid, at, false, numbers);
	}

	private void verified(String guid, Instant at, boolean partlyMasked, AccountNumber... numbers) {
		long run = listing(guid);
		Member member = move(run, only(run, Stage.PENDING), Stage.CONNECTED);
		table.apply(run,
				List.of(new Decision(member, new Outcome.Verified(List.of(numbers), partlyMasked, member.progress()))),
				at);
	}

	private List<VerifiedAccount> exported(long run) throws Exception {
		JdbcCursorItemReader<VerifiedAccount> reader = table.verifiedAccounts(run, "exported");
		reader.open(new ExecutionContext());
		try {
			List<VerifiedAccount> all = new ArrayList<>();
			for (VerifiedAccount account = reader.read(); account != null; account = reader.read()) {
				all.add(account);
			}
			return all;
		}
		finally {
			reader.close();
		}
	}

}
