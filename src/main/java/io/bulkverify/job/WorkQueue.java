package io.bulkverify.job;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

import io.bulkverify.member.Call;
import io.bulkverify.member.Institutions;
import io.bulkverify.member.Member;
import io.bulkverify.member.Outcome;
import io.bulkverify.member.Progress;
import io.bulkverify.member.Reason;
import io.bulkverify.member.Stage;
import io.bulkverify.member.VerificationPolicy;
import io.bulkverify.store.Decision;
import io.bulkverify.store.StaleRowException;
import io.bulkverify.store.WorkTable;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The work table as the lanes see it: due members are taken from it, outcomes are written
 * to it.
 *
 * <p>
 * A read is claimed in memory only: one process works at a time, and a row that it
 * forgets is due again. What must survive is a call that changes something at MX, and its
 * intent is committed here before the call is handed out.
 */
final class WorkQueue implements ItemWriter<Decision> {

	/** Members reported in one transaction, which holds the lease's row. */
	private static final int AT_ONCE = 5_000;

	/**
	 * Due members are read with those in hand, which come before them: not for so small a
	 * share of those.
	 */
	private static final int FEW = 8;

	private static final Logger logger = LoggerFactory.getLogger(WorkQueue.class);

	private final long runId;

	private final WorkTable table;

	private final VerificationPolicy policy;

	private final LaneLimits limits;

	private final StageCounts counts;

	private final RunLease lease;

	private final TransactionOperations transaction;

	private final InstantSource clock;

	private final LaneSignals signals;

	private final Deadline deadline;

	private final Institutions institutions;

	private final CallHealth health;

	/**
	 * What may have been reported although the database did not say so. Of the lane that
	 * begins verifies only, as is the next.
	 */
	private @Nullable NotReached unsure;

	private boolean deadlineSaid;

	/**
	 * First rows of batches that may have been written although the database did not say
	 * so.
	 */
	private final Set<Long> doubtful = ConcurrentHashMap.newKeySet();

	/**
	 * By stage, intents that may have been stored although the database did not say so.
	 * Nothing was sent for them.
	 */
	private final Map<Stage, List<Claim>> doubtfulIntents = new ConcurrentHashMap<>();

	/** Members that were not reached, in one transaction. */
	private record NotReached(Stage stage, Reason reason, @Nullable String detail, List<Long> members) {
	}

	WorkQueue(long runId, WorkTable table, VerificationPolicy policy, LaneLimits limits, StageCounts counts,
			RunLease lease, TransactionOperations transaction, InstantSource clock, LaneSignals signals,
			Deadline deadline, Institutions institutions, CallHealth health) {
		this.runId = runId;
		this.table = table;
		this.policy = policy;
		this.limits = limits;
		this.counts = counts;
		this.lease = lease;
		this.transaction = transaction;
		this.clock = clock;
		this.signals = signals;
		this.deadline = deadline;
		this.institutions = institutions;
		this.health = health;
	}

	/**
	 * Takes due members of a stage, those due first.
	 * @param most how many calls of a kind the lane may have in hand
	 * @param inFlight the members that it has in hand, by row
	 * @param heldBack the stages of those among them that are only held back: they take
	 * nobody's place
	 */
	List<Claim> claim(Stage stage, int most, Map<Long, Stage> inFlight, Collection<Stage> heldBack) {
		if (this.deadline.leaves(stage)) {
			reportNotReached(stage, inFlight);
			return List.of();
		}
		int taken = Collections.frequency(inFlight.values(), stage);
		int requesting = Collections.frequency(inFlight.values(), Stage.REQUESTING)
				- Collections.frequency(heldBack, Stage.REQUESTING);
		int busy = taken - Collections.frequency(heldBack, stage);
		int free = LaneLimits.free(stage, most, inFlight.values(), heldBack);
		int allowed = (int) Math.min(free, this.limits.allowed(stage, this.counts, busy, requesting, heldBack));
		boolean worthALook = allowed > 0 && allowed >= busy / FEW && this.counts.in(List.of(stage)) > taken;
		return worthALook ? claim(stage, allowed, taken, inFlight) : List.of();
	}

