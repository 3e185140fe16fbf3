package io.bulkverify.job;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.bulkverify.input.BadListException;
import io.bulkverify.input.SourceAwayException;
import io.bulkverify.member.Answer;
import io.bulkverify.member.Stage;
import io.bulkverify.mx.MxApi;
import io.bulkverify.mx.MxProperties;
import io.bulkverify.store.KnownNumbers;
import io.bulkverify.store.Lease;
import io.bulkverify.store.Run;
import io.bulkverify.store.Schema;
import io.bulkverify.store.WorkTable;
import org.jspecify.annotations.Nullable;

/**
 * Carries out {@code check}: are the settings right, are the database and MX there, and
 * what would {@code run} do with a list. It only looks: no lease, no row, no table, no
 * verify.
 */
public final class CheckService {

	private final MxProperties mxSettings;

	private final VerificationProperties settings;

	private final MxApi mx;

	private final ListDesk lists;

	private final RunFinder finder;

	private final Schema schema;

	private final Lease lease;

	private final WorkTable table;

	private final KnownNumbers known;

	private final InstantSource clock;

	CheckService(MxProperties mxSettings, VerificationProperties settings, MxApi mx, ListDesk lists, RunFinder finder,
			Schema schema, Lease lease, WorkTable table, KnownNumbers known, InstantSource clock) {
		this.mxSettings = mxSettings;
		this.settings = settings;
		this.mx = mx;
		this.lists = lists;
		this.finder = finder;
		this.schema = schema;
		this.lease = lease;
		this.table = table;
		this.known = known;
		this.clock = clock;
	}

	/**
	 * Checks the settings, the database and MX, and what a run of the list would be.
	 * @param list null: only the former
	 * @throws UsageException if settings are missing
	 */
	public RunResult check(@Nullable ListChoice list) throws Exception {
		List<String> missing = this.mxSettings.missing();
		if (!missing.isEmpty()) {
			throw new UsageException(String.join(System.lineSeparator(), missing));
		}
		CheckReport report = new CheckReport();
		report.says("Settings", "in order");
		this.settings.warnings().forEach((warning) -> report.says("", warning));
		boolean tables = lookAtDatabase(report);
		lookAtMx(report);
		if (list != null) {
			lookAtList(report, list, tables);
		}
		return report.result();
	}

	/** Whether there are tables that this program can read. */
	private boolean lookAtDatabase(CheckReport report) {
		Schema.State state = this.schema.state();
		switch (state) {
			case NO_DATABASE -> report.says("Database", "not there yet: the first run makes it");
			case NEW -> report.says("Database", "there, without tables: the first run makes them");
			case OLDER -> report.says("Database", "there, with an earlier version's tables: the next run changes them");
			case CURRENT -> report.says("Database", "there, its tables are up to date");
			case NEWER -> report.says("Database", "there, with a later version's tables: use that version");
			case BROKEN -> report.wrong("Database",
					"there, but a change of its tables failed: see flyway_schema_history", ExitCode.FAILED);
		}
		boolean readable = state == Schema.State.CURRENT;
		if (readable) {
			this.lease.holder()
				.ifPresent((holder) -> report.says("", "in use by " + holder.owner() + ", last sign of life "
						+ holder.heartbeatAge().toSeconds() + " s ago"));
		}
		return readable;
	}

	private void lookAtMx(CheckReport report) {
		String flavour = this.mxSettings.api().name().toLowerCase(Locale.ROOT);
		switch (this.mx.probe()) {
			case Answer.Good<String> ignored -> report.says("MX", flavour + ": there, and knows the credentials");
			case Answer.Joined<String> ignored -> report.says("MX", flavour + ": there, and knows the credentials");
			case Answer.ForEverybody<String>(var what) -> away(report, flavour, what);
			case Answer.Refused<String>(var refusal, var text) -> away(report, flavour, text);
			case Answer.Unclear<String>(var what, var ignored) -> away(report, flavour, what);
			case Answer.NotSent<String>(var why, var trouble) -> away(report, flavour, why);
			case Answer.Throttled<String> ignored -> away(report, flavour, "too many calls just now (429)");
			case Answer.Conflict<String> ignored -> away(report, flavour, "it answers 409");
		}
	}

