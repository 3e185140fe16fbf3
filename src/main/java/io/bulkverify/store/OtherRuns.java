package io.bulkverify.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What other runs came to for the members of a run, where that holds for this run too.
 *
 * <p>
 * A later run: it met a member that this run had left under way at MX, and took over its
 * verification, and with it the baseline that it is judged by (src/docs/decisions.md, no
 * 4). An earlier run: it is known to have been paid for this member just now.
 */
@Component
class OtherRuns {

	/**
	 * Whoever has the same reading as its baseline, and sent nothing, watched the same
	 * verification. Where only its patience ended, this run's own goes on.
	 */
	private static final String TAKEN_OVER = """
			select mine.id, mine.version, later.id as other_id,
			       case when mine.stage = 'REQUESTING' and later.polls > 0 and not later.joined then 1 else 0 end
			           as accepted
			from member_verification mine
			join member_verification later
			    on later.member_guid = mine.member_guid and later.run_id > mine.run_id
			    and later.baseline_read_at = mine.baseline_read_at
			where mine.run_id = ? and mine.stage in ('REQUESTING', 'VERIFYING', 'ANSWERING', 'CONNECTED')
			    and later.sent = 0
			    and (later.stage = 'VERIFIED'
			        or later.stage = 'REPORTED'
			            and later.reason not in ('POLL_TIMEOUT', 'CONFLICT_TIMEOUT', 'API_ERROR', 'NOT_REACHED', 'RUN_CLOSED'))
			order by later.id
			""";

	/** A member that is listed under another user is somebody else's money. */
	private static final String PAID_BEFORE = """
			select mine.id, mine.version, paid.id as other_id, 0 as accepted
			from member_verification paid
			join member_verification mine
			    on mine.member_guid = paid.member_guid and mine.user_guid = paid.user_guid and mine.run_id = ?
			where paid.id = any(?) and paid.accepted > 0 and paid.stage in ('VERIFIED', 'REPORTED')
			    and mine.stage = 'PENDING' and mine.sent = 0
			""";

	private static final String OUTCOME = """
			update member_verification
			set (stage, reason, detail, finished_at, connection_status, last_seen_at, last_aggregated_at,
			     institution_code, joined, seen_started) =
			    (select stage, reason, detail, finished_at, connection_status, last_seen_at, last_aggregated_at,
			            institution_code, joined, seen_started
			     from member_verification where id = ?),
			    accepted = accepted + ?, version = version + 1
			where id = ? and version = ?
			""";

	private static final String NUMBERS = """
			insert into run_account_number
			    (run_id, member_id, place, account_guid, account_number, routing_number, institution_number,
			     transit_number, passed_validation, zeros_unknown, unconfirmed, partly_masked, verified_at)
			select ?, ?, place, account_guid, account_number, routing_number, institution_number,
			       transit_number, passed_validation, zeros_unknown, unconfirmed, partly_masked, verified_at
			from run_account_number where member_id = ?
			""";

	private final JdbcTemplate jdbc;

	OtherRuns(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	/** A member of this run, and its row in the newest other run that knows its end. */
	private record Ended(long id, int version, long otherId, int accepted) {

		static Ended of(ResultSet columns) throws SQLException {
			Row row = new Row(columns);
			return new Ended(row.whole("id"), row.number("version"), row.whole("other_id"), row.number("accepted"));
		}

	}

	/** Ends members that a later run has watched to their end. */
	int adopt(long runId) {
		return end(runId, jdbc.query(TAKEN_OVER, (columns, number) -> Ended.of(columns), runId));
	}

	/** Ends members that an earlier run was paid for, by its rows. */
	int takeOver(long runId, Collection<Long> rows) {
		return rows.isEmpty() ? 0 : end(runId, jdbc.query(PAID_BEFORE,
				statement -> new Binding(statement).whole(runId).wholes(rows), (columns, number) -> Ended.of(columns)));
	}

	/**
	 * @param found the newest of a member last
	 */
	private int end(long runId, List<Ended> found) {
		Map<Long, Ended> byMember = new HashMap<>();
		found.forEach(row -> byMember.put(row.id(), row));
		Collection<Ended> ended = List.copyOf(byMember.values());
		if (ended.isEmpty()) {
			return 0;
		}
		int[] updated = jdbc.batchUpdate(OUTCOME, ended, ended.size(),
				(statement, row) -> new Binding(statement).whole(row.otherId())
					.whole(row.accepted())
					.whole(row.id())
					.whole(row.version()))[0];
		int place = 0;
		for (Ended row : ended) {
			if (updated[place++] == 0) {
				throw new StaleRowException(row.id(), row.version());
			}
		}
		jdbc.batchUpdate(NUMBERS, ended, ended.size(),
				(statement, row) -> new Binding(statement).whole(runId).whole(row.id()).whole(row.otherId()));
		return ended.size();
	}

}
