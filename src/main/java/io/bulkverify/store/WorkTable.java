package io.bulkverify.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.bulkverify.member.Earlier;
import io.bulkverify.member.ListRow;
import io.bulkverify.member.ListedMember;
import io.bulkverify.member.Member;
import io.bulkverify.member.Outcome;
import io.bulkverify.member.Progress;
import io.bulkverify.member.Reason;
import io.bulkverify.member.ReportedMember;
import io.bulkverify.member.Stage;
import io.bulkverify.member.VerifiedAccount;
import org.jspecify.annotations.Nullable;

import org.springframework.batch.infrastructure.item.database.JdbcCursorItemReader;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The members of every run, one row each: table {@code member_verification} and those
 * that hang on it. The rows are the truth of a run; nothing of it is kept in memory.
 *
 * <p>
 * Every method takes part in the caller's transaction, or has one of its own, and does
 * all or nothing. That goes for reads too: within a step they would else bind a
 * connection to the step's transaction, and a broken one for all that the step does from
 * then on. Those that only read say so: whoever guards what is written passes them over.
 * Safe for use by many threads. Instants are kept to the microsecond, durations to the
 * millisecond.
 */
@Repository
@Transactional
public class WorkTable {

	/**
	 * Ordered by the whole of the index, so that H2 too takes the order from it and reads
	 * no more rows than it returns.
	 */
	private static final String DUE = """
			select id, version, line, user_guid, member_guid, account_label, include_transactions, verify_even, user_id,
			       %s
			from member_verification
			where run_id = ? and stage = ? and next_due_at <= ?
			order by run_id, stage, next_due_at, id
			limit ?
			""".formatted(ProgressColumns.LIST);

	private static final String ANY_READ_WELL = """
			select 1 from member_verification where run_id = ? and last_seen_at is not null limit 1
			""";

	/**
	 * Whoever is under way is left alone where its own next read is near, or its last one
	 * went wrong.
	 */
	private static final String READ_WELL = """
			select id, version, line, user_guid, member_guid, account_label, include_transactions, verify_even, user_id,
			       %s
			from member_verification
			where run_id = ? and stage = ? and last_seen_at <= ? and errors = 0
			  and (finished_at is not null or next_due_at >= ?)
			order by run_id, stage, next_due_at desc, id desc
			limit ?
			""".formatted(ProgressColumns.LIST);

	private static final String NEXT_DUE = """
			select next_due_at from member_verification
			where run_id = ? and stage = ?
			order by run_id, stage, next_due_at, id
			limit 1
			""";

	private static final int A_FEW = 2;

	/** By its key alone: see {@link MemberList#LINES_OF} on naming the run as well. */
	private static final String UPDATE = """
			update member_verification
			set %s, reason = ?, detail = ?, finished_at = ?, version = version + 1
			where id = ? and version = ?
			""".formatted(ProgressColumns.ASSIGNMENTS);

	private static final String REPORT_OPEN = """
			update member_verification
			set stage = 'REPORTED', reason = ?, finished_at = ?, version = version + 1
			where run_id = ? and stage = any(?)
			""";

	private static final String UNFINISHED = """
			select id from verification_run where status not in ('%s', '%s')
			""".formatted(RunStatus.FINISHED, RunStatus.CLOSED);

	private static final String WAITING = """
			select id from member_verification where run_id = ? and stage = ? and not (id = any(?)) limit ?
			""";

	/** A verdict that was paid for stands, though another try was to follow. */
	private static final String REPORT = """
			update member_verification
			set stage = 'REPORTED', reason = case when %1$s then connection_status else ? end,
			    detail = case when %1$s then null else cast(? as varchar) end,
			    finished_at = ?, version = version + 1
			where run_id = ? and stage = ? and id = any(?)
			"""
		.formatted("accepted > 0 and connection_status in ('%s', '%s')".formatted(Reason.FAILED, Reason.DEGRADED));

	private static final String POSTPONE_VERIFY = """
			update member_verification set posted_at = ?, version = version + 1
			where run_id in (%s) and stage = 'REQUESTING' and (posted_at is null or posted_at < ?)
			""".formatted(UNFINISHED);

	private static final String POSTPONE_ANSWER = """
			update member_verification set selection_posted_at = ?, version = version + 1
			where run_id in (%s) and stage = 'ANSWERING' and selection_posted_at < ?
			""".formatted(UNFINISHED);

