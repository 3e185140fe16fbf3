package io.bulkverify.store;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

import io.bulkverify.member.Attempt;
import io.bulkverify.member.Baseline;
import io.bulkverify.member.Guids;
import io.bulkverify.member.Progress;
import io.bulkverify.member.Refusal;
import io.bulkverify.member.Seen;
import io.bulkverify.member.Selection;
import io.bulkverify.member.Sighting;
import io.bulkverify.member.Stage;
import io.bulkverify.member.Trouble;
import org.jspecify.annotations.Nullable;

/** A member's progress as columns of {@code member_verification}, one a component. */
final class ProgressColumns {

	private static final List<String> NAMES = List.of("stage", "next_due_at", "connection_status", "last_seen_at",
			"last_aggregated_at", "institution_code", "institution_guid", "mx_user_guid", "mx_member_guid",
			"numbers_processed", "baseline_status", "baseline_aggregated_at", "baseline_job_guid", "baseline_running",
			"baseline_error_code", "baseline_read_at", "sent", "accepted", "posted_at", "taken_at_patience_ms", "polls",
			"joined", "answer_lost", "seen_started", "job_guid", "verify_refusal", "sighting", "sightings",
			"sighting_row", "sighting_row_since_ms", "conflicts", "conflicts_since_ms", "errors", "errors_since_ms",
			"write_errors", "write_errors_since_ms", "selection_challenge", "selection_value", "selection_sent",
			"selection_posted_at", "selection_refusal");

	/** For a select. */
	static final String LIST = String.join(", ", NAMES);

	/** For an update; {@link #bind} gives the values. */
	static final String ASSIGNMENTS = NAMES.stream().map(name -> name + " = ?").collect(Collectors.joining(", "));

	private ProgressColumns() {
	}

	static void bind(Binding binding, Progress progress) throws SQLException {
		binding.text(progress.stage().name()).instant(progress.dueAt());
		bind(binding, progress.seen());
		bind(binding, progress.baseline());
		bind(binding, progress.attempt());
		binding.text(progress.sighting().what()).whole(progress.sighting().count());
		bind(binding, progress.sighting().row());
		bind(binding, progress.conflicts());
		bind(binding, progress.readErrors());
		bind(binding, progress.writeErrors());
		bind(binding, progress.selection());
	}

	private static void bind(Binding binding, Trouble trouble) throws SQLException {
		binding.whole(trouble.count()).millis(trouble.since());
	}

	private static void bind(Binding binding, @Nullable Seen seen) throws SQLException {
		if (seen == null) {
			binding.text(null).instant(null).instant(null).text(null).text(null).text(null).text(null).flag(false);
		}
		else {
			binding.text(Statuses.toColumn(seen.status()))
				.instant(seen.at())
				.instant(seen.aggregatedAt())
				.text(seen.institutionCode())
				.text(seen.institutionGuid())
				.text(seen.guids().user())
				.text(seen.guids().member())
				.flag(seen.numbersProcessed());
		}
	}

	private static void bind(Binding binding, @Nullable Baseline baseline) throws SQLException {
		if (baseline == null) {
			binding.text(null).instant(null).text(null).flag(null).text(null).instant(null);
		}
		else {
			binding.text(Statuses.toColumn(baseline.status()))
				.instant(baseline.aggregatedAt())
				.text(baseline.jobGuid())
				.flag(baseline.running())
				.text(baseline.errorCode())
				.instant(baseline.readAt());
		}
	}

	private static void bind(Binding binding, Attempt attempt) throws SQLException {
		binding.whole(attempt.sent())
			.whole(attempt.accepted())
			.instant(attempt.postedAt())
			.millis(attempt.since())
			.whole(attempt.polls())
			.flag(attempt.joined())
			.flag(attempt.lost())
			.flag(attempt.started())
			.text(attempt.jobGuid())
			.text(name(attempt.refused()));
	}

	private static void bind(Binding binding, @Nullable Selection selection) throws SQLException {
		if (selection == null) {
			binding.text(null).text(null).number(null).instant(null).text(null);
		}
		else {
			binding.text(selection.challengeGuid())
				.text(selection.value())
				.number(selection.sent())
				.instant(selection.postedAt())
				.text(name(selection.refused()));
		}
	}

	private static @Nullable String name(@Nullable Refusal refusal) {
		return refusal == null ? null : refusal.name();
	}

	static Progress read(Row row) throws SQLException {
		Attempt attempt = new Attempt(row.number("sent"), row.number("accepted"), row.instantOrNull("posted_at"),
				row.millis("taken_at_patience_ms"), row.number("polls"), row.flag("joined"), row.flag("answer_lost"),
				row.flag("seen_started"), row.textOrNull("job_guid"), refusal(row, "verify_refusal"));
		return new Progress(stage(row), row.instant("next_due_at"), seen(row), baseline(row), attempt,
				new Sighting(row.textOrNull("sighting"), row.number("sightings"), trouble(row, "sighting_row")),
				trouble(row, "conflicts"), trouble(row, "errors"), trouble(row, "write_errors"), selection(row));
	}

	private static Trouble trouble(Row row, String column) throws SQLException {
		return new Trouble(row.number(column), row.millis(column + "_since_ms"));
	}

	private static @Nullable Refusal refusal(Row row, String column) throws SQLException {
		@Nullable String name = row.textOrNull(column);
		return name == null ? null : Refusal.valueOf(name);
	}

	static Stage stage(Row row) throws SQLException {
		return Stage.valueOf(row.text("stage"));
	}

	private static @Nullable Seen seen(Row row) throws SQLException {
		@Nullable String status = row.textOrNull("connection_status");
		return status == null ? null
				: new Seen(Statuses.fromColumn(status), row.instant("last_seen_at"),
						row.instantOrNull("last_aggregated_at"), row.textOrNull("institution_code"),
						row.textOrNull("institution_guid"),
						new Guids(row.textOrNull("mx_user_guid"), row.textOrNull("mx_member_guid")),
						row.flag("numbers_processed"));
	}

	static @Nullable Baseline baseline(Row row) throws SQLException {
		@Nullable String status = row.textOrNull("baseline_status");
		return status == null ? null
				: new Baseline(Statuses.fromColumn(status), row.instantOrNull("baseline_aggregated_at"),
						row.textOrNull("baseline_job_guid"), row.flag("baseline_running"),
						row.textOrNull("baseline_error_code"), row.instant("baseline_read_at"));
	}

	private static @Nullable Selection selection(Row row) throws SQLException {
		@Nullable String challenge = row.textOrNull("selection_challenge");
		return challenge == null ? null
				: new Selection(challenge, row.text("selection_value"), row.number("selection_sent"),
						row.instantOrNull("selection_posted_at"), refusal(row, "selection_refusal"));
	}

}
