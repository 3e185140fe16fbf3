package io.bulkverify.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.bulkverify.member.Call;
import io.bulkverify.member.Outcome;
import io.bulkverify.member.Progress;
import io.bulkverify.member.Reason;
import io.bulkverify.member.Refusal;
import io.bulkverify.member.Seen;
import io.bulkverify.member.Stage;
import io.bulkverify.member.Wait;
import io.bulkverify.store.Decision;

/**
 * Tells a member that MX refuses from a wall that refuses everybody: a wrong address
 * answers 404 to everything, a client without the feature 403 to every verify. A refusal
 * that would end a member is held back until the same kind of call of another member has
 * succeeded; then the member is asked once more, and only if it is refused again is it
 * reported. Ten members held back within five minutes are a wall: the run stops, and
 * nobody is reported (src/docs/decisions.md, no 11).
 */
final class RefusalWall implements DecisionGate {

	private static final Duration WITHIN = Duration.ofMinutes(5);

	private static final Duration LONGEST_DOUBT = Duration.ofMinutes(1);

	private static final Set<Reason> REFUSALS = EnumSet.of(Reason.MEMBER_NOT_FOUND, Reason.VERIFICATION_NOT_ENABLED,
			Reason.REFUSED);

	private static final List<Call> KINDS = List.of(Call.READ_MEMBER, Call.VERIFY, Call.RESUME);

	private final CallHealth health;

	private final Witnesses witnesses;

	private final StopSignal stop;

	private final Settings settings;

	private final InstantSource clock;

	private final Map<Long, Held> held = new LinkedHashMap<>();

	/**
	 * Members asked again although nobody can witness for them, with the kind of call
	 * that was refused: others may come before it.
	 */
	private final Map<Long, Call> askedAlone = new HashMap<>();

	/**
	 * What the wall goes by.
	 *
	 * @param address where MX is asked, for the operator
	 * @param apart where nobody can witness for a member, the least time between two
	 * refusals that are believed
	 * @param interval the least time between two reads of one member
	 * @param verifiedBefore whether MX has taken a verify of the run in a process before
	 * this one
	 */
	record Settings(String address, Duration apart, Duration interval, boolean verifiedBefore) {
	}

	private record Held(Decision decision, Call call, Outcome.Report report, Instant since) {

		private Held(Decision decision, Outcome.Report report, Instant since) {
			this(decision, kind(decision), report, since);
		}

		/** The member's row as it is asked once more. */
		Decision asksAgain(Instant now, Duration interval) {
			Progress progress = this.report.progress();
			Seen seen = progress.seen();
			Instant readable = (seen != null) ? seen.at().plus(interval) : Instant.MIN;
			Instant first = progress.dueAt().isBefore(now) ? progress.dueAt() : now;
			Instant due = first.isBefore(readable) ? readable : first;
			Progress again = (progress.stage() == Stage.REQUESTING) ? progress.in(Stage.PENDING, due)
					: progress.due(due);
			return new Decision(this.decision.member(), new Outcome.WaitUntil(Wait.ERROR, again));
		}

	}

	RefusalWall(CallHealth health, Witnesses witnesses, StopSignal stop, Settings settings, InstantSource clock) {
		this.health = health;
		this.witnesses = witnesses;
		this.stop = stop;
		this.settings = settings;
		this.clock = clock;
	}

	/**
	 * How far apart two refusals must be where nobody can witness for the member: a
	 * minute, unless errors are given less.
	 */
	static Duration apart(Duration errorGiveUpAfter) {
		return errorGiveUpAfter.compareTo(LONGEST_DOUBT) < 0 ? errorGiveUpAfter : LONGEST_DOUBT;
	}

	private static Call kind(Decision decision) {
		return switch (decision.member().stage()) {
			case REQUESTING -> Call.VERIFY;
			case ANSWERING -> Call.RESUME;
			case PENDING, READY, VERIFYING, CONNECTED, VERIFIED, REPORTED -> Call.READ_MEMBER;
		};
	}

	@Override
	public List<Decision> admit(List<Decision> decided) {
		List<Decision> admitted = new ArrayList<>(decided.size());
		for (Decision decision : decided) {
			boolean alone = this.askedAlone.remove(decision.member().id(), kind(decision));
			if (decision.outcome() instanceof Outcome.Report report && REFUSALS.contains(report.reason()) && !alone
					&& !this.health.refusedItself(kind(decision), decision.member().id())) {
				this.held.put(decision.member().id(), new Held(decision, report, this.clock.instant()));
			}
			else {
				admitted.add(decision);
			}
		}
		return admitted;
	}

