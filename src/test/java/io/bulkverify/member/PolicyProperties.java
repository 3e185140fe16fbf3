package io.bulkverify.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** What holds for every member, whatever MX and the network do. */
class PolicyProperties {

	private static final List<String> WORDS = List.of("null", "CREATED", "PREVENTED", "DENIED", "CHALLENGED",
			"REJECTED", "LOCKED", "CONNECTED", "CONNECTED", "CONNECTED", "DEGRADED", "FAILED", "FAILED", "DELAYED",
			"EXPIRED", "RESUMED", "MYSTERIOUS");

	/** Answers of all kinds in any order, over and over. */
	record Nonsense(String kind, String status, boolean running, int job, boolean error, int challenges, int numbers) {

		MemberState state() {
			return new MemberState(Story.word(status), running, job == 0 ? null : Story.LAST_NIGHT.plusSeconds(job),
					null, "mxbank", error ? new MemberState.MemberError("1000", null) : null,
					challenges < 0 ? null : asked());
		}

		List<Challenge> asked() {
			return switch (challenges) {
				case 1 -> Story.SECURITY_QUESTION;
				case 2 -> List.of(new Challenge("CRD-" + job, "OPTIONS", null, null, null,
						List.of(new Challenge.Option("Savings", "account-4de4392e-64a5-489d-a237-acde82e91fa5"))));
				default -> List.of();
			};
		}

		<T> Answer<T> answer(T good) {
			return switch (kind) {
				case "good" -> new Answer.Good<>(good);
				case "joined" -> new Answer.Joined<>(good);
				default -> EndingsTableTest.ending(kind);
			};
		}

	}

	private static final class NonsenseMx implements Lane.Mx {

		private final List<Nonsense> script;

		private int next;

		/** MX throttles nobody for ever: a run that it does that to stops. */
		private int throttles = 100;

		NonsenseMx(List<Nonsense> script) {
			this.script = script;
		}

		private Nonsense next() {
			Nonsense answer = script.get(next++ % script.size());
			boolean enough = "throttled".equals(answer.kind()) && throttles-- <= 0;
			return enough ? new Nonsense("unclear", answer.status(), answer.running(), answer.job(), answer.error(),
					answer.challenges(), answer.numbers()) : answer;
		}

		@Override
		public Answer<MemberState> read(Call call, Instant now) {
			Nonsense answer = next();
			return "joined".equals(answer.kind()) ? new Answer.Good<>(answer.state()) : answer.answer(answer.state());
		}

		@Override
		public Answer<Taken> verify(Instant now) {
			Nonsense answer = next();
			return answer.answer(new Taken(answer.state().jobGuid()));
		}

		@Override
		public Answer<Taken> resume(Instant now) {
			return verify(now);
		}

		@Override
		public Answer<List<Challenge>> challenges(Instant now) {
			Nonsense answer = next();
			return answer.answer(answer.asked());
		}

		@Override
		public Answer<List<AccountNumber>> numbers(Instant now) {
			Nonsense answer = next();
			return answer.answer(switch (answer.numbers()) {
				case 1 -> List.of(new AccountNumber("ACT-1", "XXXX1", null, null, null, null, false));
				case 2 -> List.of(new AccountNumber("ACT-1", "0001", null, null, null, null, false));
				default -> List.<AccountNumber>of();
			});
		}

	}

	@Provide
	Arbitrary<List<Nonsense>> nonsense() {
		Arbitrary<String> kinds = Arbitraries.frequencyOf(Tuple.of(6, Arbitraries.just("good")),
				Tuple.of(3, Arbitraries.of("joined", "conflict", "throttled", "unclear")),
				Tuple.of(2, Arbitraries.of("NOT_FOUND", "OTHER")));
		return Combinators
			.combine(kinds, Arbitraries.of(WORDS), Arbitraries.of(true, false), Arbitraries.integers().between(0, 3),
					Arbitraries.frequency(Tuple.of(5, false), Tuple.of(1, true)), Arbitraries.integers().between(-1, 2),
					Arbitraries.integers().between(0, 2))
			.as(Nonsense::new)
			.list()
			.ofMinSize(1)
			.ofMaxSize(8);
	}

	@Provide
	Arbitrary<@Nullable Earlier> earlier() {
		return Combinators
			.combine(
					Arbitraries.of(Stage.REQUESTING, Stage.VERIFYING, Stage.ANSWERING, Stage.CONNECTED, Stage.REPORTED),
					Arbitraries.of(true, false), Arbitraries.of(true, false), Arbitraries.of(true, false))
			.as((stage, selection, joined, owed) -> new Earlier(1, stage, null, selection, joined,
					Baseline.of(Story.idle("CONNECTED"), Story.MIDNIGHT), null, null, owed, selection))
			.injectNull(0.5);
	}

