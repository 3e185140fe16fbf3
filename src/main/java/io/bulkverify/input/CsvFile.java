package io.bulkverify.input;

import java.io.IOException;

/**
 * A CSV file that is open behind its header: packed or not, with whichever separator its
 * header uses.
 */
record CsvFile(TextLines lines, char separator, Header header) implements AutoCloseable {

	/**
	 * Opens a file; closing it closes the bytes.
	 * @param name what the list is called in messages
	 * @throws BadListException if it has no header that can be worked with
	 */
	static CsvFile open(ListBytes bytes, String name) throws IOException {
		try {
			return behindHeader(new TextLines(bytes.unpacked()), name);
		}
		catch (IOException | RuntimeException ex) {
			bytes.close();
			throw ex;
		}
	}

	static CsvFile behindHeader(TextLines lines, String name) throws IOException {
		return new CsvBeginning(lines, name).read();
	}

	@Override
	public void close() throws IOException {
		lines.close();
	}
}
