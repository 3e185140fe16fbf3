package io.bulkverify.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

import picocli.CommandLine.IVersionProvider;

/** The version and the commit that the build wrote into the jar. */
final class Version implements IVersionProvider {

	private static final String COMMIT = "/git.properties";

	@Override
	public String[] getVersion() throws IOException {
		String version = Version.class.getPackage().getImplementationVersion();
		try (InputStream commit = Version.class.getResourceAsStream(COMMIT)) {
			Properties git = new Properties();
			if (commit != null) {
				git.load(commit);
			}
			return new String[] {
					"bulk-member-verification " + ((version != null) ? version : "(not packaged)") + commit(git) };
		}
	}

	/** Nothing where the build knew of none. */
	static String commit(Properties git) {
		String id = git.getProperty("git.commit.id.abbrev", "");
		String changed = Boolean.parseBoolean(git.getProperty("git.dirty")) ? ", with changes" : "";
		return id.isEmpty() ? ""
				: " (commit %s of %s%s)".formatted(id, git.getProperty("git.commit.time", "unknown date"), changed);
	}

}