	@Property(tries = 5000)
	void aMemberEndsInOnePlaceHoweverSenselessTheAnswers(@ForAll("nonsense") List<Nonsense> script,
			@ForAll("earlier") @Nullable Earlier earlier, @ForAll @IntRange(max = 2) int retryFailed,
			@ForAll boolean numbersFirst) {
		Lane lane = new Lane(Story.settings(new SelectionRule.First(), retryFailed, Set.of(), numbersFirst),
				new NonsenseMx(script), earlier, null)
			.run();
		assertThat(lane.member.stage().terminal()).isTrue();
		assertThat(lane.member.progress().attempt().accepted()).isLessThanOrEqualTo(1 + retryFailed);
		Statistics.label("end").collect(lane.member.stage());
	}

	/** What the network does to one call. */
	enum Fault {

		NONE, LOST_BEFORE, LOST_AFTER, LOST_AND_LATE, THROTTLED, CRASH_BEFORE, CRASH_AFTER

	}

	/** A small MX that tells the truth about its jobs. */
	private static final class TruthfulMx implements Lane.Mx {

		private final Deque<Fault> faults;

		private final Deque<String> verdicts;

		private final Duration lasts;

		private final boolean selection;

		private String status = "CONNECTED";

		private Instant aggregatedAt = Story.LAST_NIGHT;

		private Instant runningUntil;

		private String verdict = "CONNECTED";

		private boolean foreign;

		private boolean asking;

		private @Nullable Instant arrives;

		private boolean crashed;

		int accepted;

		TruthfulMx(List<Fault> faults, List<String> verdicts, Duration lasts, Duration foreignUntil,
				boolean selection) {
			this.faults = new ArrayDeque<>(faults);
			this.verdicts = new ArrayDeque<>(verdicts);
			this.lasts = lasts;
			this.selection = selection;
			this.foreign = !foreignUntil.isZero();
			this.runningUntil = Story.MIDNIGHT.plus(foreignUntil);
		}

		private Fault fault() {
			return faults.isEmpty() ? Fault.NONE : faults.poll();
		}

		private boolean running(Instant now) {
			return now.isBefore(runningUntil);
		}

		/** Lets what is due happen: a late request arrives, a job ends. */
		private void settle(Instant now) {
			if (arrives != null && !arrives.isAfter(now)) {
				Instant at = arrives;
				arrives = null;
				carryOut(at);
			}
			if (!running(now)) {
				foreign = false;
				status = asking ? "CHALLENGED" : verdict;
			}
		}

		private Answer<Taken> carryOut(Instant now) {
			settleEnd(now);
			if (running(now) || asking) {
				return foreign ? new Answer.Conflict<>() : new Answer.Joined<>(Taken.WITHOUT_A_WORD);
			}
			accepted++;
			aggregatedAt = aggregatedAt.plusSeconds(100);
			runningUntil = now.plus(lasts);
			verdict = verdicts.isEmpty() ? "CONNECTED" : verdicts.poll();
			asking = selection;
			return new Answer.Good<>(Taken.WITHOUT_A_WORD);
		}

		private void settleEnd(Instant now) {
			if (!running(now)) {
				foreign = false;
			}
		}

		private MemberState state(Instant now) {
			List<Challenge> asked = List.of(new Challenge("CRD-" + aggregatedAt, "OPTIONS", null, null, null,
					List.of(new Challenge.Option("Savings", "account-4de4392e-64a5-489d-a237-acde82e91fa5"))));
			return new MemberState(Story.word(status), running(now), aggregatedAt, null, "mxbank", null,
					"CHALLENGED".equals(status) ? asked : List.of());
		}

		@Override
		public Answer<MemberState> read(Call call, Instant now) {
			settle(now);
			return switch (fault()) {
				case NONE, CRASH_BEFORE, CRASH_AFTER -> new Answer.Good<>(state(now));
				case LOST_BEFORE, LOST_AFTER, LOST_AND_LATE -> new Answer.Unclear<>("reset");
				case THROTTLED -> new Answer.Throttled<>(null);
			};
		}

		@Override
		public Answer<Taken> verify(Instant now) {
			settle(now);
			Fault fault = fault();
			crashed = fault == Fault.CRASH_BEFORE || fault == Fault.CRASH_AFTER;
			return switch (fault) {
				case NONE, CRASH_AFTER -> carryOut(now);
				case LOST_BEFORE, CRASH_BEFORE -> new Answer.Unclear<>("reset");
				case LOST_AFTER -> {
					carryOut(now);
					yield new Answer.Unclear<>("reset");
				}
				case LOST_AND_LATE -> {
					arrives = now.plusSeconds(29);
					yield new Answer.Unclear<>("time-out");
				}
				case THROTTLED -> new Answer.Throttled<>(null);
			};
		}

		@Override
		public Answer<Taken> resume(Instant now) {
			settle(now);
			Fault fault = fault();
			crashed = fault == Fault.CRASH_BEFORE || fault == Fault.CRASH_AFTER;
			if (fault != Fault.LOST_BEFORE && fault != Fault.CRASH_BEFORE && fault != Fault.THROTTLED) {
				asking = false;
				runningUntil = now.plus(lasts);
				status = "RESUMED";
			}
			return switch (fault) {
				case NONE -> new Answer.Good<>(Taken.WITHOUT_A_WORD);
				case THROTTLED -> new Answer.Throttled<>(null);
				case LOST_BEFORE, LOST_AFTER, LOST_AND_LATE, CRASH_BEFORE, CRASH_AFTER -> new Answer.Unclear<>("reset");
			};
		}

