package io.bulkverify.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What later runs came to for members that a run left under way at MX: a later run that
 * met such a member took over its verification, and with it the baseline that it is
 * judged by (src/docs/decisions.md, no 4).
 */
@Component
class LaterRuns {

	/**
	 * Whoever has the same reading as its baseline, and sent nothing, watched the same
	 * verification. Where only its patience ended, this run's own goes on.
	 */
	private static final String TAKEN_OVER = """
			select mine.id, mine.version, later.id as later_id,
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

	LaterRuns(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	/** A member of this run, and its row in the newest run that watched it to its end. */
	private record Ended(long id, int version, long laterId, int accepted) {
	}

	int adopt(long runId) {
		Map<Long, Ended> byMember = new HashMap<>();
		jdbc.query(TAKEN_OVER, columns -> {
			Row row = new Row(columns);
			byMember.put(row.whole("id"),
					new Ended(row.whole("id"), row.number("version"), row.whole("later_id"), row.number("accepted")));
		}, runId);
		Collection<Ended> ended = List.copyOf(byMember.values());
		if (ended.isEmpty()) {
			return 0;
		}
		int[] updated = jdbc.batchUpdate(OUTCOME, ended, ended.size(),
				(statement, row) -> new Binding(statement).whole(row.laterId())
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
				(statement, row) -> new Binding(statement).whole(runId).whole(row.id()).whole(row.laterId()));
		return ended.size();
	}

}
