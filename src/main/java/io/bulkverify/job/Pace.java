package io.bulkverify.job;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * How fast a count has grown in the last minute. Not for use by several threads.
 */
final class Pace {

	private static final Duration LOOKED_AT = Duration.ofMinutes(1);

	/** What is measured for a shorter time foretells nothing. */
	private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);

	private final Deque<Sample> samples = new ArrayDeque<>();

	private record Sample(long nanos, long count) {
	}

	/**
	 * The count now. The measurement begins when it first grows; one that shrinks begins
	 * a new measurement.
	 */
	void at(long nanos, long count) {
		if (!this.samples.isEmpty() && this.samples.getLast().count() > count) {
			this.samples.clear();
		}
		if (this.samples.size() == 1 && this.samples.getLast().count() == count) {
			this.samples.clear();
		}
		this.samples.addLast(new Sample(nanos, count));
		while (this.samples.size() > 2 && nanos - this.samples.getFirst().nanos() > LOOKED_AT.toNanos()) {
			this.samples.removeFirst();
		}
	}

	double perSecond() {
		if (this.samples.size() < 2) {
			return 0;
		}
		long grown = this.samples.getLast().count() - this.samples.getFirst().count();
		double seconds = measured() / 1e9;
		return seconds > 0 ? grown / seconds : 0;
	}

	private long measured() {
		return this.samples.isEmpty() ? 0 : this.samples.getLast().nanos() - this.samples.getFirst().nanos();
	}

	/** Until so many more have come; null where it is too early to tell. */
	@Nullable Duration left(long more) {
		return (measured() >= LONG_ENOUGH.toNanos()) ? until(more, perSecond()) : null;
	}

	/** Until so many more have come; null where nobody can tell. */
	static @Nullable Duration until(long more, double perSecond) {
		return (more > 0 && perSecond > 0) ? Duration.ofSeconds((long) Math.ceil(more / perSecond)) : null;
	}

}
