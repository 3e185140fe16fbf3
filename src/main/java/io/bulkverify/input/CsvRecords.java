package io.bulkverify.input;

import com.opencsv.RFC4180Parser;
import com.opencsv.RFC4180ParserBuilder;
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

	private final RFC4180Parser parser;

	/**
	 * @param width how many columns a good record has at most
	 */
	CsvRecords(TextLines lines, char separator, int width) {
		this.lines = lines;
		this.mostColumns = 2 * width + 10;
		this.separator = separator;
		this.parser = new RFC4180ParserBuilder().withSeparator(separator).build();
	}

	/** The next record that is not a blank line; null at the end. */
	@Nullable CsvRecord next() throws IOException {
		@Nullable TextLine line = lines.next();
		while (line != null && line.blank()) {
			line = lines.next();
		}
		return line == null ? null : record(line);
	}

	private CsvRecord record(TextLine first) throws IOException {
		CsvShape shape = CsvShape.of(first.text(), separator);
		if (shape.state() != CsvShape.State.OPEN || first.flaw() == TextLine.Flaw.TOO_LONG) {
			return new CsvRecord(List.of(first), shape.state());
		}
		List<TextLine> taken = new ArrayList<>(List.of(first));
		int characters = first.text().length();
		while (shape.state() == CsvShape.State.OPEN && taken.size() < MOST_LINES && characters < MOST_CHARACTERS
				&& shape.columns() <= mostColumns) {
			@Nullable TextLine line = lines.next();
			if (line == null) {
				break;
			}
			taken.add(line);
			if (line.flaw() == TextLine.Flaw.TOO_LONG) {
				break;
			}
			characters += line.text().length();
			shape.follow(line.text());
		}
		return new CsvRecord(taken, shape.state());
	}

	/** The cells of a record that is whole. */
	List<String> cells(CsvRecord csv) {
		try {
			return List.of(parser.parseLine(csv.content()));
		}
		catch (IOException ex) {
			throw new IllegalStateException("a whole record could not be cut into cells", ex);
		}
	}

}