	@Override
	public List<Decision> reconsider(boolean nobodyElse) {
		if (this.held.isEmpty()) {
			return List.of();
		}
		List<Decision> again = new ArrayList<>();
		for (Held one : List.copyOf(this.held.values())) {
			if (this.health.worthAskingAgain(one.call(), one.decision().member().id())) {
				again.add(askAgain(one));
			}
		}
		for (Call kind : KINDS) {
			List<Held> alike = this.held.values().stream().filter((one) -> one.call() == kind).toList();
			if (!alike.isEmpty()) {
				this.witnesses.seek(kind);
				again.addAll(judge(kind, alike, nobodyElse));
			}
		}
		return again;
	}

	private Decision askAgain(Held one) {
		this.held.remove(one.decision().member().id());
		return one.asksAgain(this.clock.instant(), this.settings.interval());
	}

	private List<Decision> judge(Call kind, List<Held> alike, boolean nobodyElse) {
		Instant now = this.clock.instant();
		boolean many = alike.stream()
			.filter((one) -> one.since().isAfter(now.minus(WITHIN)))
			.count() >= CallHealth.MANY;
		if (!many && !nobodyElse) {
			return List.of();
		}
		Instant latest = alike.getLast().since();
		Witnesses.Finding finding = this.witnesses.since(kind, latest).orElse(Witnesses.Finding.UNCLEAR);
		return switch (finding) {
			// The calls' health has it: each is asked again in the next round.
			case WORKS -> List.of();
			case REFUSED -> stop(kind, alike);
			case NOBODY -> {
				boolean wall = many && !(nobodyElse && proven(kind));
				if (wall || (nobodyElse && unbelievable(kind, alike))) {
					yield stop(kind, alike);
				}
				yield nobodyElse ? askAlone(alike, now) : List.of();
			}
			case UNCLEAR -> many && latest.plus(LONGEST_DOUBT).isBefore(now) ? stop(kind, alike) : List.of();
		};
	}

	/** Whether this kind of call has ever worked in this run. */
	private boolean proven(Call kind) {
		return this.health.everSucceeded(kind) || (kind == Call.VERIFY && this.settings.verifiedBefore());
	}

	/**
	 * A client that is not let in looks the same whoever the member is: that is never
	 * believed of members alone.
	 */
	private boolean unbelievable(Call kind, List<Held> alike) {
		return !proven(kind) && alike.stream()
			.anyMatch((one) -> this.health.refusal(kind, one.decision().member().id())
				.filter(Refusal::mayMeanTheClient)
				.isPresent());
	}

	private List<Decision> askAlone(List<Held> alike, Instant now) {
		List<Decision> again = new ArrayList<>();
		for (Held one : alike) {
			if (!one.since().plus(this.settings.apart()).isAfter(now)) {
				this.askedAlone.put(one.decision().member().id(), one.call());
				again.add(askAgain(one));
			}
		}
		return again;
	}

	private List<Decision> stop(Call kind, List<Held> alike) {
		Outcome.Report latest = alike.getLast().report();
		String said = this.health.refusalInWords(kind, alike.getLast().decision().member().id())
			.orElseGet(() -> String.valueOf(latest.detail()));
		this.stop.raise(new StopSignal.Cause.Failure(
				"MX refused the %s of all %d members that it was asked for of late (%s, the last: %s) at %s; nobody was reported for it. %s"
					.formatted(plural(kind), alike.size(), latest.reason(), said, this.settings.address(),
							remedy(kind, alike.getLast()))));
		return List.of();
	}

	private static String plural(Call kind) {
		return switch (kind) {
			case VERIFY -> "verifies";
			case RESUME -> "answers to account selections";
			case READ_MEMBER, READ_STATUS, LIST_CHALLENGES, READ_ACCOUNT_NUMBERS -> "reads";
		};
	}

	private String remedy(Call kind, Held latest) {
		boolean client = this.health.refusal(kind, latest.decision().member().id())
			.filter(Refusal::mayMeanTheClient)
			.isPresent();
		if (!client) {
			return "Check the list, mx.base-url and mx.api";
		}
		return kind.writes() ? "Ask MX whether account verification is enabled for your company"
				: "Ask MX whether this address and client are let in";
	}

	@Override
	public int holding() {
		return this.held.size();
	}

	@Override
	public List<Decision> withdraw() {
		List<Decision> all = List.copyOf(this.held.values()).stream().map(this::askAgain).toList();
		this.askedAlone.clear();
		return all;
	}

}
