package io.bulkverify.input;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of a CSV file, each of one line or, where a quoted cell has line breaks, of
 * several. A quote that stays open is followed a bounded way and no further.
 */
final class CsvRecords {

	private static final int MOST_LINES = 1_000;

	private static final int MOST_CHARACTERS = 1_000_000;

	private final TextLines lines;

	private final char separator;

	/** Far more columns than a record can have: its open quote is followed no further. */
	private final int mostColumns;

	/**
	 * @param width how many columns a good record has at most
	 */
	CsvRecords(TextLines lines, char separator, int width) {
		this.lines = lines;
		this.mostColumns = 2 * width + 10;
		this.separator = separator;
	}

	/** The next record that is not a blank line; null at the end. */
	@Nullable CsvRecord next() throws IOException {
		@Nullable TextLine line = lines.next();
		while (line != null && blank(line)) {
			line = lines.next();
		}
		return line == null ? null : record(line);
	}

	/** A line of nothing but tabs is a row of empty cells where tabs are separators. */
	private boolean blank(TextLine line) {
		return line.blank() && line.text().indexOf(separator) < 0;
	}

	private CsvRecord record(TextLine first) throws IOException {
		CsvCells cells = CsvCells.of(first.text(), separator);
		if (cells.state() != CsvCells.State.OPEN || first.flaw() == TextLine.Flaw.TOO_LONG) {
			return new CsvRecord(List.of(first), cells);
		}
		List<TextLine> taken = new ArrayList<>(List.of(first));
		int characters = first.text().length();
		while (cells.state() == CsvCells.State.OPEN && taken.size() < MOST_LINES && characters < MOST_CHARACTERS
				&& cells.columns() <= mostColumns) {
			@Nullable TextLine line = lines.next();
			if (line == null) {
				break;
			}
			cells.follow(taken.getLast().end());
			taken.add(line);
			if (line.flaw() == TextLine.Flaw.TOO_LONG) {
				break;
			}
			characters += line.text().length();
			cells.follow(line.text());
		}
		return new CsvRecord(taken, cells);
	}

}
