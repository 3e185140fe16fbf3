package io.bulkverify.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.bulkverify.member.Reason;
import io.bulkverify.member.Stage;
import io.bulkverify.store.Lease;
import io.bulkverify.store.Run;
import io.bulkverify.store.RunComparison;
import io.bulkverify.store.RunTable;
import io.bulkverify.store.WorkTable;
import org.jspecify.annotations.Nullable;

/** Carries out {@code status}: looks at the runs, and changes nothing. */
public final class StatusDesk {

	private static final Duration LOOKED_AT = Duration.ofMinutes(1);

	private final RunTable runs;

	private final WorkTable table;

	private final RunComparison comparison;

	private final Lease lease;

	private final KnownRuns known;

	private final Duration takeOverAfter;

	private final InstantSource clock;

	StatusDesk(RunTable runs, WorkTable table, RunComparison comparison, Lease lease, KnownRuns known,
			Duration takeOverAfter, InstantSource clock) {
		this.runs = runs;
		this.table = table;
		this.comparison = comparison;
		this.lease = lease;
		this.known = known;
		this.takeOverAfter = takeOverAfter;
		this.clock = clock;
	}

	/**
	 * Who works on the database.
	 *
	 * @param runId on which run; null where it has not said so yet
	 * @param lastSignOfLife how long ago it was heard of
	 * @param alive whether that is recent enough
	 */
	public record Holder(String owner, @Nullable Long runId, Instant since, Duration lastSignOfLife, boolean alive) {
	}

	/**
	 * A run as it stands.
	 *
	 * @param rejected rows of its list that name no member
	 * @param stages members by stage; every stage is in it
	 * @param exceptions reported members by reason; only reasons that occur are in it
	 * @param files where its files are, or will be
	 * @param underWay how fast it is; null where no living process works on it
	 */
	public record Overview(long id, @Nullable Long rerunOf, String businessDate, String list, String api, String status,
			Instant startedAt, @Nullable Instant finishedAt, @Nullable Integer exitCode, long rows, long rejected,
			Map<Stage, Long> stages, Map<Reason, Long> exceptions, long verifyCalls, long readCalls,
			@Nullable String files, @Nullable UnderWay underWay) {

		/** All members. */
		public long members() {
			return this.stages.values().stream().mapToLong(Long::longValue).sum();
		}

		/** Members with account numbers. */
		public long verified() {
			return this.stages.getOrDefault(Stage.VERIFIED, 0L);
		}

		/** Members that ended as exceptions. */
		public long reported() {
			return this.stages.getOrDefault(Stage.REPORTED, 0L);
		}

		/** Members that have not ended. */
		public long open() {
			return members() - verified() - reported();
		}

	}

	/**
	 * How fast a run is.
	 *
	 * @param perSecond members that ended a second, in the last minute
	 * @param conflicted members that wait for another job at MX
	 * @param expectedEnd if it goes on like this; null where nobody can tell
	 */
	public record UnderWay(double perSecond, long conflicted, @Nullable Instant expectedEnd) {
	}

	/** What an operator wants to know. */
	public record Status(@Nullable Holder holder, List<Overview> runs) {
	}

	/**
	 * How a run differs from another in the members that both have.
	 *
	 * @param newlyVerified verified in the run, reported in the other
	 * @param newlyFailing reported in the run, verified in the other
	 * @param changedNumbers accounts whose numbers differ
	 */
	public record Differences(long runId, long against, long newlyVerified, long newlyFailing, long changedNumbers) {
	}

	/** The newest runs, newest first. */
	public Status newest(int most) {
		Holder holder = holder();
		return new Status(holder, this.runs.all(most).stream().map((run) -> overview(run, holder)).toList());
	}

	/**
	 * One run.
	 * @throws UsageException if there is none of that id
	 */
	public Status of(long runId) {
		Run run = this.known.named(runId);
		Holder holder = holder();
		return new Status(holder, List.of(overview(run, holder)));
	}

	/**
	 * Compares a run with an earlier one.
	 * @throws UsageException if one of them is not there, or not finished
	 */
	public Differences compare(long runId, long against) {
		this.known.finished(runId);
		this.known.finished(against);
		RunComparison.Differences differences = this.comparison.of(runId, against);
		return new Differences(runId, against, differences.newlyVerified(), differences.newlyFailing(),
				differences.changedNumbers());
	}

	private @Nullable Holder holder() {
		Optional<Lease.Holder> holder = this.lease.holder();
		return holder
			.map((one) -> new Holder(one.owner(), one.runId(), one.since(), one.heartbeatAge(),
					one.heartbeatAge().abs().compareTo(this.takeOverAfter) < 0))
			.orElse(null);
	}

	private Overview overview(Run run, @Nullable Holder holder) {
		Map<Stage, Long> stages = this.table.counts(run.id());
		Overview still = new Overview(run.id(), run.rerunOf(), run.businessDate().toString(), run.listName(), run.api(),
				run.status().name(), run.startedAt(), run.finishedAt(), run.exitCode(), run.inputRows(),
				this.table.rejected(run.id()), stages, this.table.reasons(run.id()), run.calls().verify(),
				run.calls().reads(), run.outputDirectory(), null);
		if (holder == null || !holder.alive() || holder.runId() == null || holder.runId() != run.id()) {
			return still;
		}
		return moving(still, holder);
	}

	private Overview moving(Overview still, Holder holder) {
		Instant now = this.clock.instant();
		Instant from = now.minus(LOOKED_AT);
		Instant since = holder.since().isAfter(from) ? holder.since() : from;
		double seconds = Math.max(1, Duration.between(since, now).toMillis() / 1000.0);
		double perSecond = this.table.endedSince(still.id(), since) / seconds;
		Duration left = Pace.until(still.open(), perSecond);
		UnderWay underWay = new UnderWay(perSecond, this.table.conflicted(still.id()),
				(left != null && still.open() > 0) ? now.plus(left) : null);
		return new Overview(still.id(), still.rerunOf(), still.businessDate(), still.list(), still.api(),
				still.status(), still.startedAt(), still.finishedAt(), still.exitCode(), still.rows(), still.rejected(),
				still.stages(), still.exceptions(), still.verifyCalls(), still.readCalls(), still.files(), underWay);
	}

}
