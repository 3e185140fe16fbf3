package io.bulkverify.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

import io.bulkverify.member.Answer;
import io.bulkverify.member.Call;
import io.bulkverify.member.Member;
import io.bulkverify.member.Moment;
import io.bulkverify.mx.MxApi;
import io.bulkverify.store.WorkTable;

/**
 * Looks for a witness by a read that costs nothing, of a member that this run has read
 * well before. What works is noted with the calls' health; a client that MX does not let
 * in stops the run. Safe for use by many threads.
 */
final class FreeReads implements Witnesses {

	private static final Logger logger = LoggerFactory.getLogger(FreeReads.class);

	private static final Duration BETWEEN_READS = Duration.ofSeconds(2);

	private final long runId;

	private final WorkTable table;

	private final MxApi mx;

	private final CallHealth health;

	private final StopSignal stop;

	private final Executor threads;

	private final Duration interval;

	private final InstantSource clock;

	private final PatienceClock patience;

	private final Set<Call> underWay = EnumSet.noneOf(Call.class);

	private final Map<Call, Testimony> latest = new EnumMap<>(Call.class);

	private record Testimony(Finding finding, Instant begun) {
	}

	/**
	 * @param interval the least time between two reads of one member
	 */
	FreeReads(long runId, WorkTable table, MxApi mx, CallHealth health, StopSignal stop, Executor threads,
			Duration interval, InstantSource clock, PatienceClock patience) {
		this.runId = runId;
		this.table = table;
		this.mx = mx;
		this.health = health;
		this.stop = stop;
		this.threads = threads;
		this.interval = interval;
		this.clock = clock;
		this.patience = patience;
	}

	@Override
	public void seek(Call call) {
		Instant now = this.clock.instant();
		synchronized (this) {
			Testimony last = this.latest.get(call);
			boolean justNow = last != null && now.isBefore(last.begun().plus(BETWEEN_READS));
			if (justNow || !this.underWay.add(call)) {
				return;
			}
		}
		this.threads.execute(() -> {
			Finding finding = Finding.UNCLEAR;
			try {
				finding = look(call);
			}
			catch (DataAccessException | TransactionException ex) {
				logger.debug("nobody could be looked up", ex);
			}
			finally {
				synchronized (this) {
					this.underWay.remove(call);
					this.latest.put(call, new Testimony(finding, now));
				}
			}
		});
	}

	@Override
	public synchronized Optional<Finding> since(Call call, Instant begun) {
		return Optional.ofNullable(this.latest.get(call))
			.filter((testimony) -> !testimony.begun().isBefore(begun))
			.map(Testimony::finding);
	}

	private Finding look(Call call) {
		boolean free = !call.writes();
		if (!free || !this.table.anyReadWell(this.runId)) {
			return harmless();
		}
		List<Member> readable = this.table.readWell(this.runId, this.clock.instant(), this.interval);
		Finding finding = Finding.UNCLEAR;
		for (Member witness : readable) {
			Instant asked = this.clock.instant();
			Answer<?> answer = read(call, witness);
			if (answer instanceof Answer.Good) {
				this.health.heard(call, witness.id(), answer, asked,
						new Moment(this.clock.instant(), this.patience.now()));
				return Finding.WORKS;
			}
			if (answer instanceof Answer.Refused) {
				finding = Finding.REFUSED;
			}
		}
		return finding;
	}

	private Answer<?> read(Call call, Member witness) {
		return switch (call) {
			case READ_MEMBER -> this.mx.readMember(witness.asked());
			case READ_STATUS -> this.mx.readStatus(witness.asked());
			case LIST_CHALLENGES -> this.mx.listChallenges(witness.asked());
			case READ_ACCOUNT_NUMBERS -> this.mx.accountNumbers(witness.asked());
			case VERIFY, RESUME -> throw new IllegalArgumentException(call + " is not free");
		};
	}

	private Finding harmless() {
		return switch (this.mx.probe()) {
			case Answer.Good<String> ignored -> Finding.NOBODY;
			case Answer.ForEverybody<String>(var what) -> {
				this.stop.raise(new StopSignal.Cause.Failure(what));
				yield Finding.UNCLEAR;
			}
			case Answer.Joined<String> ignored -> Finding.UNCLEAR;
			case Answer.Conflict<String> ignored -> Finding.UNCLEAR;
			// An address at which not even this exists answers nobody.
			case Answer.Refused<String> ignored -> Finding.REFUSED;
			case Answer.Throttled<String> ignored -> Finding.UNCLEAR;
			case Answer.Unclear<String> ignored -> Finding.UNCLEAR;
			case Answer.NotSent<String> ignored -> Finding.UNCLEAR;
		};
	}

}
