package io.bulkverify.cli;

import java.util.concurrent.Callable;

import io.bulkverify.job.CheckService;
import io.bulkverify.job.ListChoice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;

/** {@code check}: looks whether a run would go well, and what it would do. */
@Command(name = "check", mixinStandardHelpOptions = true, sortOptions = false,
		description = "Checks the settings, reaches the database and MX, and says what run would do with a list. "
				+ "Nothing is verified and nothing is written.",
		footer = { "", "Examples:", "  check", "  check --input members.csv",
				"  check --input-query \"select user_guid, member_guid from member_list\"", "",
				"Exit codes: 0 in order; 1 MX or the database cannot be reached; 2 wrong settings or list." })
final class CheckCommand implements Callable<Integer> {

	@ArgGroup(exclusive = true, multiplicity = "0..1")
	private @Nullable ListInput input;

	private final Program program;

	CheckCommand(Program program) {
		this.program = program;
	}

	@Override
	public Integer call() {
		@Nullable ListChoice list = (this.input != null) ? this.input.choice() : null;
		return this.program.run(CheckService.class, (service) -> service.check(list), "--bulkverify.migrate=false",
				"--bulkverify.look-only=true");
	}

}
