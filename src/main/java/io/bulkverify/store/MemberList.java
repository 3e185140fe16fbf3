package io.bulkverify.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.bulkverify.member.ListRow;
import io.bulkverify.member.ListedMember;
import io.bulkverify.member.Progress;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Rows of a list on their way into the tables: each becomes a member or a rejected row.
 */
@Component
class MemberList {

	private static final String MEMBER_COLUMNS = """
			member_verification
			    (run_id, line, user_guid, member_guid, account_label, include_transactions, verify_even, user_id,
			     carried, stage, next_due_at)
			""";

	private static final String INSERT_MEMBER = "insert into " + MEMBER_COLUMNS
			+ "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

	private static final String COPY_MEMBERS = "copy " + MEMBER_COLUMNS + "from stdin";

	private static final String INSERT_REJECTED = """
			insert into rejected_row (run_id, line, reason, row_text) values (?, ?, ?, ?)
			""";

	/**
	 * One look-up in the unique index for each guid. PostgreSQL must not know the run
	 * when it plans: its statistics have never heard of a run that is being imported, so
	 * it would take that run for empty and read all of it, again and again.
	 */
	static final String LINES_OF = """
			select member_guid, line
			from (
			    select asked.member_guid,
			           (select m.line from member_verification m
			            where m.member_guid = asked.member_guid
			                and m.run_id = (select r.id from verification_run r where r.id = ?)) as line
			    from unnest(?) as asked(member_guid)
			) known
			where line is not null
			""";

	private final JdbcTemplate jdbc;

	MemberList(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	void insert(long runId, List<ListRow> rows, Instant now) {
		List<ListRow.Listed> members = new ArrayList<>();
		List<ListRow.Rejected> rejected = new ArrayList<>();
		Map<String, Long> lines = linesAlready(runId, rows);
		for (ListRow row : rows) {
			switch (row) {
				case ListRow.Rejected already -> rejected.add(already);
				case ListRow.Listed listed -> {
					Long first = lines.putIfAbsent(listed.member().memberGuid(), listed.line());
					if (first == null) {
						members.add(listed);
					}
					else {
						rejected.add(new ListRow.Rejected(listed.line(), "duplicate of line " + first, listed.row()));
					}
				}
			}
		}
		insertMembers(runId, members, Progress.listed(now));
		insertRejected(runId, rejected);
		jdbc.update("update verification_run set input_rows = input_rows + ? where id = ?", rows.size(), runId);
	}

	void forget(long runId) {
		Long begun = jdbc.queryForObject(
				"select count(*) from member_verification where run_id = ? and stage <> 'PENDING'", Long.class, runId);
		if (begun == null || begun > 0) {
			throw new IllegalStateException("run " + runId + " has begun: its list cannot be imported anew");
		}
		jdbc.update("delete from member_verification where run_id = ?", runId);
		jdbc.update("delete from rejected_row where run_id = ?", runId);
		jdbc.update("update verification_run set input_rows = 0 where id = ?", runId);
	}

	private Map<String, Long> linesAlready(long runId, List<ListRow> rows) {
		List<String> guids = rows.stream()
			.flatMap(row -> row instanceof ListRow.Listed listed ? Stream.of(listed.member().memberGuid())
					: Stream.empty())
			.toList();
		Map<String, Long> lines = HashMap.newHashMap(guids.size());
		if (!guids.isEmpty()) {
			jdbc.query(LINES_OF, statement -> new Binding(statement).whole(runId).texts(guids), columns -> {
				Row row = new Row(columns);
				lines.put(row.text("member_guid"), row.whole("line"));
			});
		}
		return lines;
	}

	private void insertMembers(long runId, List<ListRow.Listed> members, Progress progress) {
		if (members.isEmpty()) {
			return;
		}
		boolean copied = Boolean.TRUE.equals(
				jdbc.execute((ConnectionCallback<Boolean>) connection -> copied(connection, runId, members, progress)));
		if (!copied) {
			insertOneByOne(runId, members, progress);
		}
	}

	private static boolean copied(Connection connection, long runId, List<ListRow.Listed> members, Progress progress)
			throws SQLException {
		if (!CopyText.isKnownTo(connection)) {
			return false;
		}
		CopyText rows = new CopyText();
		for (ListRow.Listed listed : members) {
			put(rows, runId, listed, progress);
			rows.endRow();
		}
		rows.load(connection, COPY_MEMBERS);
		return true;
	}

	private void insertOneByOne(long runId, List<ListRow.Listed> members, Progress progress) {
		jdbc.batchUpdate(INSERT_MEMBER, members, members.size(),
				(statement, listed) -> put(new Binding(statement), runId, listed, progress));
	}

	private static void put(RowValues row, long runId, ListRow.Listed listed, Progress progress) throws SQLException {
		ListedMember member = listed.member();
		row.whole(runId)
			.whole(member.line())
			.text(member.userGuid())
			.text(member.memberGuid())
			.text(member.accountLabel())
			.flag(member.includeTransactions())
			.text(Statuses.toColumn(member.verifyEven()))
			.text(member.userId())
			.text(CarriedColumns.toColumn(listed.carried()))
			.text(progress.stage().name())
			.instant(progress.dueAt());
	}

	private void insertRejected(long runId, List<ListRow.Rejected> rejected) {
		if (rejected.isEmpty()) {
			return;
		}
		jdbc.batchUpdate(INSERT_REJECTED, rejected, rejected.size(), (statement,
				row) -> new Binding(statement).whole(runId).whole(row.line()).text(row.reason()).text(row.row()));
	}

}
