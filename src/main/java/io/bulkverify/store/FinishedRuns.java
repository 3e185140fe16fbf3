package io.bulkverify.store;

import java.time.Instant;
import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Runs that are not needed any more, and their end. */
@Repository
public class FinishedRuns {

	private final JdbcClient jdbc;

	public FinishedRuns(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * What a run took along.
	 *
	 * @param members its member rows
	 * @param rejected its rejected rows
	 * @param accountNumbers the numbers that it read
	 */
	public record Deleted(long members, long rejected, long accountNumbers) {
	}

	/**
	 * Runs that ended for good before then, newest first, so that a rerun comes before
	 * the run that it takes up. A run whose rerun is not among them is not either.
	 */
	public List<Long> endedBefore(Instant then) {
		return jdbc.sql("""
				with recursive kept(id, rerun_of) as (
				    select id, rerun_of from verification_run
				    where finished_at is null or finished_at >= :then or status not in (:finished)
				    union
				    select run.id, run.rerun_of from verification_run run join kept on run.id = kept.rerun_of
				)
				select id from verification_run where id not in (select id from kept) order by id desc
				""")
			.param("then", RunTable.utc(then))
			.param("finished", RunTable.FINISHED)
			.query((columns, number) -> columns.getLong("id"))
			.list();
	}

	/** Unfinished runs whose last sign is from before then, oldest first. */
	public List<Long> unfinishedBefore(Instant then) {
		return jdbc.sql("""
				select id from verification_run
				where coalesce(finished_at, resumed_at, started_at) < :then and status not in (:finished)
				order by id
				""")
			.param("then", RunTable.utc(then))
			.param("finished", RunTable.FINISHED)
			.query((columns, number) -> columns.getLong("id"))
			.list();
	}

	/** Whether nothing was asked of MX for a run, as far as the database knows. */
	@Transactional(readOnly = true)
	public boolean isUntouched(long runId) {
		return jdbc.sql("""
				select count(*) from verification_run run
				where id = :run and verify_calls + read_calls + resume_calls + account_number_calls = 0
				    and not exists (
				        select 1 from member_verification
				        where run_id = run.id and (sent > 0 or last_seen_at is not null))
				""").param("run", runId).query(Long.class).single() == 1;
	}

	/**
	 * Deletes a run and its rows. The latest numbers of each account stay.
	 */
	@Transactional
	public Deleted delete(long runId) {
		long numbers = deleteFrom("run_account_number", "run_id", runId);
		long rejected = deleteFrom("rejected_row", "run_id", runId);
		long members = deleteFrom("member_verification", "run_id", runId);
		deleteFrom("verification_run", "id", runId);
		return new Deleted(members, rejected, numbers);
	}

	private long deleteFrom(String table, String column, long runId) {
		return jdbc.sql("delete from %s where %s = :run".formatted(table, column)).param("run", runId).update();
	}

}