		@Override
		public boolean crashes() {
			boolean now = crashed;
			crashed = false;
			return now;
		}

		@Override
		public Answer<List<Challenge>> challenges(Instant now) {
			throw new AssertionError("every read shows the challenges");
		}

		@Override
		public Answer<List<AccountNumber>> numbers(Instant now) {
			return new Answer.Good<>(List.of(new AccountNumber("ACT-1", "0001", null, null, null, null, false)));
		}

	}

	@Provide
	Arbitrary<List<Fault>> faults() {
		Map<Fault, Integer> weights = new EnumMap<>(Fault.class);
		for (Fault fault : Fault.values()) {
			weights.put(fault, fault == Fault.NONE ? 8 : 1);
		}
		return Arbitraries
			.frequency(weights.entrySet().stream().map(weight -> Tuple.of(weight.getValue(), weight.getKey())).toList())
			.list()
			.ofMaxSize(40);
	}

	@Property(tries = 5000)
	void noMemberIsPaidForMoreOftenThanAllowedWhileMxTellsTheTruth(@ForAll("faults") List<Fault> faults,
			@ForAll("verdicts") List<String> verdicts, @ForAll @IntRange(max = 120) int seconds,
			@ForAll @IntRange(max = 400) int foreignSeconds, @ForAll @IntRange(max = 2) int retryFailed,
			@ForAll boolean selection) {
		TruthfulMx mx = new TruthfulMx(faults, verdicts, Duration.ofSeconds(seconds),
				Duration.ofSeconds(foreignSeconds), selection);
		Lane lane = new Lane(Story.settings(new SelectionRule.First(), retryFailed, Set.of(), false), mx, null, null)
			.run();
		assertThat(mx.accepted).isLessThanOrEqualTo(1 + retryFailed);
		// A foreign job may be taken for a lost verify of ours; nothing billed goes
		// uncounted.
		assertThat(lane.member.progress().attempt().accepted()).as("what is billed")
			.isBetween(mx.accepted, foreignSeconds == 0 ? mx.accepted : 1 + retryFailed);
		Statistics.label("end")
			.collect(lane.end instanceof Outcome.Report(var reason, var d, var p) ? reason : "VERIFIED");
		Statistics.label("accepted").collect(mx.accepted);
	}

	/** A truthful MX behind something that refuses every call for a while. */
	private record WalledMx(TruthfulMx mx, Instant from, Instant until, List<String> endings,
			Random which) implements Lane.Mx {

		private boolean stands(Instant now) {
			return !now.isBefore(from) && now.isBefore(until);
		}

		private <T> Answer<T> refusal() {
			return EndingsTableTest.ending(endings.get(which.nextInt(endings.size())));
		}

		@Override
		public Answer<MemberState> read(Call call, Instant now) {
			return stands(now) ? refusal() : mx.read(call, now);
		}

		@Override
		public Answer<Taken> verify(Instant now) {
			return stands(now) ? refusal() : mx.verify(now);
		}

		@Override
		public Answer<Taken> resume(Instant now) {
			return stands(now) ? refusal() : mx.resume(now);
		}

		@Override
		public Answer<List<Challenge>> challenges(Instant now) {
			return stands(now) ? refusal() : mx.challenges(now);
		}

		@Override
		public Answer<List<AccountNumber>> numbers(Instant now) {
			return stands(now) ? refusal() : mx.numbers(now);
		}

	}

	@Property(tries = 2000)
	void aWallAfterTheFirstReadChangesNobodysEndWhateverItAnswers(@ForAll("wall") List<String> endings,
			@ForAll @IntRange(min = 1, max = 90) int from, @ForAll @IntRange(min = 1, max = 600) int lasts,
			@ForAll @IntRange(max = 60) int seconds, @ForAll boolean selection, @ForAll boolean numbersFirst,
			@ForAll int seed) {
		TruthfulMx mx = new TruthfulMx(List.of(), List.of("CONNECTED"), Duration.ofSeconds(seconds), Duration.ZERO,
				selection);
		Instant start = Story.MIDNIGHT.plusSeconds(from);
		Lane.Mx walled = new WalledMx(mx, start, start.plusSeconds(lasts), endings, new Random(seed));
		Lane lane = new Lane(Story.settings(new SelectionRule.First(), 0, Set.of(), numbersFirst), walled, null, null)
			.run();
		assertThat(lane.member.stage()).as(String.valueOf(lane.end)).isEqualTo(Stage.VERIFIED);
		assertThat(mx.accepted).isLessThanOrEqualTo(1);
	}

	@Provide
	Arbitrary<List<String>> wall() {
		return Arbitraries.of("NOT_FOUND", "NOT_ENABLED", "BAD_REQUEST", "OTHER", "unclear", "throttled", "conflict")
			.list()
			.ofMinSize(1)
			.ofMaxSize(3);
	}

	@Provide
	Arbitrary<List<String>> verdicts() {
		return Arbitraries.of("CONNECTED", "FAILED", "FAILED", "DEGRADED", "DENIED").list().ofMaxSize(4);
	}

}
