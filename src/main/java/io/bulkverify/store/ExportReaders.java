package io.bulkverify.store;

import java.sql.SQLException;
import java.util.List;

import javax.sql.DataSource;

import io.bulkverify.member.ListRow;
import io.bulkverify.member.Reason;
import io.bulkverify.member.ReportedMember;
import io.bulkverify.member.VerifiedAccount;
import org.jspecify.annotations.Nullable;

import org.springframework.batch.infrastructure.item.database.JdbcCursorItemReader;
import org.springframework.stereotype.Component;

/** Reads what a run came to, row by row, however many there are. */
@Component
class ExportReaders {

	private static final int FETCH_SIZE = 1_000;

	private static final String VERIFIED = """
			select m.user_guid, m.member_guid, m.institution_code, m.carried,
			       a.account_guid, a.account_number, a.routing_number, a.institution_number, a.transit_number,
			       a.passed_validation, a.zeros_unknown, a.unconfirmed, a.partly_masked, a.verified_at
			from run_account_number a
			join member_verification m on m.id = a.member_id
			where a.run_id = ?
			order by m.line, m.id, a.place
			""";

	private static final String LATEST_VERIFIED = """
			select m.user_guid, m.member_guid, m.institution_code, m.carried,
			       a.account_guid, a.account_number, a.routing_number, a.institution_number, a.transit_number,
			       a.passed_validation, a.zeros_unknown, a.unconfirmed, a.partly_masked, a.verified_at
			from %s m
			join run_account_number a on a.run_id = m.run_id and a.member_id = m.id
			where m.newest = 1 and m.stage = 'VERIFIED'
			order by m.line, m.id, a.place
			""".formatted(LatestOutcomes.OF_RUNS);

	private static final String LATEST_REPORTED = """
			select line, user_guid, member_guid, institution_code, reason, connection_status, detail, sent, last_seen_at,
			       account_label, include_transactions, carried
			from %s m
			where newest = 1 and stage = 'REPORTED'
			order by line, id
			"""
		.formatted(LatestOutcomes.OF_RUNS);

	private static final String REPORTED = """
			select line, user_guid, member_guid, institution_code, reason, connection_status, detail, sent, last_seen_at,
			       account_label, include_transactions, carried
			from member_verification
			where run_id = ? and stage = 'REPORTED'
			order by line, id
			""";

	private static final String REJECTED = """
			select line, reason, row_text from rejected_row where run_id = ? order by line, id
			""";

	private final DataSource dataSource;

	private final AccountNumbers accountNumbers;

	ExportReaders(DataSource dataSource, AccountNumbers accountNumbers) {
		this.dataSource = dataSource;
		this.accountNumbers = accountNumbers;
	}

	JdbcCursorItemReader<VerifiedAccount> verifiedAccounts(long runId, String name) {
		return reader(VERIFIED, binding -> binding.whole(runId), name, this::verified);
	}

	JdbcCursorItemReader<VerifiedAccount> verifiedAccounts(List<Long> runs, String name) {
		return reader(LATEST_VERIFIED, binding -> binding.wholes(runs), name, this::verified);
	}

	private VerifiedAccount verified(Row row) throws SQLException {
		return new VerifiedAccount(row.text("user_guid"), row.text("member_guid"), accountNumbers.read(row),
				row.textOrNull("institution_code"), row.instant("verified_at"), row.flag("unconfirmed"),
				row.flag("partly_masked"), CarriedColumns.fromColumn(row.textOrNull("carried")));
	}

	JdbcCursorItemReader<ReportedMember> reportedMembers(long runId, String name) {
		return reader(REPORTED, binding -> binding.whole(runId), name, ExportReaders::reported);
	}

	JdbcCursorItemReader<ReportedMember> reportedMembers(List<Long> runs, String name) {
		return reader(LATEST_REPORTED, binding -> binding.wholes(runs), name, ExportReaders::reported);
	}

	private static ReportedMember reported(Row row) throws SQLException {
		@Nullable String status = row.textOrNull("connection_status");
		int sent = row.number("sent");
		return new ReportedMember(row.whole("line"), row.text("user_guid"), row.text("member_guid"),
				row.textOrNull("institution_code"), Reason.valueOf(row.text("reason")),
				status == null ? null : Statuses.fromColumn(status).word(), row.textOrNull("detail"), sent > 0, sent,
				row.instantOrNull("last_seen_at"), row.textOrNull("account_label"),
				row.flagOrNull("include_transactions"), CarriedColumns.fromColumn(row.textOrNull("carried")));
	}

	JdbcCursorItemReader<ListRow.Rejected> rejectedRows(long runId, String name) {
		return reader(REJECTED, binding -> binding.whole(runId), name,
				row -> new ListRow.Rejected(row.whole("line"), row.text("reason"), row.text("row_text")));
	}

	private <T> JdbcCursorItemReader<T> reader(String sql, Parameters parameters, String name, Mapping<T> mapping) {
		JdbcCursorItemReader<T> reader = new JdbcCursorItemReader<>(dataSource, sql,
				(columns, number) -> mapping.read(new Row(columns)));
		reader.setName(name);
		reader.setPreparedStatementSetter(statement -> parameters.bind(new Binding(statement)));
		reader.setSaveState(false);
		reader.setVerifyCursorPosition(false);
		reader.setFetchSize(FETCH_SIZE);
		// PostgreSQL hands out a result piece by piece only within a transaction.
		reader.setConnectionAutoCommit(false);
		return reader;
	}

	@FunctionalInterface
	private interface Parameters {

		void bind(Binding binding) throws SQLException;

	}

	@FunctionalInterface
	private interface Mapping<T> {

		T read(Row row) throws SQLException;

	}

}
