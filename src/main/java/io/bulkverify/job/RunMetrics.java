package io.bulkverify.job;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.bulkverify.member.Reason;
import io.bulkverify.member.Stage;
import io.bulkverify.mx.CallLog;
import io.bulkverify.mx.Ending;
import io.bulkverify.mx.Endpoint;
import io.bulkverify.store.WorkTable;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * What a run tells those who watch many programs:
 *
 * <ul>
 * <li>{@code mx.calls}: requests to MX and how long they took, by {@code kind} and
 * {@code answer}
 * <li>{@code mx.limiter.wait}: how long they waited for their turn, by {@code kind}
 * <li>{@code verification.members}: members of the run, by {@code stage}
 * <li>{@code verification.due.lag}: for how many seconds the member has been due that has
 * been due longest, by {@code stage}; members whose call is under way are still due
 * <li>{@code verification.exceptions}: reported members of a run that has ended, by
 * {@code reason} and {@code category}
 * </ul>
 *
 * Where they go is Spring Boot's setting. Safe for use by many threads.
 */
final class RunMetrics {

	private static final Logger logger = LoggerFactory.getLogger(RunMetrics.class);

	private final MeterRegistry registry;

	private final WorkTable table;

	private final InstantSource clock;

	private final MultiGauge exceptions;

	private volatile @Nullable Followed followed;

	/** The run whose members are counted now. */
	private record Followed(long runId, StageCounts counts) {
	}

	RunMetrics(MeterRegistry registry, CallLog calls, WorkTable table, InstantSource clock) {
		this.registry = registry;
		this.table = table;
		this.clock = clock;
		this.exceptions = MultiGauge.builder("verification.exceptions").register(registry);
		calls.onRequest(this::called);
	}

	private void called(Endpoint endpoint, Ending ending, Duration waited, Duration took) {
		String kind = word(endpoint);
		this.registry.timer("mx.calls", "kind", kind, "answer", word(ending)).record(took);
		this.registry.timer("mx.limiter.wait", "kind", kind).record(waited);
	}

	/**
	 * From now on this run's members are counted.
	 * @param counts how many are in which stage
	 */
	void follow(long runId, StageCounts counts) {
		boolean registered = this.followed != null;
		this.followed = new Followed(runId, counts);
		if (registered) {
			return;
		}
		for (Stage stage : Stage.values()) {
			Gauge.builder("verification.members", () -> members(stage))
				.tag("stage", word(stage))
				.register(this.registry);
			if (!stage.terminal()) {
				Gauge.builder("verification.due.lag", () -> lag(stage))
					.tag("stage", word(stage))
					.baseUnit("seconds")
					.register(this.registry);
			}
		}
	}

	private long members(Stage stage) {
		Followed run = this.followed;
		return (run != null) ? run.counts().in(List.of(stage)) : 0;
	}

	private double lag(Stage stage) {
		Followed run = this.followed;
		if (run == null || members(stage) == 0) {
			return 0;
		}
		try {
			return this.table.nextDue(run.runId(), stage)
				.map((due) -> Duration.between(due, this.clock.instant()))
				.filter(Duration::isPositive)
				.map((lag) -> lag.toMillis() / 1_000.0)
				.orElse(0.0);
		}
		catch (DataAccessException ex) {
			return Double.NaN;
		}
	}

	/** The run has ended, for now or for good: its exceptions are told. */
	void ended(long runId) {
		try {
			exceptions(this.table.reasons(runId));
		}
		catch (DataAccessException | TransactionException ex) {
			logger.debug("The exceptions were not counted", ex);
		}
	}

	private void exceptions(Map<Reason, Long> reasons) {
		this.exceptions.register(reasons.entrySet()
			.stream().<MultiGauge
					.Row<?>>map(
							(reported) -> MultiGauge.Row.of(Tags.of("reason", reported.getKey().name(), "category",
									reported.getKey().category().name()), reported.getValue()))
			.toList(), true);
	}

	private static String word(Enum<?> name) {
		return name.name().toLowerCase(Locale.ROOT);
	}

}