	/**
	 * What a member was read as, and by when, stays: later runs know a baseline by it.
	 */
	private static final String BACK_TO_NOW = """
			update member_verification
			set next_due_at = case when next_due_at > ? then ? else next_due_at end,
			    posted_at = case when posted_at > ? then ? else posted_at end,
			    selection_posted_at = case when selection_posted_at > ? then ? else selection_posted_at end,
			    version = version + 1
			where run_id = ? and stage not in ('VERIFIED', 'REPORTED')
			    and (next_due_at > ? or posted_at > ? or selection_posted_at > ?)
			""";

	private final JdbcTemplate jdbc;

	private final MemberList list;

	private final AccountNumbers accountNumbers;

	private final History history;

	private final OtherRuns otherRuns;

	private final ExportReaders exports;

	WorkTable(JdbcTemplate jdbc, MemberList list, AccountNumbers accountNumbers, History history, OtherRuns otherRuns,
			ExportReaders exports) {
		this.jdbc = jdbc;
		this.list = list;
		this.accountNumbers = accountNumbers;
		this.history = history;
		this.otherRuns = otherRuns;
		this.exports = exports;
	}

	/**
	 * Adds rows of the list to the run: members become PENDING and due, rejected rows are
	 * kept. A member that the run has already, from this call or an earlier one, becomes
	 * a rejected row "duplicate of line N". Rows are to come in the list's order, from
	 * one thread.
	 * @param rows at most 65,536
	 */
	public void insert(long runId, List<ListRow> rows, Instant now) {
		list.insert(runId, rows, now);
	}

	/**
	 * Forgets what was imported for the run, so that its list can be imported anew.
	 * @throws IllegalStateException if a member of it has been worked on
	 */
	public void forget(long runId) {
		list.forget(runId);
	}

	/**
	 * The members in a stage that are due, those due first first. Reads only: a member
	 * that is worked on stays due until {@link #intend} or {@link #apply} moves it, so
	 * the caller keeps its own account of what it has in hand.
	 * @return members not yet verified come with what an earlier run left at MX for them
	 */
	@Transactional(readOnly = true)
	public List<Member> due(long runId, Stage stage, Instant now, int limit) {
		List<Member> due = jdbc.query(DUE,
				statement -> new Binding(statement).whole(runId).text(stage.name()).instant(now).whole(limit),
				(columns, number) -> member(new Row(columns)));
		return stage == Stage.PENDING || stage == Stage.READY ? withEarlier(runId, due) : due;
	}

	private static Member member(Row row) throws SQLException {
		ListedMember listed = new ListedMember(row.whole("line"), row.text("user_guid"), row.text("member_guid"),
				row.textOrNull("account_label"), row.flagOrNull("include_transactions"),
				Statuses.setFromColumn(row.textOrNull("verify_even")), row.textOrNull("user_id"));
		return new Member(row.whole("id"), row.number("version"), listed, ProgressColumns.read(row), null);
	}

	private List<Member> withEarlier(long runId, List<Member> members) {
		Map<String, Earlier> earlier = earlier(runId,
				members.stream().map(member -> member.listed().memberGuid()).toList());
		return earlier.isEmpty() ? members
				: members.stream()
					.map(member -> new Member(member.id(), member.version(), member.listed(), member.progress(),
							earlier.get(member.listed().memberGuid())))
					.toList();
	}

	/** Whether the run has read any of its members well. */
	@Transactional(readOnly = true)
	public boolean anyReadWell(long runId) {
		return !jdbc.queryForList(ANY_READ_WELL, Integer.class, runId).isEmpty();
	}

	/**
	 * A few members that the run has read well and that can be read once more without
	 * harm: those that have ended first, then those that wait whose last read and whose
	 * next one are at least that interval away.
	 */
	@Transactional(readOnly = true)
	public List<Member> readWell(long runId, Instant now, Duration interval) {
		for (Stage stage : List.of(Stage.VERIFIED, Stage.REPORTED, Stage.VERIFYING, Stage.PENDING)) {
			List<Member> found = jdbc.query(READ_WELL,
					statement -> new Binding(statement).whole(runId)
						.text(stage.name())
						.instant(now.minus(interval))
						.instant(now.plus(interval))
						.whole(A_FEW),
					(columns, number) -> member(new Row(columns)));
			if (!found.isEmpty()) {
				return found;
			}
		}
		return List.of();
	}

