package io.bulkverify.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

import io.bulkverify.member.AccountNumber;
import io.bulkverify.member.ListedMember;
import io.bulkverify.member.Outcome;
import io.bulkverify.member.Seen;
import io.bulkverify.member.Stage;
import org.jspecify.annotations.Nullable;

import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import static io.bulkverify.store.NumberPlace.Column.ACCOUNT_NUMBER;
import static io.bulkverify.store.NumberPlace.Column.INSTITUTION_NUMBER;
import static io.bulkverify.store.NumberPlace.Column.ROUTING_NUMBER;
import static io.bulkverify.store.NumberPlace.Column.TRANSIT_NUMBER;

/**
 * The numbers that a run reads, and the latest of each account. The one place where
 * numbers go into the database.
 */
@Component
class AccountNumbers {

	private static final String INSERT_READ = """
			insert into run_account_number
			    (account_number, routing_number, institution_number, transit_number, passed_validation, zeros_unknown,
			     unconfirmed, partly_masked, verified_at, run_id, member_id, place, account_guid)
			values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			""";

	private static final String UPDATE_LATEST = """
			update account_number
			set account_number = ?, routing_number = ?, institution_number = ?, transit_number = ?,
			    passed_validation = ?, zeros_unknown = ?, unconfirmed = ?, partly_masked = ?, verified_at = ?, run_id = ?, user_guid = ?,
			    institution_code = ?
			where member_guid = ? and account_guid = ?
			""";

	private static final String INSERT_LATEST = """
			insert into account_number
			    (account_number, routing_number, institution_number, transit_number, passed_validation, zeros_unknown,
			     unconfirmed, partly_masked, verified_at, run_id, user_guid, institution_code, member_guid, account_guid)
			values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			""";

	private static final String SAMPLE = """
			select m.member_guid, a.account_guid, a.account_number, a.routing_number, a.institution_number,
			       a.transit_number, a.passed_validation, a.zeros_unknown
			from run_account_number a
			join member_verification m on m.id = a.member_id
			where a.run_id = ?
			    and a.member_id in ((select min(f.member_id) from run_account_number f where f.run_id = ?),
			                        (select max(l.member_id) from run_account_number l where l.run_id = ?))
			""";

	private final JdbcTemplate jdbc;

	private final NumberCipher cipher;

	/**
	 * @param cipher looked for at the first number, so that a wrong key is refused with
	 * all other wrong settings
	 */
	AccountNumbers(JdbcTemplate jdbc, @Lazy NumberCipher cipher) {
		this.jdbc = jdbc;
		this.cipher = cipher;
	}

	/** One account of a verified member. */
	private record Found(long runId, long memberId, ListedMember member, @Nullable String institutionCode, int place,
			AccountNumber number, boolean unconfirmed, boolean partlyMasked, Instant verifiedAt) {

		Key key() {
			return new Key(member.memberGuid(), number.accountGuid() == null ? "#" + place : number.accountGuid());
		}

		private record Key(String memberGuid, String account) {
		}

	}

	void store(long runId, List<Decision> decisions, Instant verifiedAt) {
		List<Found> found = decisions.stream()
			.flatMap(decision -> found(runId, decision, verifiedAt).stream())
			.toList();
		if (found.isEmpty()) {
			return;
		}
		batch(INSERT_READ, found, (binding, account) -> bindRead(binding, account));
		storeLatest(found);
	}

	private static List<Found> found(long runId, Decision decision, Instant verifiedAt) {
		if (!(decision.outcome() instanceof Outcome.Verified(var numbers, var partlyMasked, var progress))) {
			return List.of();
		}
		// Numbers that MX had before any verify (numbers-first) rest on no verdict that
		// could be in doubt.
		boolean unconfirmed = decision.member().stage() == Stage.CONNECTED && !progress.attempt().started();
		@Nullable Seen seen = progress.seen();
		@Nullable String institution = seen == null ? null : seen.institutionCode();
		return IntStream.range(0, numbers.size())
			.mapToObj(i -> new Found(runId, decision.member().id(), decision.member().listed(), institution, i + 1,
					numbers.get(i), unconfirmed, partlyMasked, verifiedAt))
			.toList();
	}

