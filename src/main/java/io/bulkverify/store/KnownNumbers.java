package io.bulkverify.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

import io.bulkverify.member.ListedMember;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * Members whose account numbers an earlier run has left in the table. A member that is
 * listed under another user than the one its numbers were read under is not known: they
 * are somebody's money. Safe for use by many threads.
 */
@Repository
public class KnownNumbers {

	/**
	 * A member's latest numbers are those of its latest verification: an account that was
	 * closed since is in the table, too, but older. Members that a verify of this run was
	 * sent for are left to the lanes.
	 */
	private static final String FRESH = """
			from member_verification m
			join account_number n on n.member_guid = m.member_guid and n.user_guid = m.user_guid
			where m.run_id = ? and m.stage = 'PENDING' and m.sent = 0 and n.verified_at > ?
			    and n.verified_at = (
			        select max(latest.verified_at) from account_number latest
			        where latest.member_guid = m.member_guid and latest.user_guid = m.user_guid)
			""";

	private static final String COPY = """
			insert into run_account_number
			    (run_id, member_id, place, account_guid, account_number, routing_number, institution_number,
			     transit_number, passed_validation, zeros_unknown, unconfirmed, partly_masked, verified_at)
			select m.run_id, m.id,
			       row_number() over (partition by m.id order by char_length(n.account_guid), n.account_guid),
			       case when n.account_guid like '#%' then null else n.account_guid end,
			       n.account_number, n.routing_number, n.institution_number, n.transit_number, n.passed_validation,
			       n.zeros_unknown, n.unconfirmed, n.partly_masked, n.verified_at
			""" + FRESH;

	private static final String END = """
			update member_verification
			set stage = 'VERIFIED', finished_at = ?, version = version + 1,
			    institution_code = (
			        select max(n.institution_code) from account_number n
			        where n.member_guid = member_verification.member_guid)
			where run_id = ? and stage = 'PENDING' and exists (
			    select 1 from run_account_number a
			    where a.run_id = member_verification.run_id and a.member_id = member_verification.id)
			""";

	private static final String AGAIN = """
			select count(*) as members from member_verification m
			where m.run_id = ? and m.stage = 'PENDING' and m.sent = 0 and exists (
			    select 1 from account_number n
			    where n.member_guid = m.member_guid and n.user_guid = m.user_guid and n.verified_at >= ?)
			""";

	private static final String KNOWN = """
			select count(*) as known, count(case when verified_at > ? then 1 end) as fresh
			from (
			    select n.member_guid, max(n.verified_at) as verified_at
			    from unnest(?, ?) as asked(member_guid, user_guid)
			    join account_number n on n.member_guid = asked.member_guid and n.user_guid = asked.user_guid
			    group by n.member_guid) as latest
			""";

	private final JdbcTemplate jdbc;

	KnownNumbers(JdbcTemplate jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * How many of some members have numbers in the table.
	 *
	 * @param members all of them
	 * @param fresh those verified since the asked time
	 */
	public record Count(long members, long fresh) {

		public static final Count NONE = new Count(0, 0);

		public Count plus(Count more) {
			return new Count(this.members + more.members, this.fresh + more.fresh);
		}

	}

	/**
	 * Counts those of these members that have numbers.
	 * @param since later than this is fresh
	 */
	public Count count(Collection<ListedMember> members, Instant since) {
		if (members.isEmpty()) {
			return Count.NONE;
		}
		List<Count> counts = this.jdbc.query(KNOWN,
				(statement) -> new Binding(statement).instant(since)
					.texts(members.stream().map(ListedMember::memberGuid).toList())
					.texts(members.stream().map(ListedMember::userGuid).toList()),
				(columns, number) -> new Count(columns.getLong("known"), columns.getLong("fresh")));
		return counts.getFirst();
	}

	/**
	 * Ends the run's members that were verified since then as verified in this run, with
	 * their latest numbers and the time that those are from: no call is made for them.
	 * @return how many members
	 */
	@Transactional
	public long take(long runId, Instant since, Instant now) {
		int copied = this.jdbc.update(COPY, (statement) -> new Binding(statement).whole(runId).instant(since));
		return (copied == 0) ? 0
				: this.jdbc.update(END, (statement) -> new Binding(statement).instant(now).whole(runId));
	}

	/**
	 * How many members of the run wait for their verify though they were verified since
	 * then.
	 */
	public long toBeVerifiedAgain(long runId, Instant since) {
		@Nullable Long members = this.jdbc.query(AGAIN, (statement) -> new Binding(statement).whole(runId).instant(since),
				(columns) -> columns.next() ? columns.getLong("members") : 0L);
		return (members != null) ? members : 0;
	}

	/** How many members {@link #take} would end. */
	public long fresh(long runId, Instant since) {
		@Nullable Long fresh = this.jdbc.query("select count(distinct m.id) as fresh " + FRESH,
				(statement) -> new Binding(statement).whole(runId).instant(since),
				(columns) -> columns.next() ? columns.getLong("fresh") : 0L);
		return (fresh != null) ? fresh : 0;
	}

}
