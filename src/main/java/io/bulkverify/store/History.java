package io.bulkverify.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import io.bulkverify.member.ConnectionStatus;
import io.bulkverify.member.Earlier;
import io.bulkverify.member.Reason;
import io.bulkverify.member.Stage;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What earlier runs did for members. */
@Component
class History {

	/** A row counts where its run sent a verify, or took over one that was running. */
	static final String LATEST = """
			select m.member_guid, m.run_id, m.stage, m.reason, m.selection_challenge, m.joined, m.last_aggregated_at,
			       m.job_guid, m.baseline_status, m.baseline_aggregated_at, m.baseline_job_guid, m.baseline_running,
			       m.baseline_error_code, m.baseline_read_at, m.accepted, m.polls, m.conflicts, m.seen_started,
			       m.answer_lost, m.connection_status, r.status as run_status,
			       asking.rerun_of is not null as in_rerun
			from unnest(?) as asked(member_guid)
			join member_verification m
			    on m.member_guid = asked.member_guid
			    and m.run_id = (
			        select max(e.run_id) from member_verification e
			        where e.member_guid = asked.member_guid and e.run_id < ?
			            and (e.sent > 0 or e.joined or e.seen_started or e.polls > 0
			                or e.stage in ('REQUESTING', 'VERIFYING', 'ANSWERING', 'CONNECTED')))
			join verification_run r on r.id = m.run_id
			join verification_run asking on asking.id = ?
			""";

	private static final Set<Reason> GAVE_UP = EnumSet.of(Reason.POLL_TIMEOUT, Reason.API_ERROR, Reason.RUN_CLOSED);

	private final JdbcTemplate jdbc;

	History(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	Map<String, Earlier> before(long runId, Collection<String> memberGuids) {
		Map<String, Earlier> earlier = HashMap.newHashMap(memberGuids.size());
		if (!memberGuids.isEmpty()) {
			jdbc.query(LATEST, statement -> new Binding(statement).texts(memberGuids).whole(runId).whole(runId),
					columns -> {
						earlier.put(columns.getString("member_guid"), earlier(columns));
					});
		}
		return earlier;
	}

	private static Earlier earlier(ResultSet columns) throws SQLException {
		Row row = new Row(columns);
		Stage stage = ProgressColumns.stage(row);
		@Nullable String reasonName = row.textOrNull("reason");
		@Nullable Reason reason = reasonName == null ? null : Reason.valueOf(reasonName);
		boolean selection = reason == Reason.ACCOUNT_SELECTION_NEEDED || row.textOrNull("selection_challenge") != null
				|| expiredUnseen(row, reason);
		boolean runsOn = !RunStatus.valueOf(row.text("run_status")).finished();
		@Nullable Stage left = runsOn && owed(stage) ? stage : row.flag("in_rerun") ? leftAt(row, reason) : null;
		return new Earlier(row.whole("run_id"), left == null ? stage : left, reason, selection, row.flag("joined"),
				ProgressColumns.baseline(row), row.instantOrNull("last_aggregated_at"), row.textOrNull("job_guid"),
				left != null, row.flag("seen_started") && !row.flag("answer_lost"));
	}

	/**
	 * A question that expired while no program looked is taken for the account selection
	 * that it would have answered.
	 */
	private static boolean expiredUnseen(Row row, @Nullable Reason reason) throws SQLException {
		@Nullable String status = row.textOrNull("connection_status");
		return reason == Reason.API_ERROR && status != null
				&& Statuses.fromColumn(status) == ConnectionStatus.Known.EXPIRED;
	}

	/**
	 * Where a verification was when a run gave up on it, though it may still have a
	 * verdict to give; null where nothing is to come. A rerun takes that verdict; a new
	 * night asks for a new one.
	 */
	private static @Nullable Stage leftAt(Row row, @Nullable Reason reason) throws SQLException {
		if (reason == null || !GAVE_UP.contains(reason)) {
			return null;
		}
		if (row.number("accepted") > 0 || row.number("polls") > 0 || row.flag("joined")) {
			return Stage.VERIFYING;
		}
		// A verify that a 409 answered last started nothing; any other may have.
		return row.number("conflicts") == 0 ? Stage.REQUESTING : null;
	}

	/**
	 * PENDING and READY wait for a verify that is still to be sent: nothing runs for
	 * them.
	 */
	private static boolean owed(Stage stage) {
		return stage.underWay() || stage == Stage.CONNECTED;
	}

}
