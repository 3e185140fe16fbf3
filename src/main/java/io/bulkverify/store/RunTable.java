package io.bulkverify.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The runs: table {@code verification_run}. Each method takes part in the caller's
 * transaction, or has one of its own, and is safe for use by many threads. Methods that
 * change a run throw {@link EmptyResultDataAccessException} where there is none of that
 * id.
 */
@Repository
@Transactional
public class RunTable {

	static final List<String> FINISHED = Arrays.stream(RunStatus.values())
		.filter(RunStatus::finished)
		.map(RunStatus::name)
		.toList();

	private final JdbcClient jdbc;

	public RunTable(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/** A new run, {@link RunStatus#IMPORTING}. */
	public Run create(LocalDate date, String listSha256, String listName, String api, @Nullable Long rerunOf,
			@Nullable String options, Instant now) {
		GeneratedKeyHolder key = new GeneratedKeyHolder();
		jdbc.sql("""
				insert into verification_run
				    (business_date, list_sha256, list_name, api, rerun_of, options, status, started_at)
				values (:date, :sha, :name, :api, :rerunOf, :options, :status, :now)
				""")
			.param("date", date)
			.param("sha", listSha256)
			.param("name", listName)
			.param("api", api)
			.param("rerunOf", rerunOf)
			.param("options", options)
			.param("status", RunStatus.IMPORTING.name())
			.param("now", utc(now))
			.update(key, "id");
		return find(Objects.requireNonNull(key.getKey()).longValue()).orElseThrow();
	}

	/** The run of that id. */
	@Transactional(readOnly = true)
	public Optional<Run> find(long id) {
		return jdbc.sql("select * from verification_run where id = :id")
			.param("id", id)
			.query(RunTable::run)
			.optional();
	}

	/** The newest run of that date and list, finished or not; reruns do not count. */
	@Transactional(readOnly = true)
	public Optional<Run> latest(LocalDate date, String listSha256) {
		return jdbc.sql("""
				select * from verification_run
				where list_sha256 = :sha and business_date = :date and rerun_of is null
				order by id desc limit 1
				""").param("sha", listSha256).param("date", date).query(RunTable::run).optional();
	}

	/**
	 * The unfinished runs that somebody may still go on with, oldest date first; reruns
	 * are among them. One that was followed by another of the same date and list, or by
	 * the same rerun, finished or not, is superseded and left out.
	 */
	@Transactional(readOnly = true)
	public List<Run> unfinished() {
		return jdbc.sql("""
				select * from verification_run run
				where status not in (:finished) and not exists (
				    select 1 from verification_run newer
				    where newer.list_sha256 = run.list_sha256 and newer.business_date = run.business_date
				        and newer.id > run.id
				        and (run.rerun_of is null and newer.rerun_of is null
				            or newer.rerun_of = run.rerun_of and newer.options = run.options))
				order by business_date, id
				""").param("finished", FINISHED).query(RunTable::run).list();
	}

	/** The newest runs, newest first, reruns among them. */
	@Transactional(readOnly = true)
	public List<Run> all(int limit) {
		return jdbc.sql("select * from verification_run order by id desc limit :limit")
			.param("limit", limit)
			.query(RunTable::run)
			.list();
	}

	/** The newest unfinished rerun of a run with exactly these options. */
	@Transactional(readOnly = true)
	public Optional<Run> unfinishedRerun(long of, String options) {
		return jdbc.sql("""
				select * from verification_run
				where rerun_of = :of and options = :options and status not in (:finished)
				order by id desc limit 1
				""")
			.param("of", of)
			.param("options", options)
			.param("finished", FINISHED)
			.query(RunTable::run)
			.optional();
	}

	/** The run, its reruns and theirs, oldest first; empty where there is no such run. */
	@Transactional(readOnly = true)
	public List<Run> family(long id) {
		return jdbc.sql("""
				with recursive family(id) as (
				    select id from verification_run where id = :id
				    union all
				    select rerun.id from verification_run rerun join family on rerun.rerun_of = family.id
				)
				select * from verification_run where id in (select id from family) order by id
				""").param("id", id).query(RunTable::run).list();
	}

	/** The run is begun, or gone on with: it has no end any more. */
	public void started(long id, Instant now) {
		changed(jdbc.sql("""
				update verification_run
				set status = case when imported then :running else :importing end,
				    resumed_at = :now, finished_at = null, exit_code = null
				where id = :id
				""")
			.param("running", RunStatus.RUNNING.name())
			.param("importing", RunStatus.IMPORTING.name())
			.param("now", utc(now))
			.param("id", id)
			.update());
	}

	/** Its whole list is in the work table: the run is {@link RunStatus#RUNNING}. */
	public void imported(long id) {
		changed(jdbc.sql("update verification_run set imported = true, status = :status where id = :id")
			.param("status", RunStatus.RUNNING.name())
			.param("id", id)
			.update());
	}

	/** The run ended, for now or for good. */
	public void ended(long id, RunStatus status, int exitCode, Instant now) {
		changed(jdbc.sql("""
				update verification_run set status = :status, exit_code = :exitCode, finished_at = :now where id = :id
				""")
			.param("status", status.name())
			.param("exitCode", exitCode)
			.param("now", utc(now))
			.param("id", id)
			.update());
	}

	/** Where the run's files go. */
	public void outputDirectory(long id, String directory) {
		changed(jdbc.sql("update verification_run set output_directory = :directory where id = :id")
			.param("directory", directory)
			.param("id", id)
			.update());
	}

	/** When the run may begin nothing more. */
	public void until(long id, Instant until) {
		changed(jdbc.sql("update verification_run set until_at = :until where id = :id")
			.param("until", utc(until))
			.param("id", id)
			.update());
	}

	/** The names of the list's own columns, in its order. */
	public void carriedColumns(long id, List<String> names) {
		changed(jdbc.sql("update verification_run set carried_columns = :names where id = :id")
			.param("names", CarriedColumns.namesToColumn(names))
			.param("id", id)
			.update());
	}

	/** As they were noted by {@link #carriedColumns(long, List)}; empty before that. */
	@Transactional(readOnly = true)
	public List<String> carriedColumns(long id) {
		return jdbc.sql("select carried_columns from verification_run where id = :id")
			.param("id", id)
			.query((columns, number) -> CarriedColumns.namesFromColumn(columns.getString("carried_columns")))
			.single();
	}

	/**
	 * Notes the run's calls and its patience: all of them, so that noting them again does
	 * no harm.
	 * @param patience kept to the millisecond
	 */
	public void calls(long id, CallCounts calls, Duration patience) {
		changed(jdbc.sql("""
				update verification_run
				set verify_calls = :verify, read_calls = :reads, resume_calls = :resume,
				    account_number_calls = :accountNumbers, patience_ms = :patience
				where id = :id
				""")
			.param("verify", calls.verify())
			.param("reads", calls.reads())
			.param("resume", calls.resume())
			.param("accountNumbers", calls.accountNumbers())
			.param("patience", patience.toMillis())
			.param("id", id)
			.update());
	}

	/** Asks the run's process to stop; it looks here. */
	public void requestStop(long id) {
		stopRequested(id, true);
	}

	/** The request to stop was heard, or belongs to an earlier start. */
	public void clearStop(long id) {
		stopRequested(id, false);
	}

	private void stopRequested(long id, boolean requested) {
		changed(jdbc.sql("update verification_run set stop_requested = :requested where id = :id")
			.param("requested", requested)
			.param("id", id)
			.update());
	}

	private static void changed(int rows) {
		if (rows == 0) {
			throw new EmptyResultDataAccessException("no such run", 1);
		}
	}

	static OffsetDateTime utc(Instant instant) {
		return instant.atOffset(ZoneOffset.UTC);
	}

	private static Run run(ResultSet columns, int number) throws SQLException {
		Row row = new Row(columns);
		CallCounts calls = new CallCounts(row.whole("verify_calls"), row.whole("read_calls"), row.whole("resume_calls"),
				row.whole("account_number_calls"));
		return new Run(row.whole("id"), row.wholeOrNull("rerun_of"),
				columns.getObject("business_date", LocalDate.class), row.text("list_sha256"), row.text("list_name"),
				row.text("api"), RunStatus.valueOf(row.text("status")), row.instant("started_at"),
				row.instantOrNull("finished_at"), row.millis("patience_ms"), row.flag("imported"),
				row.whole("input_rows"), row.textOrNull("output_directory"), calls, row.numberOrNull("exit_code"),
				row.flag("stop_requested"), row.textOrNull("options"), row.instantOrNull("until_at"));
	}

}
