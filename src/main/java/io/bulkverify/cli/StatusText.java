package io.bulkverify.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

import io.bulkverify.job.RunGlance;
import io.bulkverify.job.StatusDesk;
import io.bulkverify.member.Stage;
import org.jspecify.annotations.Nullable;

/** What {@code status} prints for people. */
final class StatusText {

	private static final String ROW = "%6s %6s  %-10s  %-9s %,11d %,11d %,11d %,11d  %-20s  %s%n";

	private static final String HEAD = ROW.replace(",11d", "11s");

	private StatusText() {
	}

	static String of(StatusDesk.Status status, boolean details) {
		StringBuilder text = new StringBuilder();
		text.append(holder(status.holder())).append(System.lineSeparator());
		if (status.runs().isEmpty()) {
			return text.append("There are no runs yet.").toString();
		}
		text.append(System.lineSeparator());
		text.append(HEAD.formatted("RUN", "OF", "DATE", "STATUS", "MEMBERS", "VERIFIED", "EXCEPTIONS", "OPEN",
				"STARTED", "LIST"));
		for (StatusDesk.Overview run : status.runs()) {
			text.append(String.format(Locale.ROOT, ROW, run.id(), (run.rerunOf() == null) ? "" : run.rerunOf(),
					run.businessDate(), run.status(), run.members(), run.verified(), run.reported(), run.open(),
					time(run.startedAt()), run.list()));
		}
		status.runs().stream().filter((run) -> details || run.underWay() != null).forEach((run) -> details(text, run));
		return text.toString().stripTrailing();
	}

	private static String holder(StatusDesk.@Nullable Holder holder) {
		if (holder == null) {
			return "Nothing is running.";
		}
		String what = (holder.runId() == null) ? "A start" : "Run " + holder.runId();
		return holder.alive() ? "%s is under way: %s, since %s.".formatted(what, holder.owner(), time(holder.since()))
				: "Nothing is running. %s was left by %s, last heard of %s ago; the same command goes on with it."
					.formatted(what, holder.owner(), RunGlance.inWords(holder.lastSignOfLife()));
	}

	private static void details(StringBuilder text, StatusDesk.Overview run) {
		text.append(String.format(Locale.ROOT, "%nRun %d%n", run.id()));
		for (Map.Entry<Stage, Long> stage : run.stages().entrySet()) {
			if (stage.getValue() > 0) {
				count(text, stage.getKey().name(), stage.getValue());
			}
		}
		run.exceptions().forEach((reason, members) -> count(text, "  " + reason.name(), members));
		count(text, "rejected rows", run.rejected());
		count(text, "verify calls", run.verifyCalls());
		count(text, "reads", run.readCalls());
		if (run.underWay() != null) {
			underWay(text, run.underWay());
		}
		if (run.finishedAt() != null) {
			line(text, "ended", time(run.finishedAt()) + ", exit code " + run.exitCode());
		}
		if (run.files() != null) {
			line(text, "files", run.files());
		}
	}

	private static void underWay(StringBuilder text, StatusDesk.UnderWay underWay) {
		count(text, "wait for another job (409)", underWay.conflicted());
		line(text, "members a second", String.format(Locale.ROOT, "%.1f", underWay.perSecond()));
		line(text, "expected end", (underWay.expectedEnd() == null) ? "cannot be told yet"
				: "about " + time(underWay.expectedEnd()) + " at this rate");
	}

	private static void count(StringBuilder text, String what, long count) {
		text.append(String.format(Locale.ROOT, "  %-29s%,9d%n", what, count));
	}

	private static void line(StringBuilder text, String what, String value) {
		text.append("  %-29s%s%n".formatted(what, value));
	}

	private static String time(Instant instant) {
		return instant.truncatedTo(ChronoUnit.SECONDS).toString();
	}

	static String of(StatusDesk.Differences differences) {
		StringBuilder text = new StringBuilder(
				"Run %d against run %d%n".formatted(differences.runId(), differences.against()));
		count(text, "newly verified", differences.newlyVerified());
		count(text, "newly failing", differences.newlyFailing());
		count(text, "changed account numbers", differences.changedNumbers());
		return text.toString().stripTrailing();
	}

}
