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

	private final Deque<Sample> samples = new ArrayDeque<>();

	private record Sample(long nanos, long count) {
	}

	/** The count now; one that shrinks begins a new measurement. */
	void at(long nanos, long count) {
		if (!this.samples.isEmpty() && this.samples.getLast().count() > count) {
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
		Sample first = this.samples.getFirst();
		Sample last = this.samples.getLast();
		double seconds = (last.nanos() - first.nanos()) / 1e9;
		return seconds > 0 ? (last.count() - first.count()) / seconds : 0;
	}

	/** Until so many more have come; null where nobody can tell. */
	static @Nullable Duration until(long more, double perSecond) {
		return (more > 0 && perSecond > 0) ? Duration.ofSeconds((long) Math.ceil(more / perSecond)) : null;
	}

}
