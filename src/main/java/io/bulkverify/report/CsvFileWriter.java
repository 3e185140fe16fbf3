package io.bulkverify.report;

import com.opencsv.CSVWriter;
import com.opencsv.ICSVWriter;
import io.bulkverify.member.SpreadsheetText;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;

/**
 * Writes one CSV file of an output set: RFC 4180 with CRLF, UTF-8, safe for spreadsheets
 * (README.md, "Using it"). What it was given is with the operating system when
 * {@code write} returns, so that a full disk fails the step that met it. A step that
 * starts again starts its file anew. Not for use by several threads.
 */
abstract class CsvFileWriter<T> implements ItemStreamWriter<T> {

	private static final int BUFFER = 128 * 1024;

	private final OutputSet files;

	private final String file;

	private final List<String> header;

	private final List<String> carriedNames;

	private @Nullable ICSVWriter csv;

	private long rows;

	/**
	 * @param header the columns before the carried ones
	 */
	CsvFileWriter(OutputSet files, String file, List<String> header, List<String> carriedNames) {
		this.files = files;
		this.file = file;
		this.header = header;
		this.carriedNames = List.copyOf(carriedNames);
	}

	/** The item's cells before the carried ones. */
	abstract List<String> cells(T item);

	abstract Map<String, String> carried(T item);

	/** Rows written since the file was begun, the header apart. */
	public long rows() {
		return rows;
	}

	@Override
	public void open(ExecutionContext executionContext) {
		close();
		csv = new CSVWriter(
				new BufferedWriter(new OutputStreamWriter(files.create(file), StandardCharsets.UTF_8), BUFFER),
				ICSVWriter.DEFAULT_SEPARATOR, ICSVWriter.DEFAULT_QUOTE_CHARACTER, ICSVWriter.DEFAULT_QUOTE_CHARACTER,
				ICSVWriter.RFC4180_LINE_END);
		rows = 0;
		csv.writeNext(row(header, carriedNames), false);
		requireWritten(csv);
	}

	@Override
	public void write(Chunk<? extends T> chunk) {
		if (csv == null) {
			throw new IllegalStateException(file + " is not open");
		}
		for (T item : chunk) {
			Map<String, String> carried = carried(item);
			csv.writeNext(row(cells(item), carriedNames.stream().map(name -> carried.getOrDefault(name, "")).toList()),
					false);
		}
		requireWritten(csv);
		rows += chunk.size();
	}

	private static String[] row(List<String> cells, List<String> carried) {
		return Stream.concat(cells.stream(), carried.stream().map(SpreadsheetText::guarded)).toArray(String[]::new);
	}

	/** A cell that a spreadsheet takes for nothing but text. */
	static String text(@Nullable String value) {
		return value == null ? "" : SpreadsheetText.guarded(value);
	}

	/** A cell whose every character counts: never guarded. */
	static String number(@Nullable String value) {
		return value == null ? "" : value;
	}

	static String yesOrNo(@Nullable Boolean value) {
		return value == null ? "" : value.toString();
	}

	/** Not left to {@link #close()}, whose exceptions the framework only logs. */
	private void requireWritten(ICSVWriter writer) {
		if (writer.checkError()) {
			throw OutputException.cannotWrite(files.folder().resolve(file), writer.getException());
		}
	}

	@Override
	public void close() {
		if (csv == null) {
			return;
		}
		try {
			csv.close();
		}
		catch (IOException ex) {
			throw OutputException.cannotWrite(files.folder().resolve(file), ex);
		}
		finally {
			csv = null;
		}
	}

}
