package io.bulkverify.report;

import io.bulkverify.member.AccountNumber;
import io.bulkverify.member.Category;
import io.bulkverify.member.InstitutionOutcome;
import io.bulkverify.member.Interval;
import io.bulkverify.member.Reason;
import io.bulkverify.member.ReportedMember;
import io.bulkverify.member.VerifiedAccount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/** Rows and runs for the tests of the files. */
final class Samples {

	static final Instant TIME = Instant.parse("2026-11-20T01:02:03.456789Z");

	private Samples() {
	}

	static VerifiedAccount account(@Nullable String number, Map<String, String> carried) {
		return new VerifiedAccount("USR-1", "MBR-1",
				new AccountNumber("ACT-1", number, "021000021", null, null, true, false), "chase", TIME, false, false,
				carried);
	}

	static ReportedMember reported(Reason reason, @Nullable String status, boolean verifyCalled) {
		return new ReportedMember(7, "USR-1", "MBR-1", "chase", reason, status, null, verifyCalled,
				verifyCalled ? 1 : 0, TIME, null, null, Map.of());
	}

	static Summary summary(String runId) {
		Map<Reason, Long> exceptions = new EnumMap<>(Map.of(Reason.POLL_TIMEOUT, 1L, Reason.DENIED, 2L));
		Totals totals = new Totals(10, 2, 8, 5, 6, exceptions);
		Summary.Run run = new Summary.Run(runId, null, LocalDate.of(2026, 11, 20), "atrium", "COMPLETED", TIME,
				TIME.plusSeconds(192));
		return Summary.of(run, totals, new Summary.Calls(7, 31, 1, 5), 6);
	}

	static RunStory story(String runId) {
		return new RunStory(summary(runId),
				List.of(new InstitutionOutcome(null, 0, Map.of(Category.RETRY_LATER, 1L)),
						new InstitutionOutcome("chase", 5, Map.of(Category.NEEDS_END_USER, 2L))),
				List.of(interval(0, 0, 7, 7, 0, Duration.ZERO), interval(60, 2, 0, 14, 3, Duration.ofSeconds(4)),
						interval(180, 6, 0, 10, 0, Duration.ZERO)));
	}

	/** Ten seconds, so long after the start of the samples' run. */
	static Interval interval(long after, long finished, long verifies, long reads, long throttled, Duration away) {
		Instant start = Interval.startOf(TIME.plusSeconds(after), Interval.LENGTH);
		return new Interval(start, finished, verifies, reads, 0, finished, throttled, away);
	}

	/** Writes the rows through a step's whole life and gives the file's text. */
	static <T> String written(OutputSet files, CsvFileWriter<T> writer, String name, List<T> rows) {
		writer.open(new ExecutionContext());
		writer.write(new Chunk<>(rows));
		writer.update(new ExecutionContext());
		writer.close();
		return aside(files, name);
	}

	static String aside(OutputSet files, String name) {
		try {
			return Files.readString(asidePath(files, name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static Path asidePath(OutputSet files, String name) {
		return files.aside(name);
	}

	/** Moves the set into place, as a run of that id. */
	static List<Path> commit(OutputSet files, String runId) {
		files.complete(story(runId));
		return files.commit(() -> {
		});
	}

	/** All three files, without rows. */
	static void writeEmpty(OutputSet files) {
		written(files, new AccountNumbersWriter(files, List.of()), OutputSet.ACCOUNT_NUMBERS, List.of());
		written(files, new ExceptionsWriter(files, List.of()), OutputSet.EXCEPTIONS, List.of());
		written(files, new RejectedRowsWriter(files), OutputSet.REJECTED_ROWS, List.of());
	}

}
