package io.bulkverify.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
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

	private final InstantSource clock;

	private Instant remindAt;

	/**
	 * @param giveUpAfter how long a kind of call may be without a good answer
	 * @param address where MX is asked, for the operator
	 */
	SilenceWatch(long runId, CallHealth health, OutageWatch outage, StopSignal stop, Duration giveUpAfter,
			String address, InstantSource clock) {
		this.runId = runId;
		this.health = health;
		this.outage = outage;
		this.stop = stop;
		this.giveUpAfter = giveUpAfter;
		this.address = address;
		this.clock = clock;
		this.remindAt = clock.instant().plus(REMIND_EVERY);
	}

	/** To be called every second or so. */
	void look() {
		Instant now = this.clock.instant();
		boolean blind = false;
		for (Call call : Call.values()) {
			CallHealth.Silence silence = this.health.silence(call).orElse(null);
			if (silence != null) {
				blind |= EYES.contains(call) && silence.everybodys() && silence.until(now).compareTo(BLIND_AFTER) >= 0;
				judge(silence, now);
			}
		}
		this.outage.blind(blind);
	}

	private void judge(CallHealth.Silence silence, Instant now) {
		if (this.outage.away()) {
			// That is waited out, and ends the run, by itself.
			return;
		}
		if (silence.until(now).compareTo(this.giveUpAfter) >= 0) {
			this.stop.raise(new StopSignal.Cause.Failure(inWords(silence, now)
					+ "; if nothing mends that, end the run with stop --run " + this.runId + " --close"));
		}
		else if (silence.until(now).compareTo(REMIND_EVERY) >= 0 && !now.isBefore(this.remindAt)) {
			this.remindAt = now.plus(REMIND_EVERY);
			logger.warn("{}; the run waits, nobody is reported for it", inWords(silence, now));
		}
	}

	private String inWords(CallHealth.Silence silence, Instant now) {
		return "MX has given no good answer to any %s for %d s (%,d answers for %,d members, the last: %s) at %s"
			.formatted(silence.call().inWords(), silence.until(now).toSeconds(), silence.answers(), silence.members(),
					silence.last(), this.address);
	}

}