	private List<Claim> claim(Stage stage, int allowed, int taken, Map<Long, Stage> inFlight) {
		List<Claim> claims = new ArrayList<>();
		try {
			this.transaction.executeWithoutResult((status) -> {
				Instant now = this.clock.instant();
				List<Member> due = this.table.due(this.runId, stage, now, allowed + taken)
					.stream()
					.filter((member) -> !inFlight.containsKey(member.id()))
					.limit(allowed)
					.toList();
				claims.addAll(intend(due, now));
			});
		}
		catch (DataAccessException | TransactionException ex) {
			List<Claim> intents = claims.stream().filter((claim) -> claim.member().stage() != stage).toList();
			if (!intents.isEmpty()) {
				this.doubtfulIntents.put(stage, intents);
			}
			throw ex;
		}
		countIntents(stage, claims);
		return claims;
	}

	private void countIntents(Stage stage, List<Claim> claims) {
		long requesting = claims.stream().filter((claim) -> claim.member().stage() != stage).count();
		if (requesting > 0) {
			this.counts.moved(Map.of(stage, -requesting, Stage.REQUESTING, requesting));
		}
	}

	/**
	 * Finds out about commits whose answer was lost: where one had come through, its rows
	 * are REQUESTING, and are settled like any verify without an answer. To be called
	 * before anything is claimed, by the lane of these stages.
	 */
	void settleDoubts(Collection<Stage> stages) {
		for (Stage stage : stages) {
			List<Claim> intents = this.doubtfulIntents.get(stage);
			if (intents != null) {
				Member first = intents.getFirst().member();
				if (afterCommitsOnTheirWay(() -> this.table.version(first.id()) >= first.version())) {
					countIntents(stage, intents);
				}
				this.doubtfulIntents.remove(stage);
			}
		}
	}

	/**
	 * A commit that is still on its way has the lease's row locked: it is not overlooked.
	 */
	private boolean afterCommitsOnTheirWay(BooleanSupplier question) {
		Boolean answer = this.transaction.execute((status) -> {
			this.lease.check();
			return question.getAsBoolean();
		});
		return Boolean.TRUE.equals(answer);
	}

	private void reportNotReached(Stage stage, Map<Long, Stage> inFlight) {
		countUnsure();
		int taken = Collections.frequency(inFlight.values(), stage);
		if (this.counts.in(List.of(stage)) <= taken) {
			return;
		}
		List<Long> waiting = this.table.waiting(this.runId, stage, List.copyOf(inFlight.keySet()), AT_ONCE);
		if (waiting.isEmpty()) {
			return;
		}
		List<Long> forBanks = waiting.stream().filter(this.institutions::isWaiting).toList();
		// In one transaction there is one reason; whoever is left comes in the next.
		NotReached reported = forBanks.isEmpty()
				? new NotReached(stage, Reason.NOT_REACHED, this.deadline.detail(), waiting)
				: new NotReached(stage, Reason.INSTITUTION_UNAVAILABLE, null, forBanks);
		this.unsure = reported;
		this.table.report(this.runId, reported.reason(), reported.detail(), stage, reported.members(),
				this.clock.instant());
		this.unsure = null;
		count(reported);
	}

	/** A commit whose answer was lost had come through all the same. */
	private void countUnsure() {
		NotReached reported = this.unsure;
		if (reported == null) {
			return;
		}
		boolean stored = afterCommitsOnTheirWay(
				() -> this.table.stage(reported.members().getFirst()) == Stage.REPORTED);
		// Counted once, whatever the counting meets.
		this.unsure = null;
		if (stored) {
			count(reported);
		}
	}

