package io.bulkverify.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Who may work on this database: table {@code run_lease}, one row. Every time in it is by
 * the database's clock, and every heartbeat is counted, so that no two machines' clocks
 * are ever compared. Safe for use by many threads.
 *
 * <p>
 * Call {@link #holder}, {@link #tryTake}, {@link #heartbeat} and {@link #release} outside
 * a transaction: within one, the database's clock stands still. Call {@link #held} within
 * the transaction that it guards.
 *
 * <p>
 * A holder that was frozen and wakes up after its lease was taken finds {@link #held} and
 * {@link #heartbeat} false, and its {@link #release} changes nothing. It needs a name
 * that nobody had before, a random one for each process.
 */
@Repository
public class Lease {

	private final JdbcClient jdbc;

	public Lease(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Who holds the lease.
	 *
	 * @param owner its name
	 * @param runId the run that it works on; null before it said so
	 * @param since when it took the lease, by the database's clock
	 * @param heartbeat when it was last heard of, by the database's clock
	 * @param heartbeatAge how long ago that was when this was read
	 * @param beats counts whatever happens to the lease: two readings with the same count
	 * have no heartbeat between them
	 */
	public record Holder(String owner, @Nullable Long runId, Instant since, Instant heartbeat, Duration heartbeatAge,
			long beats) {
	}

	/** Who holds the lease now, dead or alive; empty where it is free. */
	public Optional<Holder> holder() {
		return jdbc.sql("""
				select owner, run_id, since, heartbeat_at, beats,
				       cast(extract(epoch from (current_timestamp - heartbeat_at)) * 1000 as bigint) as age_ms
				from run_lease
				where id = 1 and owner is not null
				""").query(Lease::read).optional();
	}

	private static Holder read(ResultSet columns, int number) throws SQLException {
		Row row = new Row(columns);
		return new Holder(row.text("owner"), row.wholeOrNull("run_id"), row.instant("since"),
				row.instant("heartbeat_at"), row.millis("age_ms"), row.whole("beats"));
	}

	/**
	 * Takes the lease if it is free, or if it is still that of {@code seen}, who was not
	 * heard of since then and for that long by the database's clock. Of several that try
	 * at once one succeeds.
	 * @param owner the taker's name
	 * @param seen the holder as read before; null takes a free lease only
	 * @param takeOverAfter how long a living holder may be silent
	 * @return whether it is ours now
	 */
	public boolean tryTake(String owner, @Nullable Holder seen, Duration takeOverAfter) {
		return jdbc.sql("""
				update run_lease
				set owner = :owner, run_id = null, since = current_timestamp, heartbeat_at = current_timestamp,
				    beats = beats + 1
				where id = 1
				    and (owner is null
				        or (owner = :seenOwner and beats = :seenBeats
				            and extract(epoch from (current_timestamp - heartbeat_at)) * 1000 >= :silentFor))
				""")
			.param("owner", owner)
			.param("seenOwner", seen == null ? null : seen.owner())
			.param("seenBeats", seen == null ? -1L : seen.beats())
			.param("silentFor", takeOverAfter.toMillis())
			.update() == 1;
	}

	/**
	 * Takes the lease if it is still that of {@code seen}, whose heartbeat the caller has
	 * watched stand still for long enough: whatever the database's clock says, which may
	 * have been set back since. Of several that try at once one succeeds.
	 * @return whether it is ours now
	 */
	public boolean takeFromSilent(String owner, Holder seen) {
		return jdbc.sql("""
				update run_lease
				set owner = :owner, run_id = null, since = current_timestamp, heartbeat_at = current_timestamp,
				    beats = beats + 1
				where id = 1 and owner = :seenOwner and beats = :seenBeats
				""")
			.param("owner", owner)
			.param("seenOwner", seen.owner())
			.param("seenBeats", seen.beats())
			.update() == 1;
	}

	/**
	 * Says that the owner lives, and what it works on.
	 * @return false: the lease is not the owner's any more
	 */
	public boolean heartbeat(String owner, @Nullable Long runId) {
		return jdbc.sql("""
				update run_lease
				set heartbeat_at = current_timestamp, run_id = :runId, beats = beats + 1
				where id = 1 and owner = :owner
				""").param("runId", runId).param("owner", owner).update() == 1;
	}

	/** Frees the lease if it is the owner's. */
	public void release(String owner) {
		jdbc.sql("""
				update run_lease
				set owner = null, run_id = null, since = null, heartbeat_at = null, beats = beats + 1
				where id = 1 and owner = :owner
				""").param("owner", owner).update();
	}

	/**
	 * Whether the lease is the owner's. Within a transaction nobody can take it before
	 * that ends: whatever the transaction writes, it writes as the holder. Keep it short,
	 * for heartbeats wait for it too.
	 */
	public boolean held(String owner) {
		return jdbc.sql("select owner from run_lease where id = 1 for update")
			.query((columns, number) -> owner.equals(columns.getString("owner")))
			.single();
	}

}
