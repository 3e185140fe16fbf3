package io.bulkverify.input;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file that is open behind its header: packed or not, with whichever separator its
 * header uses.
 */
record CsvFile(TextLines lines, char separator, Header header) implements AutoCloseable {

	private static final char[] SEPARATORS = { ',', ';', '\t' };

	private static final byte[] GZIP = { 0x1f, (byte) 0x8b };

	/**
	 * @param name what the list is called in messages
	 * @throws BadListException if it has no header that can be worked with
	 */
	static CsvFile open(Path file, String name) throws IOException {
		InputStream bytes = unpacked(file, name);
		try {
			return behindHeader(new TextLines(bytes), name);
		}
		catch (IOException | RuntimeException ex) {
			bytes.close();
			throw ex;
		}
	}

	/** The file's text; told by its first bytes, because a pipe has no name. */
	static InputStream unpacked(Path file, String name) throws IOException {
		InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 64 * 1024);
		try {
			bytes.mark(GZIP.length);
			byte[] magic = bytes.readNBytes(GZIP.length);
			bytes.reset();
			return Arrays.equals(magic, GZIP) ? new GZIPInputStream(bytes, 64 * 1024) : bytes;
		}
		catch (ZipException ex) {
			bytes.close();
			throw damaged(name, ex);
		}
		catch (IOException | RuntimeException ex) {
			bytes.close();
			throw ex;
		}
	}

	static BadListException damaged(String name, IOException cause) {
		return new BadListException("%s is a damaged .gz file. Pack or copy it again.".formatted(name), cause);
	}

	static CsvFile behindHeader(TextLines lines, String name) throws IOException {
		char separator = SEPARATORS[0];
		List<String> names = List.of();
		@Nullable CsvRecord header = null;
		for (char candidate : SEPARATORS) {
			CsvRecords records = new CsvRecords(lines, candidate, Header.MOST_COLUMNS);
			@Nullable CsvRecord csv = records.next();
			if (csv == null) {
				throw new BadListException(
						"%s is empty. Its first line must name the columns, user_guid and member_guid among them."
							.formatted(name));
			}
			refuseUnlessText(csv, name);
			List<String> found = csv.whole() ? records.cells(csv) : List.of();
			if (header == null || better(found, names)) {
				header = csv;
				separator = candidate;
				names = found;
			}
			lines.giveBack(csv.lines());
		}
		if (names.isEmpty()) {
			throw new BadListException(
					"%s has a quote in its header that is never closed. Mend the first line.".formatted(name));
		}
		CsvRecords records = new CsvRecords(lines, separator, Header.MOST_COLUMNS);
		records.next();
		return new CsvFile(lines, separator, Header.of(names, name));
	}

	private static boolean better(List<String> names, List<String> than) {
		int recognised = Header.recognised(names) - Header.recognised(than);
		return recognised > 0 || (recognised == 0 && names.size() > than.size());
	}

	private static void refuseUnlessText(CsvRecord header, String name) {
		TextLine first = header.first();
		if (first.flaw() == TextLine.Flaw.TOO_LONG) {
			throw new BadListException(
					"%s has a first line of more than %d bytes: it is no list. Save it as CSV, UTF-8.".formatted(name,
							TextLines.LONGEST));
		}
		if (first.flaw() == TextLine.Flaw.NOT_UTF8 || first.text().indexOf('\0') >= 0) {
			throw new BadListException(
					"%s is not a text file in UTF-8 (a workbook, or another encoding?). Save it as CSV, UTF-8."
						.formatted(name));
		}
	}

	@Override
	public void close() throws IOException {
		lines.close();
	}
}
