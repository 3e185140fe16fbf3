package io.bulkverify.report;

import io.bulkverify.member.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * The run over time: at most 60 bars, each a round stretch of time. Bars stand in a field
 * that is 10 units wide for each bar and 100 high, whatever its size on the page.
 *
 * @param width of the field
 * @param step how long each bar's stretch is, in words
 * @param troubled whether MX asked for fewer calls, or was away
 * @param rows the same as a table
 */
record TimeChart(boolean empty, String width, String step, String from, String middle, String until, String mostMembers,
		String mostCalls, String members, String calls, String trouble, boolean troubled, List<Bar> memberBars,
		List<Bar> callBars, List<Bar> troubleBars, List<Row> rows) {

	private static final int MOST_BARS = 60;

	private static final int BAR = 10;

	private static final double HEIGHT = 100;

	private static final List<Duration> STEPS = List.of(Interval.LENGTH, Duration.ofSeconds(30), Duration.ofMinutes(1),
			Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMinutes(10), Duration.ofMinutes(15),
			Duration.ofMinutes(30), Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(4), Duration.ofHours(8),
			Duration.ofDays(1));

	/**
	 * A bar or a part of one.
	 *
	 * @param tone the class that gives it its colour
	 * @param text the same in words; empty where another part has them
	 */
	record Bar(String x, String y, String height, String tone, String text) {
	}

	/** A stretch in numbers. */
	record Row(String from, String members, String verifies, String reads, String numbers, String throttled,
			String away) {
	}

	static TimeChart of(List<Interval> intervals, Instant startedAt, Instant finishedAt) {
		Instant first = intervals.isEmpty() ? startedAt : earlier(startedAt, intervals.getFirst().start());
		Instant last = intervals.isEmpty() ? finishedAt : later(finishedAt, intervals.getLast().start());
		Duration step = step(first, last);
		return drawn(stretches(intervals, first, last, step), step);
	}

	private static Instant earlier(Instant one, Instant other) {
		return one.isBefore(other) ? one : other;
	}

	private static Instant later(Instant one, Instant other) {
		return one.isAfter(other) ? one : other;
	}

	private static Duration step(Instant first, Instant last) {
		for (Duration step : STEPS) {
			if (bars(first, last, step) <= MOST_BARS) {
				return step;
			}
		}
		Duration longest = STEPS.getLast();
		return longest.multipliedBy(1 + bars(first, last, longest) / MOST_BARS);
	}

	private static long bars(Instant first, Instant last, Duration step) {
		return 1 + Duration.between(Interval.startOf(first, step), last).dividedBy(step);
	}

	private static List<Interval> stretches(List<Interval> intervals, Instant first, Instant last, Duration step) {
		Map<Instant, Interval> stretches = new TreeMap<>();
		for (Instant start = Interval.startOf(first, step); !start.isAfter(last); start = start.plus(step)) {
			stretches.put(start, Interval.empty(start));
		}
		for (Interval interval : intervals) {
			Instant start = Interval.startOf(interval.start(), step);
			stretches.merge(start, interval, (sum, more) -> sum.plus(more));
		}
		return List.copyOf(stretches.values());
	}

	private static TimeChart drawn(List<Interval> stretches, Duration step) {
		Clock clock = new Clock(stretches, step);
		Interval busiest = most(stretches, Interval::finished);
		Interval loudest = most(stretches, Interval::calls);
		List<Bar> members = new ArrayList<>();
		List<Bar> calls = new ArrayList<>();
		List<Bar> trouble = new ArrayList<>();
		for (int i = 0; i < stretches.size(); i++) {
			Interval stretch = stretches.get(i);
			stack(members, i, busiest.finished(),
					clock.span(stretch) + ": " + InWords.count(stretch.finished(), "member"),
					List.of(new Part(stretch.finished(), "members")));
			stack(calls, i, loudest.calls(), clock.span(stretch) + ": " + InWords.count(stretch.calls(), "call"),
					List.of(new Part(stretch.verifies() + stretch.resumes(), "writes"),
							new Part(stretch.reads(), "reads"), new Part(stretch.accountNumbers(), "numbers")));
			troubles(trouble, i, clock, stretch);
		}
		return new TimeChart(stretches.stream().allMatch(Interval::isEmpty), String.valueOf(BAR * stretches.size()),
				inWords(step), clock.time(stretches.getFirst().start()),
				clock.time(stretches.get(stretches.size() / 2).start()),
				clock.time(stretches.getLast().start().plus(step)), InWords.count(busiest.finished()),
				InWords.count(loudest.calls()),
				"%s ended; at most %s in %s, from %s on.".formatted(
						InWords.count(stretches.stream().mapToLong(Interval::finished).sum(), "member"),
						InWords.count(busiest.finished()), inWords(step), clock.time(busiest.start())),
				"At most %s in %s, from %s on.".formatted(InWords.count(loudest.calls(), "call"), inWords(step),
						clock.time(loudest.start())),
				troubleInWords(stretches, clock), !trouble.isEmpty(), members, calls, trouble,
				stretches.stream().filter(stretch -> !stretch.isEmpty()).map(stretch -> row(stretch, clock)).toList());
	}

	private static Interval most(List<Interval> stretches, ToLongFunction<Interval> what) {
		return stretches.stream()
			.max(Comparator.comparingLong(what).thenComparing(Comparator.comparing(Interval::start).reversed()))
			.orElseThrow();
	}

	/** A part of a bar. */
	private record Part(long count, String tone) {
	}

	private static void stack(List<Bar> bars, int place, long most, String text, List<Part> parts) {
		double top = HEIGHT;
		String words = text;
		for (Part part : parts) {
			if (part.count() > 0) {
				double height = HEIGHT * part.count() / most;
				top -= height;
				bars.add(new Bar(x(place), number(top), number(height), part.tone(), words));
				words = "";
			}
		}
	}

	private static void troubles(List<Bar> bars, int place, Clock clock, Interval stretch) {
		if (!stretch.away().isZero()) {
			bars.add(new Bar(x(place), "0", "48", "away",
					clock.span(stretch) + ": away for " + InWords.duration(stretch.away())));
		}
		if (stretch.throttled() > 0) {
			bars.add(new Bar(x(place), "52", "48", "throttled",
					clock.span(stretch) + ": asked for fewer calls, " + times(stretch.throttled())));
		}
	}

	private static String troubleInWords(List<Interval> stretches, Clock clock) {
		long throttled = stretches.stream().mapToLong(Interval::throttled).sum();
		Duration away = stretches.stream().map(Interval::away).reduce(Duration.ZERO, Duration::plus);
		String slowed = throttled == 0 ? "MX never asked for fewer calls."
				: "MX asked for fewer calls %s, first from %s on.".formatted(times(throttled),
						clock.time(first(stretches, stretch -> stretch.throttled())));
		String gone = away.isZero() ? "MX was never away." : "MX or the database was away for %s, first from %s on."
			.formatted(InWords.duration(away), clock.time(first(stretches, stretch -> stretch.away().toMillis())));
		return slowed + " " + gone;
	}

	private static String times(long count) {
		return count == 1 ? "once" : count == 2 ? "twice" : InWords.count(count) + " times";
	}

	private static Instant first(List<Interval> stretches, ToLongFunction<Interval> what) {
		return stretches.stream()
			.filter(stretch -> what.applyAsLong(stretch) > 0)
			.findFirst()
			.map(Interval::start)
			.orElseThrow();
	}

	private static Row row(Interval stretch, Clock clock) {
		return new Row(clock.time(stretch.start()), InWords.count(stretch.finished()),
				InWords.count(stretch.verifies() + stretch.resumes()), InWords.count(stretch.reads()),
				InWords.count(stretch.accountNumbers()), InWords.count(stretch.throttled()),
				InWords.count(stretch.away().toSeconds()));
	}

	private static String x(int place) {
		return String.valueOf(place * BAR + 1);
	}

	private static String number(double units) {
		return String.format(Locale.ROOT, "%.2f", units);
	}

	private static String inWords(Duration step) {
		if (step.toMinutes() == 0) {
			return InWords.count(step.toSeconds(), "second");
		}
		if (step.toHours() == 0) {
			return InWords.count(step.toMinutes(), "minute");
		}
		return step.toDays() == 0 ? InWords.count(step.toHours(), "hour") : InWords.count(step.toDays(), "day");
	}

	/** Tells times as briefly as the chart allows. */
	private record Clock(DateTimeFormatter format, Duration step) {

		Clock(List<Interval> stretches, Duration step) {
			this(DateTimeFormatter.ofPattern(pattern(stretches, step), Locale.ENGLISH).withZone(ZoneOffset.UTC), step);
		}

		private static String pattern(List<Interval> stretches, Duration step) {
			Duration all = Duration.between(stretches.getFirst().start(), stretches.getLast().start());
			if (all.toDays() > 0) {
				return "d MMM HH:mm";
			}
			return step.toMinutes() == 0 ? "HH:mm:ss" : "HH:mm";
		}

		String time(Instant moment) {
			return format.format(moment);
		}

		String span(Interval stretch) {
			return time(stretch.start()) + "–" + time(stretch.start().plus(step));
		}

	}
}
