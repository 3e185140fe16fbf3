package io.bulkverify.input;

import io.bulkverify.member.ListRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
			return csv.severalLines() && swallowsRows(csv, row) ? rejectOpenQuote(csv) : row;
		}
		return csv.broken() && !csv.severalLines() ? reject(csv, "there is text after a closing quote")
				: rejectOpenQuote(csv);
	}

	private ListRow judge(CsvRecord csv) {
		if (csv.notUtf8()) {
			return reject(csv, "the row is not UTF-8");
		}
		return rules.judge(csv.first().number(), csv.cells().soFar(), csv.content());
	}

	private static ListRow reject(CsvRecord csv, String reason) {
		return RowRules.rejected(csv.first().number(), reason, csv.content());
	}

	/**
	 * Whether a quoted cell may have swallowed rows: a bad row with lines in it that may
	 * begin one, or a good row with a line in it that names another member of its kind.
	 */
	private boolean swallowsRows(CsvRecord csv, ListRow row) {
		return switch (row) {
			case ListRow.Rejected ignored -> within(csv).anyMatch(this::mayBeginRow);
			case ListRow.Listed(var member, var carried, var text) ->
				swallowsMembers(csv, new Guids(member.userGuid(), member.memberGuid()));
		};
	}

	private static Stream<TextLine> within(CsvRecord csv) {
		return csv.lines().stream().skip(1);
	}

	private boolean swallowsMembers(CsvRecord csv, Guids own) {
		if (rules.guids(cells(csv.first())).filter(own::equals).isPresent()) {
			return within(csv).anyMatch(line -> namesMember(line, own));
		}
		// The quoted cell stands before the guids: a later line names the row's own
		// member, and the first one may be a row but for its quote.
		List<String> unquoted = CsvCells.of(csv.first().text().replace("\"", ""), separator).soFar();
		boolean begunAsRow = unquoted.size() == width
				&& rules.guids(unquoted).filter(found -> found.alike(own)).isPresent();
		return begunAsRow || within(csv)
			.anyMatch(line -> namesMember(line, own) && rules.guids(cells(line)).filter(own::equals).isEmpty());
	}

	private boolean namesMember(TextLine line, Guids own) {
		CsvCells cells = CsvCells.of(line.text(), separator);
		return rules.guids(cells.soFar())
			.filter(found -> fits(cells) ? found.alike(own) : found.sameKind(own))
			.isPresent();
	}

	private List<String> cells(TextLine line) {
		return CsvCells.of(line.text(), separator).soFar();
	}

	private boolean mayBeginRow(TextLine line) {
		CsvCells cells = CsvCells.of(line.text(), separator);
		return line.flaw() == TextLine.Flaw.TOO_LONG || fits(cells) || rules.guids(cells.soFar()).isPresent();
	}

	/** Whether a line can be a row by its columns, or the beginning of one. */
	private boolean fits(CsvCells cells) {
		return switch (cells.state()) {
			case WHOLE -> cells.columns() == width;
			case OPEN -> cells.columns() <= width;
			case BROKEN -> false;
		};
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
