package io.bulkverify.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.bulkverify.member.Interval;
import io.bulkverify.mx.CallLog;
import io.bulkverify.store.RunTimeline;

/**
 * Writes down what the run does when, for the charts of its report. While the database is
 * away it remembers, and writes later. Safe for use by many threads.
 */
final class TimelineRecorder {

	private final long runId;

	private final RunTimeline timeline;

	private final Supplier<CallLog.Counts> calls;

	private final BooleanSupplier away;

	private final InstantSource clock;

	private final NavigableMap<Instant, Interval> unwritten = new TreeMap<>();

	/**
	 * What the stretches were before the unwritten was added, as read before the first
	 * try to write it: a try whose answer was lost may have come through.
	 */
	private final Map<Instant, Interval> before = new HashMap<>();

	private CallLog.Counts noted;

	private Instant notedAt;

	private boolean closed;

	TimelineRecorder(long runId, RunTimeline timeline, Supplier<CallLog.Counts> calls, BooleanSupplier away,
			InstantSource clock) {
		this.runId = runId;
		this.timeline = timeline;
		this.calls = calls;
		this.away = away;
		this.clock = clock;
		this.noted = calls.get();
		this.notedAt = clock.instant();
	}

	/** Notes what has happened since the last time. */
	synchronized void note() {
		if (this.closed) {
			return;
		}
		Instant now = this.clock.instant();
		CallLog.Counts counts = this.calls.get();
		CallLog.Counts added = counts.since(this.noted);
		add(new Interval(Interval.startOf(now, Interval.LENGTH), 0, added.verify(), added.reads(), added.resume(),
				added.accountNumbers(), added.throttled(), Duration.ZERO));
		if (this.away.getAsBoolean()) {
			away(this.notedAt, now);
		}
		this.noted = counts;
		this.notedAt = now;
	}

	private void away(Instant since, Instant until) {
		for (Instant from = since; from.isBefore(until);) {
			Instant start = Interval.startOf(from, Interval.LENGTH);
			Instant end = start.plus(Interval.LENGTH);
			Instant to = end.isBefore(until) ? end : until;
			add(new Interval(start, 0, 0, 0, 0, 0, 0, Duration.between(from, to)));
			from = to;
		}
	}

	private void add(Interval interval) {
		if (!interval.isEmpty()) {
			this.unwritten.merge(interval.start(), interval, Interval::plus);
		}
	}

	/** Notes and writes. */
	synchronized void save() {
		note();
		if (!this.unwritten.isEmpty()) {
			List<Interval> whole = new ArrayList<>();
			for (Interval added : this.unwritten.values()) {
				whole.add(this.before.computeIfAbsent(added.start(), (start) -> this.timeline.at(this.runId, start))
					.plus(added));
			}
			this.timeline.put(this.runId, whole);
			this.unwritten.clear();
			this.before.clear();
		}
	}

	/**
	 * Saves for the last time: the report is drawn from what is stored, and drawn alike
	 * whenever it is asked for again.
	 */
	synchronized void close() {
		save();
		this.closed = true;
	}

}