	/**
	 * When the next member of the stage is due, in the past or not; empty: none is there.
	 */
	@Transactional(readOnly = true)
	public Optional<Instant> nextDue(long runId, Stage stage) {
		return jdbc
			.query(NEXT_DUE, statement -> new Binding(statement).whole(runId).text(stage.name()),
					(columns, number) -> new Row(columns).instant("next_due_at"))
			.stream()
			.findFirst();
	}

	/**
	 * What an earlier run left at MX for these members: of each, the newest row of a run
	 * before this one that sent a verify or took over one that was running. A verdict is
	 * owed where that run is unfinished and its verification may be under way, or its
	 * numbers unread.
	 * @return by member guid; members without such a row are not in it
	 */
	@Transactional(readOnly = true)
	public Map<String, Earlier> earlier(long runId, Collection<String> memberGuids) {
		return history.before(runId, memberGuids);
	}

	/**
	 * Members that this run left under way, and that a later run has watched to their
	 * end, end here as they did there, account numbers included.
	 * @return how many
	 */
	public int adoptOutcomes(long runId) {
		return otherRuns.adopt(runId);
	}

	/**
	 * Members of this run that nothing was done for yet end here as they did in an
	 * earlier run, account numbers included.
	 * @param rows their rows in the earlier run; those whose verify was not accepted, or
	 * that have not ended, are passed over
	 * @return how many
	 */
	public int takeOver(long runId, List<Long> rows) {
		return otherRuns.takeOver(runId, rows);
	}

	/**
	 * Stores intents before the calls that they announce are sent.
	 * @param before the members as they were read
	 * @param intents their progress from now on, in the same order
	 * @throws StaleRowException if one of them was changed meanwhile: none is stored
	 */
	public void intend(long runId, List<Member> before, List<Progress> intents) {
		if (before.size() != intents.size()) {
			throw new IllegalArgumentException("%d members and %d intents".formatted(before.size(), intents.size()));
		}
		List<Change> changes = new ArrayList<>(before.size());
		for (int i = 0; i < before.size(); i++) {
			changes.add(new Change(before.get(i), intents.get(i), null, null, null));
		}
		store(changes);
	}

	/**
	 * Stores what was decided. A member that is reported or verified ends now; the
	 * account numbers of a verified one are kept for the run and as the latest of their
	 * accounts.
	 * @throws StaleRowException if one of the members was changed meanwhile: nothing is
	 * stored
	 */
	public void apply(long runId, List<Decision> decisions, Instant now) {
		store(decisions.stream().map(decision -> change(decision, now)).toList());
		accountNumbers.store(runId, decisions, now);
	}

	/** What a row is to be from now on. */
	private record Change(Member member, Progress progress, @Nullable Reason reason, @Nullable String detail,
			@Nullable Instant finishedAt) {
	}

	private static Change change(Decision decision, Instant now) {
		Member member = decision.member();
		return switch (decision.outcome()) {
			case Outcome.WaitUntil(var ignored, var progress) -> new Change(member, progress, null, null, null);
			case Outcome.Advance(var progress) -> new Change(member, progress, null, null, null);
			case Outcome.Halt(var ignored, var progress) -> new Change(member, progress, null, null, null);
			case Outcome.Report(var reason, var detail, var progress) ->
				new Change(member, progress.in(Stage.REPORTED, now), reason, detail, now);
			case Outcome.Verified(var ignored, var masked, var progress) ->
				new Change(member, progress.in(Stage.VERIFIED, now), null, null, now);
		};
	}

	private void store(List<Change> changes) {
		if (changes.isEmpty()) {
			return;
		}
		int[] updated = jdbc.batchUpdate(UPDATE, changes, changes.size(), (statement, change) -> {
			Binding binding = new Binding(statement);
			ProgressColumns.bind(binding, change.progress());
			binding.text(change.reason() == null ? null : change.reason().name())
				.text(change.detail())
				.instant(change.finishedAt())
				.whole(change.member().id())
				.whole(change.member().version());
		})[0];
		for (int i = 0; i < updated.length; i++) {
			if (updated[i] == 0) {
				Member member = changes.get(i).member();
				throw new StaleRowException(member.id(), member.version());
			}
		}
	}

	/** The version that a row is at now. */
	@Transactional(readOnly = true)
	public int version(long id) {
		Integer version = jdbc.queryForObject("select version from member_verification where id = ?", Integer.class,
				id);
		return (version != null) ? version : -1;
	}

