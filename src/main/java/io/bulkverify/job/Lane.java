package io.bulkverify.job;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.bulkverify.member.Stage;

/** The three lanes that work side by side on the work table, each on its own stages. */
enum Lane {

	/**
	 * Asks MX for verifications. Calls without a clear answer first, then what may be
	 * paid for, then baselines.
	 */
	TRIGGER("triggerVerifications", List.of(Stage.REQUESTING, Stage.READY, Stage.PENDING)),

	/** Reads running verifications until their verdict. */
	POLL("pollVerifications", List.of(Stage.ANSWERING, Stage.VERIFYING)),

	/** Reads the account numbers of verified members. */
	COLLECT("collectAccountNumbers", List.of(Stage.CONNECTED));

	private final String step;

	private final List<Stage> stages;

	private final Set<Stage> sources;

	Lane(String step, List<Stage> stages) {
		this.step = step;
		this.stages = stages;
		this.sources = sourcesOf(stages);
	}

	/** The name of its step. */
	String step() {
		return this.step;
	}

	/** The stages whose members it takes, the most urgent first. */
	List<Stage> stages() {
		return this.stages;
	}

	/**
	 * The stages from which a member can still come to it, its own among them: it ends
	 * when all are empty.
	 */
	Set<Stage> sources() {
		return this.sources;
	}

	private static Set<Stage> sourcesOf(List<Stage> stages) {
		Set<Stage> sources = EnumSet.copyOf(stages);
		boolean grown = true;
		while (grown) {
			grown = false;
			for (Stage stage : Stage.values()) {
				boolean leadsHere = stage.next().stream().anyMatch(sources::contains);
				grown |= leadsHere && sources.add(stage);
			}
		}
		return sources;
	}

}
