package io.bulkverify.input;

/**
 * A line of a file as it stands.
 *
 * @param number from 1
 * @param text without its line end; of a line that is too long, its beginning
 * @param end the characters that ended it; empty at the end of the file
 * @param flaw what is wrong with its bytes
 */
record TextLine(long number, String text, String end, Flaw flaw) {

	/** What can be wrong with a line's bytes. */
	enum Flaw {

		NONE, NOT_UTF8, TOO_LONG

	}

	boolean blank() {
		return flaw == Flaw.NONE && text.isBlank();
	}
}
