package io.bulkverify.cli;

import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import java.util.function.Function;

import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line. Every command is a class of its own; this one knows them and nothing
 * else.
 */
@Command(name = "bulk-member-verification", mixinStandardHelpOptions = true, versionProvider = Version.class,
		synopsisSubcommandLabel = "COMMAND",
		description = "Verifies many MX members and writes their account numbers and exceptions to files.",
		footer = { "", "Exit codes: 0 finished; 1 failed, run again to go on; 2 wrong usage, settings or list;",
				"3 finished with too many exceptions; 4 another process works; 5 stopped, run again to go on." })
public final class BulkVerify {

	private BulkVerify() {
	}

	/**
	 * Carries out a command line.
	 * @param application starts the Spring application, for commands that need it
	 * @return what the process exits with
	 */
	public static int execute(Application application, PrintWriter out, PrintWriter err, String... args) {
		Program program = new Program(application, out, err);
		CommandLine line = new CommandLine(new BulkVerify());
		line.addSubcommand(new RunCommand(program));
		line.addSubcommand(new RerunCommand(program));
		line.addSubcommand(new StatusCommand(program));
		line.addSubcommand(new ReportCommand(program));
		line.addSubcommand(new StopCommand(program));
		line.addSubcommand(new PurgeCommand(program));
		line.addSubcommand(new GenerateCompletion());
		line.addSubcommand(new CheckCommand(program));
		line.setOut(out).setErr(err).setCaseInsensitiveEnumValuesAllowed(true);
		line.registerConverter(LocalDate.class, (text) -> read(text, LocalDate::parse, "a date such as 2026-11-20"));
		line.registerConverter(LocalTime.class, (text) -> read(text, LocalTime::parse, "a time of day such as 06:00"));
		line.getSubcommands().values().forEach((sub) -> sub.getCommandSpec().versionProvider(new Version()));
		line.setExecutionExceptionHandler((ex, command, parsed) -> program.mistake(ex));
		line.setParameterExceptionHandler((ex, arguments) -> {
			return program.wrongUsage(ex.getMessage() + meant(ex) + " (see --help)");
		});
		if (args.length == 0) {
			line.usage(out);
			return CommandLine.ExitCode.USAGE;
		}
		return line.execute(args);
	}

	private static String meant(ParameterException ex) {
		List<String> alike = (ex instanceof UnmatchedArgumentException unknown) ? unknown.getSuggestions() : List.of();
		return alike.isEmpty() ? "" : "; did you mean " + alike.getFirst() + "?";
	}

	private static <T> T read(String text, Function<String, T> reading, String right) {
		try {
			return reading.apply(text);
		}
		catch (DateTimeException ex) {
			throw new TypeConversionException("'" + text + "' is not " + right);
		}
	}

}
