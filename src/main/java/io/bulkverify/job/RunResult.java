package io.bulkverify.job;

/**
 * How a command ended.
 *
 * @param exit what the process exits with
 * @param text what the operator reads at the end; may have many lines
 */
public record RunResult(ExitCode exit, String text) {

	/** Both, one after the other. */
	RunResult and(RunResult next) {
		String separator = System.lineSeparator() + System.lineSeparator();
		return new RunResult(this.exit.and(next.exit), this.text.stripTrailing() + separator + next.text);
	}

}