	private void count(NotReached reported) {
		reported.members().forEach(this.health::ended);
		long members = reported.members().size();
		this.counts.moved(Map.of(reported.stage(), -members, Stage.REPORTED, members));
		this.counts.conflicted(this.table.conflicted(this.runId));
		this.signals.callAll();
		if (!this.deadlineSaid) {
			this.deadlineSaid = true;
			logger.info("The run's time is over ({}): what is under way is finished, the rest is NOT_REACHED",
					this.deadline);
		}
	}

	private List<Claim> intend(List<Member> due, Instant now) {
		List<Claim> claims = new ArrayList<>(due.size());
		List<Member> before = new ArrayList<>();
		List<Progress> intents = new ArrayList<>();
		for (Member member : due) {
			Call call = this.policy.nextCall(member, now);
			if (call.writes()) {
				Progress intent = this.policy.intent(member, call, now);
				before.add(member);
				intents.add(intent);
				claims.add(new Claim(member.stored(intent), call));
			}
			else {
				claims.add(new Claim(member, call));
			}
		}
		if (!before.isEmpty()) {
			this.table.intend(this.runId, before, intents);
		}
		return claims;
	}

	/**
	 * Writes what the calls led to, all or nothing, and wakes the lanes that may have
	 * work by it. After a failure the same decisions may be written again, whether or not
	 * the database had them already.
	 */
	@Override
	public void write(Chunk<? extends Decision> decisions) {
		List<Decision> batch = List.copyOf(decisions.getItems());
		Member first = batch.getFirst().member();
		try {
			this.table.apply(this.runId, batch, this.clock.instant());
		}
		catch (StaleRowException ex) {
			// A commit whose answer was lost: the first try had come through, and
			// another lane may have gone on from there.
			if (!this.doubtful.contains(first.id()) || this.table.version(first.id()) <= first.version()) {
				throw ex;
			}
		}
		catch (DataAccessException | TransactionException ex) {
			this.doubtful.add(first.id());
			throw ex;
		}
		this.doubtful.remove(first.id());
		Map<Stage, Long> moves = new EnumMap<>(Stage.class);
		for (Decision decision : batch) {
			moves.merge(decision.member().stage(), -1L, Long::sum);
			moves.merge(stageAfter(decision.outcome()), 1L, Long::sum);
		}
		this.counts.moved(moves);
		this.counts.conflictedBy(batch.stream().mapToInt(WorkQueue::conflictedMore).sum());
		this.signals.callAll();
	}

	private static int conflictedMore(Decision decision) {
		boolean before = waitsForAnother(decision.member().stage(), decision.member().progress());
		boolean after = waitsForAnother(stageAfter(decision.outcome()), decision.outcome().progress());
		return Boolean.compare(after, before);
	}

	private static boolean waitsForAnother(Stage stage, Progress progress) {
		return progress.conflicts().count() > 0 && !stage.terminal();
	}

	static Stage stageAfter(Outcome outcome) {
		return switch (outcome) {
			case Outcome.Report ignored -> Stage.REPORTED;
			case Outcome.Verified ignored -> Stage.VERIFIED;
			case Outcome.Advance(var progress) -> progress.stage();
			case Outcome.WaitUntil(var why, var progress) -> progress.stage();
			case Outcome.Halt(var why, var progress) -> progress.stage();
		};
	}

	/** When the next member of the lane is due; empty where it has none. */
	Optional<Instant> nextDue(Lane lane) {
		return lane.stages()
			.stream()
			.filter((stage) -> this.counts.in(List.of(stage)) > 0)
			.flatMap((stage) -> this.table.nextDue(this.runId, stage).stream())
			.min(Instant::compareTo);
	}

	/**
	 * Whether so many members are all that is left in the lane's stages, but for those
	 * that wait for their banks and may do so for long.
	 */
	boolean nobodyBut(long members, Lane lane) {
		int waiting = lane.stages().contains(Stage.PENDING) ? this.institutions.waiting() : 0;
		return this.counts.in(lane.stages()) <= members + waiting;
	}

	/** Whether no member is left that the lane could ever take. */
	boolean exhausted(Lane lane) {
		return this.counts.in(lane.sources()) == 0;
	}

}
