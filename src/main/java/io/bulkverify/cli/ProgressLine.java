package io.bulkverify.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.bulkverify.job.RunGlance;

/**
 * A run's progress as one line. What does not fit is left out as a whole, the least
 * important first: a figure that is cut off is a wrong figure.
 */
final class ProgressLine {

	private static final int SHORTEST_BAR = 10;

	private static final int LONGEST_BAR = 40;

	private static final int FRAME = "[] ".length();

	private final RunGlance glance;

	private final int width;

	/** In the order in which they are shown; the bar stands before the first of them. */
	private final List<Field> fields = new ArrayList<>();

	/** How much a field is worth, the most first. The bar is worth more than the rate. */
	private enum Worth {

		PERCENT, PHASE, COUNTS, WAIT, RATE, RESULT;

		boolean lessThanBar() {
			return compareTo(WAIT) > 0;
		}

	}

	private record Field(Worth worth, String text) {

		int length() {
			return this.text.length() + ", ".length();
		}

	}

	private ProgressLine(RunGlance glance, int width) {
		this.glance = glance;
		this.width = width;
	}

	/** Of a run that works, in so many characters at most. */
	static String of(RunGlance glance, int width) {
		if (glance.members() == 0) {
			return shortened("Run %d: the list is being read".formatted(glance.runId()), width);
		}
		ProgressLine line = new ProgressLine(glance, width);
		line.counts();
		if (glance.writing()) {
			line.field(Worth.PHASE, "writing files");
		}
		else {
			line.field(Worth.RATE, String.format(Locale.ROOT, "%.1f/s", glance.perSecond()));
			if (glance.left() != null) {
				line.field(Worth.PHASE, RunGlance.inWords(glance.left()) + " left");
			}
		}
		line.results();
		glance.waits().forEach((wait) -> line.field(Worth.WAIT, wait));
		return line.text();
	}

	/** Of a run that has ended, for now or for good. */
	static String ended(RunGlance glance, int width) {
		ProgressLine line = new ProgressLine(glance, width);
		line.counts();
		line.results();
		return line.text();
	}

	private void counts() {
		// All but one of a thousand is not yet 100 %.
		field(Worth.PERCENT, "%d%%".formatted(this.glance.done() * 100 / Math.max(1, this.glance.members())));
		field(Worth.COUNTS, "%,d/%,d".formatted(this.glance.done(), this.glance.members()));
	}

	private void results() {
		field(Worth.RESULT, "%,d verified, %,d exceptions".formatted(this.glance.verified(), this.glance.exceptions()));
	}

	private void field(Worth worth, String text) {
		this.fields.add(new Field(worth, text));
	}

	private String text() {
		String head = "Run %d ".formatted(this.glance.runId());
		int room = this.width - head.length();
		Set<Field> shown = new HashSet<>();
		for (Worth worth : Worth.values()) {
			int kept = worth.lessThanBar() ? FRAME + SHORTEST_BAR : 0;
			for (Field field : this.fields) {
				int taken = shown.stream().mapToInt(Field::length).sum();
				if (field.worth() == worth && taken + field.length() + kept <= room) {
					shown.add(field);
				}
			}
		}
		String figures = this.fields.stream()
			.filter(shown::contains)
			.map(Field::text)
			.collect(Collectors.joining(", "));
		return shortened(head + bar(room - figures.length()) + figures, this.width);
	}

	private String bar(int room) {
		int length = Math.min(LONGEST_BAR, room - FRAME);
		if (length < SHORTEST_BAR) {
			return "";
		}
		int full = (int) (this.glance.done() * length / Math.max(1, this.glance.members()));
		String tip = (full < length) ? ">" : "";
		return "[" + "=".repeat(full) + tip + " ".repeat(length - full - tip.length()) + "] ";
	}

	private static String shortened(String text, int width) {
		return text.substring(0, Math.min(text.length(), width));
	}

}
