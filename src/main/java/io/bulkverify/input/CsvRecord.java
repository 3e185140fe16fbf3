package io.bulkverify.input;

import java.util.List;

/**
 * What was found where a record begins.
 *
 * @param lines the lines that it takes up, or that were looked at for its end
 * @param cells what they were cut into
 */
record CsvRecord(List<TextLine> lines, CsvCells cells) {

	TextLine first() {
		return lines.getFirst();
	}

	boolean severalLines() {
		return lines.size() > 1;
	}

	boolean whole() {
		return cells.state() == CsvCells.State.WHOLE;
	}

	boolean broken() {
		return cells.state() == CsvCells.State.BROKEN;
	}

	boolean notUtf8() {
		return lines.stream().anyMatch(line -> line.flaw() == TextLine.Flaw.NOT_UTF8);
	}

	/** Its text, with the line breaks inside it as they stand. */
	String content() {
		return severalLines() ? joined(lines) : first().text();
	}

	static String joined(List<TextLine> lines) {
		StringBuilder text = new StringBuilder();
		for (TextLine line : lines.subList(0, lines.size() - 1)) {
			text.append(line.text()).append(line.end());
		}
		return text.append(lines.getLast().text()).toString();
	}
}