	/** Members by stage; every stage is in it. */
	@Transactional(readOnly = true)
	public Map<Stage, Long> counts(long runId) {
		Map<Stage, Long> counts = new EnumMap<>(Stage.class);
		for (Stage stage : Stage.values()) {
			counts.put(stage, 0L);
		}
		jdbc.query("select stage, count(*) as members from member_verification where run_id = ? group by stage",
				columns -> {
					Row row = new Row(columns);
					counts.put(ProgressColumns.stage(row), row.whole("members"));
				}, runId);
		return counts;
	}

	/**
	 * How much was decided in the run so far: grows with every row of its list and with
	 * everything that was written of its members, but not with calls that were announced
	 * and whose answers were not written yet.
	 */
	@Transactional(readOnly = true)
	public long decided(long runId) {
		return number("select count(*) from rejected_row where run_id = ?", runId) + number("""
				select coalesce(sum(1 + version), 0) from member_verification
				where run_id = ? and stage not in ('REQUESTING', 'ANSWERING')
				""", runId);
	}

	/** Reported members by reason; only reasons that occur are in it. */
	@Transactional(readOnly = true)
	public Map<Reason, Long> reasons(long runId) {
		Map<Reason, Long> reasons = new EnumMap<>(Reason.class);
		jdbc.query("""
				select reason, count(*) as members from member_verification
				where run_id = ? and stage = 'REPORTED'
				group by reason
				""", columns -> {
			Row row = new Row(columns);
			reasons.put(Reason.valueOf(row.text("reason")), row.whole("members"));
		}, runId);
		return reasons;
	}

	/** Members that were reported though no verify of this run was sent for them. */
	@Transactional(readOnly = true)
	public long skippedWithoutCall(long runId) {
		return number("""
				select count(*) from member_verification where run_id = ? and stage = 'REPORTED' and sent = 0
				""", runId);
	}

	/** Accounts whose numbers the run has read. */
	@Transactional(readOnly = true)
	public long accounts(long runId) {
		return number("select count(*) from run_account_number where run_id = ?", runId);
	}

	/**
	 * Looks whether the numbers that the run has stored can be read with the keys that
	 * are set.
	 * @return whether they are stored as numbers are stored now: not if a key was set
	 * after them
	 * @throws UnreadableNumbersException if they cannot be read
	 */
	@Transactional(readOnly = true)
	public boolean numbersStoredAsNow(long runId) {
		return accountNumbers.storedAsNow(runId);
	}

	/** Members that wait for another job to end: MX answered 409 for them last. */
	@Transactional(readOnly = true)
	public long conflicted(long runId) {
		return number("""
				select count(*) from member_verification
				where run_id = ? and stage not in ('VERIFIED', 'REPORTED') and conflicts > 0
				""", runId);
	}

	/** Members that have ended since then. */
	@Transactional(readOnly = true)
	public long endedSince(long runId, Instant since) {
		List<Long> ended = jdbc.query("""
				select count(*) as ended from member_verification
				where run_id = ? and stage in ('VERIFIED', 'REPORTED') and finished_at >= ?
				""", statement -> new Binding(statement).whole(runId).instant(since),
				(columns, number) -> columns.getLong("ended"));
		return ended.getFirst();
	}

	/** Rows of the list that name no member. */
	@Transactional(readOnly = true)
	public long rejected(long runId) {
		return number("select count(*) from rejected_row where run_id = ?", runId);
	}

	/** Verifies that MX took, and bills. */
	@Transactional(readOnly = true)
	public long billed(long runId) {
		return number("select coalesce(sum(accepted), 0) from member_verification where run_id = ?", runId);
	}

	private long number(String sql, long runId) {
		@Nullable Long number = jdbc.queryForObject(sql, Long.class, runId);
		return number == null ? 0 : number;
	}

	/**
	 * Reports every member in these stages, whoever has it in hand: an outcome of theirs
	 * that comes later meets {@link StaleRowException}.
	 * @return how many were reported
	 * @throws IllegalArgumentException for a stage that is terminal
	 */
	public long reportOpen(long runId, Reason reason, Set<Stage> stages, Instant now) {
		if (stages.stream().anyMatch(Stage::terminal)) {
			throw new IllegalArgumentException("members that have ended stay as they are: " + stages);
		}
		return jdbc.update(REPORT_OPEN,
				statement -> new Binding(statement).text(reason.name())
					.instant(now)
					.whole(runId)
					.texts(stages.stream().map(Stage::name).toList()));
	}

