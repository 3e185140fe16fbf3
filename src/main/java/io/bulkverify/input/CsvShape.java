package io.bulkverify.input;

/**
 * Follows the quotes of a CSV record without cutting it up, line by line: whether it goes
 * on, and how many columns it has so far. A quote inside a cell that does not begin with
 * one is a character like any other.
 */
final class CsvShape {

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

	private At at = At.START;

	private int columns = 1;

	CsvShape(char separator) {
		this.separator = separator;
	}

	/** The shape of a line by itself. */
	static CsvShape of(String line, char separator) {
		CsvShape shape = new CsvShape(separator);
		shape.follow(line);
		return shape;
	}

	void follow(String text) {
		for (int i = 0; i < text.length() && at != At.BROKEN; i++) {
			step(text.charAt(i));
		}
	}

	private void step(char c) {
		if (at == At.QUOTED) {
			at = c == '"' ? At.AFTER_QUOTE : At.QUOTED;
		}
		else if (c == separator) {
			columns++;
			at = At.START;
		}
		else if (at == At.START) {
			at = c == '"' ? At.QUOTED : At.PLAIN;
		}
		else if (at == At.AFTER_QUOTE) {
			at = c == '"' ? At.QUOTED : At.BROKEN;
		}
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
		return columns;
	}

}
