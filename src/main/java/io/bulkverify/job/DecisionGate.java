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
		public List<Decision> reconsider(boolean nobodyElse) {
			return List.of();
		}

		@Override
		public int holding() {
			return 0;
		}

		@Override
		public List<Decision> withdraw() {
			return List.of();
		}
	};

	/** Those of these that may be written now; the others are held back. */
	List<Decision> admit(List<Decision> decided);

	/**
	 * What has become of those held back, to be written now. Asked again and again.
	 * @param nobodyElse whether the lane has no other members than those held back
	 */
	List<Decision> reconsider(boolean nobodyElse);

	/** How many are held back. */
	int holding();

	/**
	 * Gives up what is held back as the run stops: what is to be written so that each
	 * member keeps its place.
	 */
	List<Decision> withdraw();

}
