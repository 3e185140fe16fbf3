package io.bulkverify.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.bulkverify.member.Interval;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * What runs did when, ten seconds by ten seconds: table {@code run_timeline} for the
 * calls, the members' own rows for the members. Only the holder of the lease adds to it;
 * everybody may read.
 */
@Repository
public class RunTimeline {

	private final JdbcClient jdbc;

	public RunTimeline(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * What is known of the stretch that starts then, without its members; it is empty
	 * where nothing is.
	 */
	@Transactional(readOnly = true)
	public Interval at(long runId, Instant start) {
		return jdbc.sql("select * from run_timeline where run_id = :run and starts_at = :start")
			.param("run", runId)
			.param("start", start.atOffset(ZoneOffset.UTC))
			.query((columns, number) -> stored(new Row(columns)))
			.optional()
			.orElseGet(() -> Interval.empty(start));
	}

	private static Interval stored(Row row) throws SQLException {
		return new Interval(row.instant("starts_at"), 0, row.whole("verify_calls"), row.whole("read_calls"),
				row.whole("resume_calls"), row.whole("account_number_calls"), row.whole("throttled"),
				row.millis("away_ms"));
	}

	/**
	 * Notes all that happened in these stretches, so that noting it again does no harm;
	 * their members are passed over.
	 */
	@Transactional
	public void put(long runId, Collection<Interval> intervals) {
		for (Interval interval : intervals) {
			int known = put(runId, interval, """
					update run_timeline
					set verify_calls = :verifies, read_calls = :reads, resume_calls = :resumes,
					    account_number_calls = :accountNumbers, throttled = :throttled, away_ms = :away
					where run_id = :run and starts_at = :start
					""");
			if (known == 0) {
				put(runId, interval, """
						insert into run_timeline (run_id, starts_at, verify_calls, read_calls, resume_calls,
						    account_number_calls, throttled, away_ms)
						values (:run, :start, :verifies, :reads, :resumes, :accountNumbers, :throttled, :away)
						""");
			}
		}
	}

	private int put(long runId, Interval interval, String sql) {
		return jdbc.sql(sql)
			.param("run", runId)
			.param("start", interval.start().atOffset(ZoneOffset.UTC))
			.param("verifies", interval.verifies())
			.param("reads", interval.reads())
			.param("resumes", interval.resumes())
			.param("accountNumbers", interval.accountNumbers())
			.param("throttled", interval.throttled())
			.param("away", interval.away().toMillis())
			.update();
	}

	/**
	 * All that is known, in order of time; stretches in which nothing happened are left
	 * out.
	 * @param runs a run, or a run and its reruns: a member ends once in them
	 */
	public List<Interval> of(List<Long> runs) {
		Map<Instant, Interval> intervals = new TreeMap<>();
		jdbc.sql("select * from run_timeline where run_id in (:runs)").param("runs", runs).query(columns -> {
			add(intervals, stored(new Row(columns)));
		});
		// In whole numbers: H2 divides a fraction by a parameter to 50,000 places.
		Duration length = Interval.LENGTH;
		jdbc.sql("""
				select stretch, count(*) as members
				from (
				    select cast(floor(extract(epoch from finished_at)) as bigint) / cast(:length as bigint) as stretch
				    from %s m
				) ended
				group by stretch
				""".formatted(EndedMembers.of(runs)))
			.param("length", length.toSeconds())
			.param("runs", runs)
			.query(columns -> {
				Row row = new Row(columns);
				Instant start = Instant.ofEpochSecond(row.whole("stretch") * length.toSeconds());
				add(intervals, Interval.finished(start, row.whole("members")));
			});
		return new ArrayList<>(intervals.values());
	}

	private static void add(Map<Instant, Interval> intervals, Interval interval) {
		intervals.merge(interval.start(), interval, Interval::plus);
	}

}
