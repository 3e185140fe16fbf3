package io.bulkverify.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

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
 * What became of the members of several runs that belong together, a night and its
 * reruns: of each member the outcome that came last. A member that a rerun has not
 * finished with counts as it was before. Safe for use by many threads.
 */
@Repository
public class LatestOutcomes {

	/** Ended rows of the runs; those that hold the latest outcome have newest = 1. */
	static final String OF_RUNS = """
			(select e.*, row_number() over (partition by e.member_guid order by e.finished_at desc, e.run_id desc) as newest
			 from member_verification e
			 where e.run_id = any(?) and e.stage in ('VERIFIED', 'REPORTED'))""";

	private static final String COPY = """
			insert into member_verification
			    (run_id, line, user_guid, member_guid, account_label, include_transactions, verify_even, user_id, carried,
			     stage, next_due_at)
			select cast(? as bigint), line, user_guid, member_guid, account_label, include_transactions, verify_even,
			       user_id, carried, cast(? as varchar), cast(? as timestamp with time zone)
			from %s m
			where newest = 1 and stage = 'REPORTED' and reason = any(?)
			order by line
			"""
		.formatted(OF_RUNS);

	private static final String COUNTS = """
			select stage, reason, count(*) as members from %s m where newest = 1 group by stage, reason
			""".formatted(OF_RUNS);

	private static final String ACCOUNTS = """
			select count(*) as accounts
			from %s m
			join run_account_number a on a.run_id = m.run_id and a.member_id = m.id
			where m.newest = 1 and m.stage = 'VERIFIED'
			""".formatted(OF_RUNS);

	private final JdbcTemplate jdbc;

	private final ExportReaders exports;

	LatestOutcomes(JdbcTemplate jdbc, ExportReaders exports) {
		this.jdbc = jdbc;
		this.exports = exports;
	}

	/**
	 * How members ended.
	 *
	 * @param verified members with account numbers
	 * @param reasons reported members; only reasons that occur are in it
	 */
	public record Counts(long verified, Map<Reason, Long> reasons) {
	}

	/**
	 * Lists the members whose latest outcome is one of these exceptions in another run,
	 * as their list has them: nothing of what happened to them comes along. Once for a
	 * run, which must have no members yet.
	 * @param into the run that is to have them
	 * @return how many there are
	 */
	@Transactional
	public long relist(List<Long> runs, Collection<Reason> reasons, long into, Instant now) {
		Progress listed = Progress.listed(now);
		int members = jdbc.update(COPY,
				statement -> new Binding(statement).whole(into)
					.text(listed.stage().name())
					.instant(listed.dueAt())
					.wholes(runs)
					.texts(reasons.stream().map(Reason::name).toList()));
		jdbc.update("update verification_run set input_rows = ? where id = ?", members, into);
		return members;
	}

	/** How the members ended. */
	public Counts counts(List<Long> runs) {
		Map<Reason, Long> reasons = new EnumMap<>(Reason.class);
		long[] verified = { 0 };
		jdbc.query(COUNTS, statement -> new Binding(statement).wholes(runs), columns -> {
			Row row = new Row(columns);
			if (ProgressColumns.stage(row) == Stage.VERIFIED) {
				verified[0] = row.whole("members");
			}
			else {
				reasons.put(Reason.valueOf(row.text("reason")), row.whole("members"));
			}
		});
		return new Counts(verified[0], reasons);
	}

	/** Accounts of the verified members. */
	public long accounts(List<Long> runs) {
		@Nullable Long accounts = jdbc
			.query(ACCOUNTS, statement -> new Binding(statement).wholes(runs),
					(columns, number) -> accounts(new Row(columns)))
			.getFirst();
		return accounts;
	}

	private static Long accounts(Row row) throws SQLException {
		return row.whole("accounts");
	}

	/** As {@link WorkTable#verifiedAccounts}, of all the runs. */
	public JdbcCursorItemReader<VerifiedAccount> verifiedAccounts(List<Long> runs, String name) {
		return exports.verifiedAccounts(runs, name);
	}

	/** As {@link WorkTable#reportedMembers}, of all the runs. */
	public JdbcCursorItemReader<ReportedMember> reportedMembers(List<Long> runs, String name) {
		return exports.reportedMembers(runs, name);
	}

}
