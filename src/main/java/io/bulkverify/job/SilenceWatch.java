package io.bulkverify.job;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.bulkverify.member.Call;

/**
 * Ends a run for which MX has no good answer to a kind of call that it needs, though it
 * may answer others: verifies that are throttled for ever, an endpoint that is broken.
 * Everything is saved, and nobody is reported for it. Used by the thread that keeps the
 * run.
 */
final class SilenceWatch {

	private static final Logger logger = LoggerFactory.getLogger(SilenceWatch.class);

	/** Without these the run does not see its members. */
	private static final Set<Call> EYES = EnumSet.of(Call.READ_MEMBER, Call.READ_STATUS);

	private static final Duration BLIND_AFTER = Duration.ofSeconds(10);

	private static final Duration REMIND_EVERY = Duration.ofMinutes(1);

	private final long runId;

	private final CallHealth health;

	private final OutageWatch outage;

	private final StopSignal stop;

	private final Duration giveUpAfter;

	private final String address;

	private final RunningTime time;

	private final Map<Call, Heard> heard = new EnumMap<>(Call.class);

	private Duration remindAt;

	/**
	 * When a silence was first heard.
	 *
	 * @param since tells it from an earlier one
	 */
	private record Heard(Instant since, Duration first) {
	}

	/**
	 * @param giveUpAfter how long a kind of call may be without a good answer
	 * @param address where MX is asked, for the operator
	 * @param time what a silence is measured by: no clock that is set ahead, and no time
	 * in which this process was frozen, makes it longer
	 */
	SilenceWatch(long runId, CallHealth health, OutageWatch outage, StopSignal stop, Duration giveUpAfter,
			String address, RunningTime time) {
		this.runId = runId;
		this.health = health;
		this.outage = outage;
		this.stop = stop;
		this.giveUpAfter = giveUpAfter;
		this.address = address;
		this.time = time;
		this.remindAt = time.now().plus(REMIND_EVERY);
	}

	/** To be called every second or so. */
	void look() {
		boolean blind = false;
		for (Call call : Call.values()) {
			CallHealth.Silence silence = this.health.silence(call).orElse(null);
			if (silence != null) {
				Duration lasted = lasted(silence);
				blind |= EYES.contains(call) && silence.everybodys() && lasted.compareTo(BLIND_AFTER) >= 0;
				judge(silence, lasted);
			}
		}
		this.outage.blind(blind);
	}

	private Duration lasted(CallHealth.Silence silence) {
		Duration now = this.time.now();
		Heard heard = this.heard.compute(silence.call(),
				(call, before) -> before != null && before.since().equals(silence.since()) ? before
						: new Heard(silence.since(), now));
		return now.minus(heard.first());
	}

	private void judge(CallHealth.Silence silence, Duration lasted) {
		if (this.outage.away()) {
			// That is waited out, and ends the run, by itself.
			return;
		}
		if (lasted.compareTo(this.giveUpAfter) >= 0) {
			this.stop.raise(new StopSignal.Cause.Failure(inWords(silence, lasted)
					+ "; if nothing mends that, end the run with stop --run " + this.runId + " --close"));
		}
		else if (lasted.compareTo(REMIND_EVERY) >= 0 && this.time.now().compareTo(this.remindAt) >= 0) {
			this.remindAt = this.time.now().plus(REMIND_EVERY);
			logger.warn("{}; the run waits, nobody is reported for it", inWords(silence, lasted));
		}
	}

	private String inWords(CallHealth.Silence silence, Duration lasted) {
		return "MX has given no good answer to any %s for %d s (%,d answers for %,d members, the last: %s) at %s"
			.formatted(silence.call().inWords(), lasted.toSeconds(), silence.answers(), silence.members(),
					silence.last(), this.address);
	}

}
