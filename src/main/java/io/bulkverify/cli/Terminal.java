package io.bulkverify.cli;

import java.io.Console;

/** Whether a person watches. */
final class Terminal {

	private Terminal() {
	}

	/** Whether both input and output are a terminal. */
	// Null on 21, which the program runs on too.
	@SuppressWarnings("SystemConsoleNull")
	static boolean isThere() {
		Console console = System.console();
		if (console == null) {
			return false;
		}
		try {
			// From Java 22 on there is a console without a terminal too, and it can say
			// so.
			return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
		}
		catch (NoSuchMethodException ex) {
			return true;
		}
		catch (ReflectiveOperationException ex) {
			return false;
		}
	}

}
