package io.bulkverify.launch;

import java.lang.reflect.InvocationTargetException;

/**
 * The jar's main class: hands over to the program, or says in one line which Java is
 * needed. The build compiles it a second time, for Java 8, so that a Java which
 * understands nothing else in the jar understands this. So it uses nothing newer, and no
 * other class but by its name.
 */
public final class Launcher {

	private static final int OLDEST = 21;

	private static final int USAGE = 2;

	private static final String PROGRAM = "io.bulkverify.BulkVerifyApplication";

	private Launcher() {
	}

	public static void main(String[] args) throws Throwable {
		String version = System.getProperty("java.specification.version", "");
		if (!newEnough(version)) {
			System.err.println(remedy(version, System.getProperty("java.home", "")));
			System.exit(USAGE);
		}
		try {
			Class.forName(PROGRAM).getMethod("main", String[].class).invoke(null, (Object) args);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	/**
	 * Whether this Java can run the program.
	 * @param version such as 21, or 1.8 before Java 9
	 */
	static boolean newEnough(String version) {
		try {
			return Double.parseDouble(version) >= OLDEST;
		}
		catch (NumberFormatException ex) {
			// Somebody else's Java: it will say itself what it cannot run.
			return true;
		}
	}

	static String remedy(String version, String home) {
		return "bulk-member-verification needs Java " + OLDEST + " or newer, and this is Java " + version + " in "
				+ home + ". Start it with a newer one: /path/to/java-" + OLDEST
				+ "/bin/java -jar bulk-member-verification.jar, or put that Java first in PATH.";
	}

}
