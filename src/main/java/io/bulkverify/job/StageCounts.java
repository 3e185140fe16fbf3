package io.bulkverify.job;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

import io.bulkverify.member.Stage;

/**
 * How many members of the run are in each stage, kept in memory because every lane asks
 * all the time. Moves are atomic, so that a member between two stages is never missing
 * from both. Safe for use by many threads.
 */
final class StageCounts {

	private final Map<Stage, Long> counts = new EnumMap<>(Stage.class);

	private long conflicted;

	/**
	 * Starts from what is stored.
	 * @param stored as the work table has them
	 */
	synchronized void load(Map<Stage, Long> stored) {
		this.counts.clear();
		this.counts.putAll(stored);
	}

	/** As many members wait for another job (409). */
	synchronized void conflicted(long members) {
		this.conflicted = members;
	}

	/** So many more, or fewer, wait for another job. */
	synchronized void conflictedBy(long difference) {
		this.conflicted += difference;
	}

	/** Members that wait for another job (409). */
	synchronized long conflicted() {
		return Math.max(0, this.conflicted);
	}

	synchronized void moved(Map<Stage, Long> differences) {
		differences.forEach((stage, difference) -> this.counts.merge(stage, difference, Long::sum));
	}

	synchronized long in(Collection<Stage> stages) {
		return stages.stream().mapToLong(stage -> this.counts.getOrDefault(stage, 0L)).sum();
	}

	/** Members that have not ended. */
	synchronized long open() {
		return this.counts.entrySet()
			.stream()
			.filter((count) -> !count.getKey().terminal())
			.mapToLong(Map.Entry::getValue)
			.sum();
	}

	synchronized Map<Stage, Long> snapshot() {
		return new EnumMap<>(this.counts.isEmpty() ? Map.of(Stage.PENDING, 0L) : this.counts);
	}

}
