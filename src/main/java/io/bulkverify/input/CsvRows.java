package io.bulkverify.input;

import io.bulkverify.member.ListRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV list behind its header. A quote that is never closed costs its own
 * row only: where the record that it seems to begin does not turn out to be a good row,
 * reading goes on at the next line that looks like one.
 */
final class CsvRows {

	private static final int TEXT_KEPT = 20_000;

	private final TextLines lines;

	private final char separator;

	private final int width;

	private final CsvRecords records;

	private final RowRules rules;

	CsvRows(CsvFile file) {
		this.lines = file.lines();
		this.separator = file.separator();
		this.width = file.header().width();
		this.records = new CsvRecords(lines, separator, width);
		this.rules = new RowRules(file.header());
	}

	/** The next row; null at the end. */
	@Nullable ListRow next() throws IOException {
		@Nullable CsvRecord csv = records.next();
		return csv == null ? null : row(csv);
	}

	private ListRow row(CsvRecord csv) throws IOException {
		if (csv.first().flaw() == TextLine.Flaw.TOO_LONG) {
			return reject(csv, "the line has more than %d bytes".formatted(TextLines.LONGEST));
		}
		if (csv.whole()) {
			ListRow row = judge(csv);
			return csv.severalLines() && suspicious(csv, row) ? rejectOpenQuote(csv) : row;
		}
		return csv.state() == CsvShape.State.BROKEN && !csv.severalLines()
				? reject(csv, "there is text after a closing quote") : rejectOpenQuote(csv);
	}

	private ListRow judge(CsvRecord csv) {
		if (csv.notUtf8()) {
			return reject(csv, "the row is not UTF-8");
		}
		return rules.judge(csv.first().number(), records.cells(csv), csv.content());
	}

	private static ListRow reject(CsvRecord csv, String reason) {
		return RowRules.rejected(csv.first().number(), reason, csv.content());
	}

	/**
	 * Whether a quoted cell may have swallowed rows: a bad row with good-looking rows in
	 * it, or a good one with members in it whose names are as long as its own.
	 */
	private boolean suspicious(CsvRecord csv, ListRow row) {
		List<TextLine> within = csv.lines().subList(1, csv.lines().size());
		return switch (row) {
			case ListRow.Rejected ignored -> within.stream().anyMatch(this::hasAllColumns);
			case ListRow.Listed listed -> within.stream().anyMatch(line -> names(line, listed));
		};
	}

	private boolean names(TextLine line, ListRow.Listed outer) {
		if (!hasAllColumns(line)) {
			return false;
		}
		CsvRecord alone = new CsvRecord(List.of(line), CsvShape.State.WHOLE);
		return judge(alone) instanceof ListRow.Listed inner
				&& inner.member().userGuid().length() == outer.member().userGuid().length()
				&& inner.member().memberGuid().length() == outer.member().memberGuid().length();
	}

	private boolean hasAllColumns(TextLine line) {
		CsvShape shape = CsvShape.of(line.text(), separator);
		return shape.state() == CsvShape.State.WHOLE && shape.columns() == width;
	}

	private boolean mayBeginRow(TextLine line) {
		CsvShape shape = CsvShape.of(line.text(), separator);
		return hasAllColumns(line) || line.flaw() == TextLine.Flaw.TOO_LONG
				|| (shape.state() == CsvShape.State.OPEN && shape.columns() <= width);
	}

	private ListRow rejectOpenQuote(CsvRecord csv) throws IOException {
		lines.giveBack(csv.lines().subList(1, csv.lines().size()));
		List<TextLine> lost = new ArrayList<>(List.of(csv.first()));
		int characters = csv.first().text().length();
		@Nullable TextLine line = lines.next();
		while (line != null && !mayBeginRow(line)) {
			if (characters < TEXT_KEPT) {
				lost.add(line);
				characters += line.text().length() + 1;
			}
			line = lines.next();
		}
		if (line != null) {
			lines.giveBack(List.of(line));
		}
		return RowRules.rejected(csv.first().number(), "a quote is opened and never closed", CsvRecord.joined(lost));
	}

}
