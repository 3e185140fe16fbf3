package io.bulkverify.input;

import io.bulkverify.member.ListRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads lists in tests. */
final class Lists {

	private Lists() {
	}

	static List<ListRow> rows(String csv) {
		return rows(csv.getBytes(StandardCharsets.UTF_8));
	}

	static List<ListRow> rows(byte[] csv) {
		List<ListRow> all = new ArrayList<>();
		CsvRows rows = reading(new ByteArrayInputStream(csv));
		for (ListRow row = next(rows); row != null; row = next(rows)) {
			all.add(row);
		}
		return all;
	}

	static CsvRows reading(InputStream csv) {
		try {
			return new CsvRows(CsvFile.behindHeader(new TextLines(csv), "members.csv"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static @Nullable ListRow next(CsvRows rows) {
		try {
			return rows.next();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** What became of each row, one word or two: {@code 2 m1} or {@code 3 rejected}. */
	static List<String> fates(String csv) {
		return rows(csv).stream().map(Lists::fate).toList();
	}

	static String fate(@Nullable ListRow row) {
		return switch (row) {
			case null -> "none";
			case ListRow.Listed listed -> listed.line() + " " + listed.member().memberGuid();
			case ListRow.Rejected rejected -> rejected.line() + " rejected";
		};
	}

	static ListRow.Listed listed(String csv) {
		return (ListRow.Listed) rows(csv).getFirst();
	}

	static ListRow.Rejected rejected(String csv) {
		return (ListRow.Rejected) rows(csv).getFirst();
	}

}
