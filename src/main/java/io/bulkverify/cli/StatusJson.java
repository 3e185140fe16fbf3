package io.bulkverify.cli;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.bulkverify.job.StatusDesk;
import io.bulkverify.member.Reason;
import io.bulkverify.member.Stage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What {@code status --json} prints. The names are public: scripts read them. */
final class StatusJson {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
		.disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
		.enable(SerializationFeature.INDENT_OUTPUT)
		.build();

	private StatusJson() {
	}

	private record Document(@Nullable Lease lease, List<Run> runs) {
	}

	private record Lease(String owner, @Nullable Long runId, Instant since, long lastSignOfLifeSeconds, boolean alive) {
	}

	private record Run(long runId, @Nullable Long rerunOf, String businessDate, String list, String api, String status,
			Instant startedAt, @Nullable Instant finishedAt, @Nullable Integer exitCode, Input input, long verified,
			Exceptions exceptions, long open, Map<Stage, Long> stages, Calls calls, @Nullable String output,
			@Nullable UnderWay underWay) {
	}

	private record Input(long rows, long rejected, long members) {
	}

	private record Exceptions(long total, Map<Reason, Long> byReason) {
	}

	private record Calls(long verify, long reads) {
	}

	private record UnderWay(double membersPerSecond, long waitingForAnotherJob, @Nullable Instant expectedEnd) {
	}

	static String of(StatusDesk.Status status) {
		StatusDesk.Holder holder = status.holder();
		Lease lease = (holder == null) ? null : new Lease(holder.owner(), holder.runId(), holder.since(),
				holder.lastSignOfLife().toSeconds(), holder.alive());
		return MAPPER.writeValueAsString(new Document(lease, status.runs().stream().map(StatusJson::run).toList()));
	}

	private static Run run(StatusDesk.Overview run) {
		StatusDesk.UnderWay underWay = run.underWay();
		return new Run(run.id(), run.rerunOf(), run.businessDate(), run.list(), run.api(), run.status(),
				run.startedAt(), run.finishedAt(), run.exitCode(), new Input(run.rows(), run.rejected(), run.members()),
				run.verified(), new Exceptions(run.reported(), run.exceptions()), run.open(), run.stages(),
				new Calls(run.verifyCalls(), run.readCalls()), run.files(), (underWay == null) ? null
						: new UnderWay(underWay.perSecond(), underWay.conflicted(), underWay.expectedEnd()));
	}

	static String of(StatusDesk.Differences differences) {
		return MAPPER.writeValueAsString(differences);
	}

}