	/**
	 * Members in a stage that nobody has in hand, by row, whether or not they are due.
	 * @param inHand rows that are left out
	 */
	@Transactional(readOnly = true)
	public List<Long> waiting(long runId, Stage stage, Collection<Long> inHand, int limit) {
		return jdbc.query(WAITING,
				statement -> new Binding(statement).whole(runId).text(stage.name()).wholes(inHand).whole(limit),
				(columns, number) -> columns.getLong("id"));
	}

	/**
	 * Reports these members, all or none. Those whose verification failed, and which were
	 * to be verified once more, are reported as that.
	 * @param detail for the others; null where there is nothing to add
	 * @throws IllegalArgumentException for a stage that is terminal
	 * @throws IllegalStateException if one of them is not in that stage any more
	 */
	public void report(long runId, Reason reason, @Nullable String detail, Stage stage, List<Long> members,
			Instant now) {
		if (stage.terminal()) {
			throw new IllegalArgumentException("members that have ended stay as they are: " + stage);
		}
		int reported = jdbc.update(REPORT,
				statement -> new Binding(statement).text(reason.name())
					.text(detail)
					.instant(now)
					.whole(runId)
					.text(stage.name())
					.wholes(members));
		if (reported != members.size()) {
			throw new IllegalStateException(
					"%d of %d members were still %s".formatted(reported, members.size(), stage));
		}
	}

	/**
	 * Takes back what the rows say of the future, because they were written while the
	 * clock was ahead of what it says now: nobody waits longer than anybody could have
	 * been told to, and no call was sent later than now. Nobody may have a member in hand
	 * meanwhile.
	 * @param longestWait members that are due later than that are due now
	 * @return how many rows
	 */
	public int takeBackTheFuture(long runId, Instant now, Duration longestWait) {
		Instant latest = now.plus(longestWait);
		return jdbc.update(BACK_TO_NOW,
				statement -> new Binding(statement).instant(latest)
					.instant(now)
					.instant(now)
					.instant(now)
					.instant(now)
					.instant(now)
					.whole(runId)
					.instant(latest)
					.instant(now)
					.instant(now));
	}

	/** The rows of the run that are in a stage. */
	@Transactional(readOnly = true)
	public List<Long> rows(long runId, Stage stage) {
		return jdbc.query("select id from member_verification where run_id = ? and stage = ? order by id",
				statement -> new Binding(statement).whole(runId).text(stage.name()),
				(columns, number) -> columns.getLong("id"));
	}

	/** The stage that a row is in now. */
	@Transactional(readOnly = true)
	public Stage stage(long id) {
		return jdbc
			.query("select stage from member_verification where id = ?", statement -> new Binding(statement).whole(id),
					(columns, number) -> ProgressColumns.stage(new Row(columns)))
			.getFirst();
	}

	/**
	 * After the end of a holder whose last calls may have left later than its rows say:
	 * verifies and answers without a clear answer count as sent no earlier than that, so
	 * that they settle no sooner. In every unfinished run, whichever it worked on.
	 */
	public void postponeUnsettled(Instant latestPost) {
		for (String sql : List.of(POSTPONE_VERIFY, POSTPONE_ANSWER)) {
			jdbc.update(sql, statement -> new Binding(statement).instant(latestPost).instant(latestPost));
		}
	}

	/**
	 * The run's verified accounts by the list's line, then in MX's order. The reader
	 * streams on a connection of its own and keeps no state: a step that starts again
	 * reads from the start. Not thread-safe.
	 * @param name the reader's, for Spring Batch
	 */
	public JdbcCursorItemReader<VerifiedAccount> verifiedAccounts(long runId, String name) {
		return exports.verifiedAccounts(runId, name);
	}

	/**
	 * The run's reported members by the list's line; otherwise as
	 * {@link #verifiedAccounts}.
	 */
	public JdbcCursorItemReader<ReportedMember> reportedMembers(long runId, String name) {
		return exports.reportedMembers(runId, name);
	}

	/**
	 * The run's rejected rows by the list's line; otherwise as {@link #verifiedAccounts}.
	 */
	public JdbcCursorItemReader<ListRow.Rejected> rejectedRows(long runId, String name) {
		return exports.rejectedRows(runId, name);
	}

}
