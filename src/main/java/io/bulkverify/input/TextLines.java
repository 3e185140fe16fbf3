package io.bulkverify.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a UTF-8 stream, with bounded memory whatever the stream holds: of a line
 * longer than {@link #LONGEST} bytes only the beginning is kept. Lines end with LF, CRLF
 * or CR. Lines can be given back and come again. Not for use by several threads.
 */
final class TextLines implements AutoCloseable {

	/** In bytes. */
	static final int LONGEST = 1_000_000;

	private static final int KEPT_OF_TOO_LONG = 64_000;

	private final InputStream in;

	private final byte[] buffer = new byte[64 * 1024];

	private final Deque<TextLine> givenBack = new ArrayDeque<>();

	private byte[] gathered = new byte[8 * 1024];

	private int length;

	private int from;

	private int to;

	private boolean tooLong;

	private long number;

	TextLines(InputStream in) {
		this.in = in;
	}

	/** The next line; null at the end. */
	@Nullable TextLine next() throws IOException {
		return givenBack.isEmpty() ? read() : givenBack.removeFirst();
	}

	/** These lines come next, in this order. */
	void giveBack(List<TextLine> lines) {
		lines.reversed().forEach(givenBack::addFirst);
	}

	/** Reads to the end, for what the stream itself has to say about its content. */
	void drain() throws IOException {
		from = to;
		in.transferTo(OutputStream.nullOutputStream());
	}

	private @Nullable TextLine read() throws IOException {
		if (!available()) {
			return null;
		}
		number++;
		length = 0;
		tooLong = false;
		while (available()) {
			int end = from;
			while (end < to && buffer[end] != '\n' && buffer[end] != '\r') {
				end++;
			}
			gather(end);
			if (end < to) {
				return line(lineEnd());
			}
		}
		return line("");
	}

	private boolean available() throws IOException {
		if (from == to) {
			from = 0;
			to = Math.max(in.read(buffer), 0);
		}
		return from < to;
	}

	private void gather(int end) {
		int count = end - from;
		if (length + count > LONGEST) {
			tooLong = true;
		}
		if (!tooLong) {
			if (length + count > gathered.length) {
				gathered = Arrays.copyOf(gathered, Math.max(length + count, gathered.length * 2));
			}
			System.arraycopy(buffer, from, gathered, length, count);
			length += count;
		}
		from = end;
	}

	private String lineEnd() throws IOException {
		if (buffer[from++] == '\n') {
			return "\n";
		}
		if (available() && buffer[from] == '\n') {
			from++;
			return "\r\n";
		}
		return "\r";
	}

	private TextLine line(String end) {
		int start = number == 1 && startsWithMark() ? 3 : 0;
		int kept = tooLong ? Math.min(length, KEPT_OF_TOO_LONG) : length;
		String text = new String(gathered, start, Math.max(kept - start, 0), StandardCharsets.UTF_8);
		if (tooLong) {
			return new TextLine(number, text, end, TextLine.Flaw.TOO_LONG);
		}
		// The replacement character may also stand in the file itself.
		boolean good = text.indexOf('\uFFFD') < 0 || isUtf8(start, length - start);
		return new TextLine(number, text, end, good ? TextLine.Flaw.NONE : TextLine.Flaw.NOT_UTF8);
	}

	private boolean startsWithMark() {
		return length >= 3 && gathered[0] == (byte) 0xEF && gathered[1] == (byte) 0xBB && gathered[2] == (byte) 0xBF;
	}

	private boolean isUtf8(int start, int count) {
		try {
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(gathered, start, count));
			return true;
		}
		catch (CharacterCodingException ex) {
			return false;
		}
	}

	@Override
	public void close() throws IOException {
		in.close();
	}

}
