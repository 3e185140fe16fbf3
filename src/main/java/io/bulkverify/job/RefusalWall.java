package io.bulkverify.job;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.bulkverify.member.Outcome;
import io.bulkverify.member.Reason;
import io.bulkverify.member.Stage;
import io.bulkverify.store.Decision;

/**
 * Fifty identical refusals without one success, at the start of a run, are a wall and not
 * fifty members' misfortune: a wrong address answers 404 to everything, a client without
 * the feature 403 to every verify (src/docs/decisions.md, no 11). Until the first success
 * members that were refused are held back, so that a wall reports nobody.
 */
final class RefusalWall implements DecisionGate {

	private static final int A_WALL = 50;

	private static final Set<Reason> REFUSALS = EnumSet.of(Reason.MEMBER_NOT_FOUND, Reason.VERIFICATION_NOT_ENABLED,
			Reason.REFUSED);

	private final Map<Reason, List<Decision>> held = new EnumMap<>(Reason.class);

	private final Set<Reason> proven = EnumSet.noneOf(Reason.class);

	private final StopSignal stop;

	/**
	 * @param underWay whether the run has seen successes already, in a process before
	 * this one
	 */
	RefusalWall(StopSignal stop, boolean underWay) {
		this.stop = stop;
		if (underWay) {
			this.proven.addAll(REFUSALS);
		}
	}

	@Override
	public List<Decision> admit(List<Decision> decided) {
		List<Decision> admitted = new ArrayList<>(decided.size());
		for (Decision decision : decided) {
			if (decision.outcome() instanceof Outcome.Report(var reason, var detail, var progress)
					&& REFUSALS.contains(reason) && !this.proven.contains(reason)) {
				hold(reason, decision);
			}
			else {
				provenBy(decision, admitted);
				admitted.add(decision);
			}
		}
		return admitted;
	}

	private void hold(Reason reason, Decision decision) {
		List<Decision> alike = this.held.computeIfAbsent(reason, (first) -> new ArrayList<>());
		alike.add(decision);
		if (alike.size() >= A_WALL) {
			this.stop.raise(new StopSignal.Cause.Failure("MX refused the first " + A_WALL + " members alike (" + reason
					+ "): check mx.base-url, the credentials and what MX has enabled; "
					+ "nobody was reported for it"));
		}
	}

	private void provenBy(Decision decision, List<Decision> admitted) {
		if (decision.outcome().progress().seen() != null) {
			proven(Reason.MEMBER_NOT_FOUND, admitted);
		}
		boolean verifyTaken = decision.member().stage() == Stage.REQUESTING
				&& WorkQueue.stageAfter(decision.outcome()) == Stage.VERIFYING;
		if (verifyTaken) {
			proven(Reason.VERIFICATION_NOT_ENABLED, admitted);
			proven(Reason.REFUSED, admitted);
		}
	}

	private void proven(Reason reason, List<Decision> admitted) {
		if (this.proven.add(reason)) {
			List<Decision> alike = this.held.remove(reason);
			if (alike != null) {
				admitted.addAll(alike);
			}
		}
	}

	@Override
	public int holding() {
		return this.held.values().stream().mapToInt(List::size).sum();
	}

	@Override
	public List<Decision> release() {
		this.proven.addAll(REFUSALS);
		return withdraw();
	}

	@Override
	public List<Decision> withdraw() {
		List<Decision> all = this.held.values().stream().flatMap(List::stream).toList();
		this.held.clear();
		return all;
	}

}
