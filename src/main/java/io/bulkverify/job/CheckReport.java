package io.bulkverify.job;

/** What {@code check} found, line by line, and the worst of it as the exit code. */
final class CheckReport {

	private final StringBuilder text = new StringBuilder();

	private ExitCode exit = ExitCode.FINISHED;

	CheckReport says(String about, String what) {
		this.text.append("%-10s%s%n".formatted(about, what));
		return this;
	}

	/** Something is wrong; what was wrong first decides how the command exits. */
	CheckReport wrong(String about, String what, ExitCode exit) {
		this.exit = (this.exit == ExitCode.FINISHED) ? exit : this.exit;
		return says(about, what);
	}

	RunResult result() {
		return new RunResult(this.exit, this.text.toString().stripTrailing());
	}

}