	/**
	 * Not MERGE: two plain statements do the same on every database and can be batched.
	 */
	private void storeLatest(List<Found> found) {
		Map<Found.Key, Found> byAccount = new LinkedHashMap<>();
		found.forEach(account -> byAccount.put(account.key(), account));
		List<Found> latest = List.copyOf(byAccount.values());
		int[] updated = batch(UPDATE_LATEST, latest, (binding, account) -> bindLatest(binding, account));
		List<Found> missing = new ArrayList<>();
		for (int i = 0; i < updated.length; i++) {
			if (updated[i] == 0) {
				missing.add(latest.get(i));
			}
		}
		if (!missing.isEmpty()) {
			batch(INSERT_LATEST, missing, (binding, account) -> bindLatest(binding, account));
		}
	}

	private void bindRead(Binding binding, Found account) throws SQLException {
		bindNumber(binding, account);
		binding.whole(account.memberId()).whole(account.place()).text(account.number().accountGuid());
	}

	private void bindLatest(Binding binding, Found account) throws SQLException {
		bindNumber(binding, account);
		binding.text(account.member().userGuid())
			.text(account.institutionCode())
			.text(account.key().memberGuid())
			.text(account.key().account());
	}

	private void bindNumber(Binding binding, Found account) throws SQLException {
		AccountNumber number = account.number();
		binding.text(stored(account, ACCOUNT_NUMBER, number.number()))
			.text(stored(account, ROUTING_NUMBER, number.routingNumber()))
			.text(stored(account, INSTITUTION_NUMBER, number.institutionNumber()))
			.text(stored(account, TRANSIT_NUMBER, number.transitNumber()))
			.flag(number.passedValidation())
			.flag(number.zerosUnknown())
			.flag(account.unconfirmed())
			.flag(account.partlyMasked())
			.instant(account.verifiedAt())
			.whole(account.runId());
	}

	private int[] batch(String sql, List<Found> accounts, Binder binder) {
		return jdbc.batchUpdate(sql, accounts, accounts.size(),
				(statement, account) -> binder.bind(new Binding(statement), account))[0];
	}

	@FunctionalInterface
	private interface Binder {

		void bind(Binding binding, Found account) throws SQLException;

	}

	private @Nullable String stored(Found account, NumberPlace.Column column, @Nullable String number) {
		NumberPlace place = new NumberPlace(column, account.member().memberGuid(), account.number().accountGuid());
		return cipher.toStored(number, place);
	}

	/** The numbers of a row of {@code run_account_number} joined to its member. */
	AccountNumber read(Row row) throws SQLException {
		return new AccountNumber(row.textOrNull("account_guid"), number(row, ACCOUNT_NUMBER),
				number(row, ROUTING_NUMBER), number(row, INSTITUTION_NUMBER), number(row, TRANSIT_NUMBER),
				row.flagOrNull("passed_validation"), row.flag("zeros_unknown"));
	}

	private @Nullable String number(Row row, NumberPlace.Column column) throws SQLException {
		NumberPlace place = new NumberPlace(column, row.text("member_guid"), row.textOrNull("account_guid"));
		return cipher.fromStored(row.textOrNull(column.name().toLowerCase(Locale.ROOT)), place);
	}

	/**
	 * Tries the keys on the first and the last member that the run has numbers of.
	 * @return whether these are stored as numbers are stored now
	 * @throws UnreadableNumbersException if the keys do not read them
	 */
	boolean storedAsNow(long runId) {
		// Here at the latest a wrong key is refused, not at the first number hours later.
		boolean nothing = !cipher.storedOtherwise(null);
		return nothing && jdbc.query(SAMPLE, statement -> new Binding(statement).whole(runId).whole(runId).whole(runId),
				(columns, number) -> {
					Row row = new Row(columns);
					read(row);
					return !cipher.storedOtherwise(row.textOrNull("account_number"));
				})
			.stream()
			.allMatch(asNow -> asNow);
	}

	/** The numbers themselves, from columns that begin so; for comparison only. */
	List<@Nullable String> digits(Row row, String prefix) throws SQLException {
		List<@Nullable String> digits = new ArrayList<>();
		for (NumberPlace.Column column : NumberPlace.Column.values()) {
			NumberPlace place = new NumberPlace(column, row.text("member_guid"), row.textOrNull("account_guid"));
			digits.add(cipher.fromStored(row.textOrNull(prefix + column.name().toLowerCase(Locale.ROOT)), place));
		}
		return digits;
	}

}
