package io.bulkverify.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.function.IntSupplier;

import io.bulkverify.member.Outcome;
import io.bulkverify.member.Stage;
import io.bulkverify.store.Decision;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepContribution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.scope.context.ChunkContext;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemProcessor;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

/**
 * One lane: takes due members from the work table, gives each to a virtual thread that
 * makes its call, and writes what the calls led to, in batches. It is chunk-oriented work
 * without a chunk's barrier: a member that must wait, for its bank or for a backoff,
 * waits as a due time in its row and holds nobody up (src/docs/decisions.md, no 1).
 *
 * <p>
 * Counts, in members: read = came to this lane, write = left it, filter = put back for
 * later.
 *
 * <p>
 * An instance serves one execution of its step; only the step's thread calls it.
 */
final class DueWorkTasklet implements Tasklet, StepExecutionListener {

	private static final Logger logger = LoggerFactory.getLogger(DueWorkTasklet.class);

	/** A stop is heard, and Spring Batch's counts are saved, this often. */
	private static final Duration ITERATION = Duration.ofSeconds(1);

	/** Answers that come within this time are written together. */
	private static final Duration TOGETHER = Duration.ofMillis(20);

	private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

	private final Lane lane;

	private final WorkQueue queue;

	private final ItemProcessor<Claim, Decision> calls;

	private final DecisionGate gate;

	private final ExecutorService threads;

	private final IntSupplier mostInFlight;

	private final OutageWatch outage;

	private final PatienceClock patience;

	private final StopSignal stop;

	private final Wakeup wakeup;

	private final InstantSource clock;

	private final Map<Long, Stage> inFlight = new HashMap<>();

	/**
	 * Members that the gate keeps back: they are in hand, but take nobody's place. Else a
	 * gate that waits for more of them would wait for ever.
	 */
	private final Map<Long, Stage> heldBack = new HashMap<>();

	private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();

	private final List<Decision> unwritten = new ArrayList<>();

	/**
	 * The batch that is being written. It stays the same until the database has taken it:
	 * a commit whose answer was lost says nothing about decisions that came later.
	 */
	private List<Decision> writing = List.of();

	private Duration untilNext = LONGEST_WAIT;

	private final LagWatch lag;

	/** Who has come to this lane and not left it. */
	private final Set<Long> here = new HashSet<>();

	/** What became of a claim: a decision, or an error of this program's own. */
	private sealed interface Ended {

		record Decided(Decision decision) implements Ended {
		}

		record Broken(Claim claim, Throwable error) implements Ended {
		}

	}

	/**
	 * @param lateAfter how late a member under way may be read before that is worth a
	 * word
	 */
	DueWorkTasklet(Lane lane, WorkQueue queue, ItemProcessor<Claim, Decision> calls, DecisionGate gate,
			ExecutorService threads, IntSupplier mostInFlight, OutageWatch outage, PatienceClock patience,
			StopSignal stop, Wakeup wakeup, InstantSource clock, Duration lateAfter) {
		this.lane = lane;
		this.queue = queue;
		this.calls = calls;
		this.gate = gate;
		this.threads = threads;
		this.mostInFlight = mostInFlight;
		this.outage = outage;
		this.patience = patience;
		this.stop = stop;
		this.wakeup = wakeup;
		this.clock = clock;
		this.lag = new LagWatch(lateAfter, clock.instant());
	}

	@Override
	public RepeatStatus execute(StepContribution contribution, ChunkContext chunkContext) throws Exception {
		Instant until = this.clock.instant().plus(ITERATION);
		while (true) {
			this.outage.databaseAnswers(() -> round(contribution), this.wakeup);
			this.patience.looked(this.lane);
			if (finished()) {
				return RepeatStatus.FINISHED;
			}
			if (this.stop.raised() && this.inFlight.isEmpty()) {
				// Ends the step as STOPPED: a bare interrupt would be taken for success.
				contribution.getStepExecution().setTerminateOnly();
				return RepeatStatus.CONTINUABLE;
			}
			if (this.clock.instant().isAfter(until)) {
				// Right after the database has answered: Spring Batch writes to it now.
				return RepeatStatus.CONTINUABLE;
			}
			this.wakeup.await(TOGETHER, this.untilNext);
		}
	}