	private static void away(CheckReport report, String flavour, String why) {
		report.wrong("MX", flavour + ": cannot be used: " + why + " (see mx.base-url and mx.api)", ExitCode.FAILED);
	}

	private void lookAtList(CheckReport report, ListChoice choice, boolean tables) throws Exception {
		Instant freshSince = this.clock.instant().minus(this.settings.freshFor());
		OpenedList list;
		ListSurvey survey;
		try {
			list = this.lists.open(choice);
			survey = ListSurvey.of(list.rows(),
					tables ? this.known::count : (members, since) -> KnownNumbers.Count.NONE, freshSince);
		}
		catch (UsageException | BadListException ex) {
			report.wrong("List", String.valueOf(ex.getMessage()), ExitCode.USAGE);
			return;
		}
		catch (SourceAwayException ex) {
			throw new UnreachableException(String.valueOf(ex.getMessage()));
		}
		tell(report, list, survey);
		RunFinder.Found found = tables ? this.finder.find(null, list.list())
				: new RunFinder.Found(this.finder.today(), Optional.empty(), List.of(), List.of());
		for (Run earlier : found.earlier()) {
			report.says("Run", "%d of %s has this list and is not finished (%s): run settles it first"
				.formatted(earlier.id(), earlier.businessDate(), earlier.status()));
		}
		Optional<Run> run = found.known();
		if (run.isPresent() && run.get().status().finished()) {
			report.says("Run", "%d of %s has this list and is finished: run makes no call, unless it is told --again"
				.formatted(run.get().id(), run.get().businessDate()));
			return;
		}
		forecast(report, found.date(), run, survey, freshSince);
	}

	private void tell(CheckReport report, OpenedList list, ListSurvey survey) throws IOException {
		report.says("List", "%s: %,d members, %,d rejected rows".formatted(list.list().name(), survey.members(),
				survey.rejected()));
		survey.reasons().forEach((reason) -> report.says("", reason));
		if (survey.rejected() > survey.reasons().size()) {
			report.says("", "…");
		}
		String known = "%,d members have account numbers in the table".formatted(survey.known().members());
		report.says("Known", this.settings.freshFor().isZero() ? known : known + ", %,d of them verified in the last %s"
			.formatted(survey.known().fresh(), InWords.of(this.settings.freshFor())));
	}

	private void forecast(CheckReport report, LocalDate date, Optional<Run> run, ListSurvey survey,
			Instant freshSince) {
		long open = survey.members() - survey.known().fresh();
		long unpaid = open;
		if (run.isPresent() && run.get().imported()) {
			long id = run.get().id();
			Map<Stage, Long> counts = this.table.counts(id);
			long fresh = this.known.fresh(id, freshSince);
			open = counts.entrySet()
				.stream()
				.filter((count) -> !count.getKey().terminal())
				.mapToLong(Map.Entry::getValue)
				.sum() - fresh;
			unpaid = counts.getOrDefault(Stage.PENDING, 0L) + counts.getOrDefault(Stage.READY, 0L) - fresh;
		}
		long left = open;
		report
			.says("Run",
					run.map((known) -> "goes on with %d of %s (%s): %,d members are left".formatted(known.id(),
							known.businessDate(), known.status(), left))
						.orElseGet(() -> "begins a new one for " + date));
		MxProperties.Limits limits = this.mxSettings.limits();
		Forecast forecast = Forecast.of(unpaid, open, limits, this.settings.poll());
		report.says("",
				"up to %,d verify calls%s and about %,d reads; %s or more at %s reads and %s writes a second".formatted(
						forecast.verifies(),
						this.settings.numbersFirst() ? " (none for members whose numbers MX has already)" : "",
						forecast.reads(), InWords.of(forecast.time()), InWords.of(limits.readsPerSecond()),
						InWords.of(limits.writesPerSecond())));
		Long most = this.settings.maxVerifyCalls();
		if (most != null && unpaid > most) {
			report.wrong("", "run refuses it: verification.max-verify-calls is " + most, ExitCode.USAGE);
		}
	}

}
