package io.bulkverify.input;

import io.bulkverify.member.ListRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.support.AbstractItemCountingItemStreamItemReader;

/**
 * Reads a CSV list row by row, in memory that does not grow with it. Every row that is
 * not a blank line comes out once, as a member or as a rejected row with its line and
 * reason; nothing that a row holds stops the reading. A restart goes on behind the rows
 * that were committed. Not for use by several threads.
 *
 * <p>
 * A quote that is never closed costs its own row only: where the record that it seems to
 * begin does not turn out to be a good row, reading goes on at the next line that looks
 * like one.
 */
public class CsvMemberListReader extends AbstractItemCountingItemStreamItemReader<ListRow> {

	private static final int TEXT_KEPT = 20_000;

	private final MemberList.Csv list;

	private @Nullable Rows rows;

	// Not final, so that Spring can proxy it by its class.
	@SuppressWarnings("this-escape")
	public CsvMemberListReader(MemberList.Csv list) {
		this.list = list;
		setName("memberList");
	}

	/**
	 * @throws BadListException if the list cannot be read at all; the framework wraps it
	 */
	@Override
	protected void doOpen() throws IOException {
		CsvFile file = CsvFile.open(list.file(), list.name());
		rows = new Rows(file, new CsvRecords(file.lines(), file.separator()), new RowRules(file.header()));
	}

	@Override
	protected @Nullable ListRow doRead() throws IOException {
		if (rows == null) {
			throw new IllegalStateException("open the list before reading it");
		}
		return rows.next();
	}

	@Override
	protected void doClose() throws IOException {
		if (rows != null) {
			rows.file().close();
			rows = null;
		}
	}

	private record Rows(CsvFile file, CsvRecords records, RowRules rules) {

		@Nullable ListRow next() throws IOException {
			@Nullable CsvRecord csv = records.next();
			return csv == null ? null : row(csv);
		}

		private ListRow row(CsvRecord csv) throws IOException {
			if (csv.first().flaw() == TextLine.Flaw.TOO_LONG) {
				return reject(csv, "the line has more than %,d bytes".formatted(TextLines.LONGEST));
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
			return rules.judge(csv.first().number(), records.cells(csv), csv::content);
		}

		private static ListRow reject(CsvRecord csv, String reason) {
			return RowRules.rejected(csv.first().number(), reason, csv.content());
		}

		/**
		 * Whether a quoted cell may have swallowed rows: a bad row with good-looking rows
		 * in it, or a good one with members in it whose names are as long as its own.
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
			CsvShape shape = CsvShape.of(line.text(), file.separator());
			return shape.state() == CsvShape.State.WHOLE && shape.columns() == file.header().width();
		}

		private boolean mayBeginRow(TextLine line) {
			CsvShape shape = CsvShape.of(line.text(), file.separator());
			return hasAllColumns(line) || line.flaw() == TextLine.Flaw.TOO_LONG
					|| (shape.state() == CsvShape.State.OPEN && shape.columns() <= file.header().width());
		}

		private ListRow rejectOpenQuote(CsvRecord csv) throws IOException {
			TextLines lines = file.lines();
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
			return RowRules.rejected(csv.first().number(), "a quote is opened and never closed",
					CsvRecord.joined(lost));
		}
	}

}