	/**
	 * The other lanes must not wait for what a failed one will never hand them. What
	 * failed may be Spring Batch's own bookkeeping: calls under way still end, and what
	 * they led to is written.
	 */
	@Override
	public @Nullable ExitStatus afterStep(StepExecution step) {
		this.patience.ended(this.lane);
		if (step.getStatus() != BatchStatus.COMPLETED && step.getStatus() != BatchStatus.STOPPED) {
			String why = this.lane.step() + " failed";
			this.stop.raise(new StopSignal.Cause.Setback(why,
					step.getFailureExceptions().stream().findFirst().orElseGet(() -> new IllegalStateException(why))));
			try {
				drain(step);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			catch (Exception ex) {
				// Rows without their outcome are settled by reads.
				logger.debug("{} could not write what its last calls led to", this.lane.step(), ex);
			}
		}
		return null;
	}

	private void drain(StepExecution step) throws Exception {
		StepContribution contribution = step.createStepContribution();
		while (!this.inFlight.isEmpty()) {
			this.outage.databaseAnswers(() -> {
				gather();
				write(contribution);
			}, this.wakeup);
			this.wakeup.await(TOGETHER, LONGEST_WAIT);
		}
		step.apply(contribution);
	}

	private void round(StepContribution contribution) {
		gather();
		write(contribution);
		if (!this.stop.raised()) {
			claim(contribution);
		}
		this.untilNext = untilNext();
	}

	private void gather() {
		List<Decision> decided = new ArrayList<>();
		List<Ended.Broken> broken = new ArrayList<>();
		for (Ended next = this.ended.poll(); next != null; next = this.ended.poll()) {
			switch (next) {
				case Ended.Decided(var decision) -> decided.add(decision);
				case Ended.Broken one -> broken.add(one);
			}
		}
		for (Decision decision : decided) {
			if (decision.outcome() instanceof Outcome.Halt(var why, var progress)) {
				this.stop.raise(new StopSignal.Cause.Failure(why));
			}
		}
		decided.forEach((decision) -> this.heldBack.put(decision.member().id(), decision.member().stage()));
		admitted(this.gate.admit(decided));
		int holding = this.gate.holding();
		admitted(this.gate.reconsider(holding > 0 && this.queue.nobodyBut(holding, this.lane)));
		if (this.stop.raised()) {
			// Nobody is reported for what stops everybody.
			admitted(this.gate.withdraw());
		}
		broken.forEach((one) -> this.inFlight.remove(one.claim().member().id()));
		if (!broken.isEmpty()) {
			Ended.Broken first = broken.getFirst();
			throw new IllegalStateException("the call of row " + first.claim().member().id() + " broke", first.error());
		}
	}

	private void admitted(List<Decision> decisions) {
		decisions.forEach((decision) -> this.heldBack.remove(decision.member().id()));
		this.unwritten.addAll(decisions);
	}

	private void write(StepContribution contribution) {
		while (!this.writing.isEmpty() || !this.unwritten.isEmpty()) {
			if (this.writing.isEmpty()) {
				this.writing = List.copyOf(this.unwritten);
				this.unwritten.clear();
			}
			this.queue.write(new Chunk<>(this.writing));
			this.writing.forEach((decision) -> written(decision, contribution));
			this.writing = List.of();
		}
	}

	private void written(Decision decision, StepContribution contribution) {
		this.inFlight.remove(decision.member().id());
		if (this.lane.stages().contains(WorkQueue.stageAfter(decision.outcome()))) {
			contribution.incrementFilterCount(1);
		}
		else {
			this.here.remove(decision.member().id());
			contribution.incrementWriteCount(1);
		}
	}

	private void claim(StepContribution contribution) {
		this.queue.settleDoubts(this.lane.stages());
		int most = this.outage.limit(this.mostInFlight.getAsInt());
		for (Stage stage : this.lane.stages()) {
			this.queue.claim(stage, most, this.inFlight, this.heldBack.values())
				.forEach((claim) -> start(claim, contribution));
		}
	}

	private void start(Claim claim, StepContribution contribution) {
		if (claim.member().stage() == Stage.VERIFYING) {
			this.lag.reads(claim.member().progress().dueAt(), this.clock.instant());
		}
		this.inFlight.put(claim.member().id(), claim.member().stage());
		if (this.here.add(claim.member().id())) {
			contribution.incrementReadCount();
		}
		this.threads.execute(() -> call(claim));
	}

	private void call(Claim claim) {
		try {
			Decision decision = this.calls.process(claim);
			this.ended.add(decision != null ? new Ended.Decided(decision)
					: new Ended.Broken(claim, new IllegalStateException("a call came to no decision")));
		}
		catch (Throwable ex) {
			this.ended.add(new Ended.Broken(claim, ex));
		}
		this.wakeup.call();
	}

	private boolean finished() {
		return this.inFlight.isEmpty() && this.queue.exhausted(this.lane);
	}

	private Duration untilNext() {
		if (!this.inFlight.isEmpty()) {
			return LONGEST_WAIT;
		}
		Duration next = this.queue.nextDue(this.lane)
			.map((due) -> Duration.between(this.clock.instant(), due))
			.orElse(LONGEST_WAIT);
		return next.compareTo(LONGEST_WAIT) < 0 && next.compareTo(TOGETHER) > 0 ? next : LONGEST_WAIT;
	}

}
