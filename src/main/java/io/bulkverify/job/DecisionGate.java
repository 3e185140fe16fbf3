package io.bulkverify.job;

import java.util.List;

import io.bulkverify.store.Decision;

/**
 * What a lane's decisions pass before they are written. Used by the lane's thread alone.
 */
interface DecisionGate {

	/** Every decision is written as it comes. */
	DecisionGate OPEN = new DecisionGate() {
		@Override
		public List<Decision> admit(List<Decision> decided) {
			return decided;
		}

		@Override
		public int holding() {
			return 0;
		}

		@Override
		public List<Decision> release() {
			return List.of();
		}

		@Override
		public List<Decision> withdraw() {
			return List.of();
		}
	};

	/** The decisions that may be written now: of these, and of those held back before. */
	List<Decision> admit(List<Decision> decided);

	/** How many are held back. */
	int holding();

	/** Gives up what is held back, to be written. */
	List<Decision> release();

	/** Gives up what is held back, to be forgotten. */
	List<Decision> withdraw();

}
