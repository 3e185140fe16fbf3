package io.bulkverify.input;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a CSV record into cells, line by line, and says whether it goes on. A quote inside
 * a cell that does not begin with one is a character like any other, two of them are two.
 */
final class CsvCells {

	/** Where the record stands at the end of what was followed. */
	enum State {

		/** It can end here. */
		WHOLE,
		/** A quoted cell goes on. */
		OPEN,
		/** Something follows a closing quote that is neither a separator nor the end. */
		BROKEN

	}

	private enum At {

		START, PLAIN, QUOTED, AFTER_QUOTE, BROKEN

	}

	private final char separator;

	private final List<String> ended = new ArrayList<>();

	private final StringBuilder cell = new StringBuilder();

	private At at = At.START;

	CsvCells(char separator) {
		this.separator = separator;
	}

	/** The cells of a line by itself. */
	static CsvCells of(String line, char separator) {
		CsvCells cells = new CsvCells(separator);
		cells.follow(line);
		return cells;
	}

	/** More of the record, as it stands. */
	void follow(String text) {
		int i = 0;
		while (i < text.length() && at != At.BROKEN) {
			int end = endOfRun(text, i);
			cell.append(text, i, end);
			if (end < text.length()) {
				step(text.charAt(end));
			}
			i = end + 1;
		}
	}

	/** Where the characters end that are nothing but content. */
	private int endOfRun(String text, int from) {
		int end = switch (at) {
			case QUOTED -> text.indexOf('"', from);
			case PLAIN -> text.indexOf(separator, from);
			case START, AFTER_QUOTE, BROKEN -> from;
		};
		return end < 0 ? text.length() : end;
	}

	private void step(char c) {
		if (at == At.QUOTED) {
			at = c == '"' ? At.AFTER_QUOTE : keep(c, At.QUOTED);
		}
		else if (c == separator) {
			ended.add(cell.toString());
			cell.setLength(0);
			at = At.START;
		}
		else if (at == At.AFTER_QUOTE) {
			at = c == '"' ? keep(c, At.QUOTED) : At.BROKEN;
		}
		else {
			at = at == At.START && c == '"' ? At.QUOTED : keep(c, At.PLAIN);
		}
	}

	private At keep(char c, At where) {
		cell.append(c);
		return where;
	}

	State state() {
		return switch (at) {
			case START, PLAIN, AFTER_QUOTE -> State.WHOLE;
			case QUOTED -> State.OPEN;
			case BROKEN -> State.BROKEN;
		};
	}

	/** Columns so far, the one that is open among them. */
	int columns() {
		return ended.size() + 1;
	}

	/** The cells so far; the last one as far as it was followed. */
	List<String> soFar() {
		List<String> cells = new ArrayList<>(ended);
		cells.add(cell.toString());
		return cells;
	}

}
