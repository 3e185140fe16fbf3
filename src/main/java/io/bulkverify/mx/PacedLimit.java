package io.bulkverify.mx;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A smooth limit of calls a second. Resilience4j hands out slots one by one, a period of
 * 1.02 s ÷ rate apart, so that nothing is saved up; a thread that wakes too late for its
 * slot gives it up, for threads that are woken late together would send together. What
 * lateness is left is held to the rate in any sliding second.
 *
 * <p>
 * When MX says that it is too much, all who wait are slowed down together. Safe for use
 * by many threads at once.
 */
final class PacedLimit {

	private static final Logger log = LoggerFactory.getLogger(PacedLimit.class);

	/** MX counts by the second: until one is over, it goes on saying no. */
	private static final long STILL_THE_SAME = TimeUnit.SECONDS.toNanos(1);

	private static final long LATE = TimeUnit.MILLISECONDS.toNanos(8);

	/**
	 * Nobody waits longer than this before looking whether the wait still makes sense.
	 */
	private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(250);

	/**
	 * Whoever gives up leaves his slot empty, so slots are not given far ahead: at a low
	 * rate the empty ones would soon fill all the time there is.
	 */
	private static final Duration LONGEST_QUEUE = Duration.ofSeconds(3);

	private static final Duration LONGEST_QUEUE_OF_RARE_SLOTS = Duration.ofNanos(SLICE);

	private static final long ONE_SECOND = TimeUnit.SECONDS.toNanos(1);

	/** Slots come so much slower than the limit allows: room for what is late. */
	private static final double ROOM = 1.02;

	private final String name;

	private final SlidingSecond second;

	private final Pause pause;

	private final ReentrantLock changing = new ReentrantLock();

	private volatile Rate rate;

	private volatile Pace pace;

	/** Nothing leaves before this; the past where MX asked for no quiet. */
	private volatile long quietUntil;

	private volatile long loweredAt;

	/** What the answers to one overload may lower the rate to. */
	private double floor;

	private volatile long grantedAt;

	private volatile double lowest;

	private volatile boolean cold;

	/**
	 * Slots at one rate. A new rate is a new object: whoever waits on an old one sees it.
	 */
	private record Pace(double perSecond, RateLimiter slots) {
	}

	/**
	 * A limit that nobody has used yet.
	 * @param name of what is limited, for the log
	 * @param perSecond positive
	 */
	PacedLimit(String name, double perSecond, Pause pause) {
		this.name = name;
		this.pause = pause;
		long now = pause.nanoTime();
		this.quietUntil = now;
		this.loweredAt = now - STILL_THE_SAME - 1;
		this.grantedAt = now - Duration.ofDays(1).toNanos();
		this.lowest = perSecond;
		this.second = new SlidingSecond(perSecond, now);
		this.rate = Rate.full(perSecond, now);
		this.pace = pace(perSecond, now);
	}

	/** The same, but it warms up when it is used first. */
	static PacedLimit cold(String name, double perSecond, Pause pause) {
		PacedLimit limit = new PacedLimit(name, perSecond, pause);
		limit.cold = true;
		return limit;
	}

	private void warmUp() {
		changing.lock();
		try {
			if (cold) {
				cold = false;
				long now = pause.nanoTime();
				rate = rate.warmingUp(now);
				pace = pace(rate.perSecond(now), now);
			}
		}
		finally {
			changing.unlock();
		}
	}

	/**
	 * Waits for a slot.
	 * @param wanted asked again and again while waiting, several times in a second
	 * @return true: send now; false: not wanted any more, or interrupted
	 */
	boolean acquire(BooleanSupplier wanted) {
		if (cold) {
			warmUp();
		}
		long tolerated = LATE;
		while (stillWanted(wanted)) {
			Pace current = currentPace();
			long quiet = quietUntil - pause.nanoTime();
			if (quiet > 0) {
				pause.nanos(Math.min(quiet, SLICE));
				continue;
			}
			long wait = current.slots().reservePermission();
			if (wait < 0) {
				pause.nanos(SLICE);
				continue;
			}
			long slot = pause.nanoTime() + wait;
			if (reached(slot, current, wanted)) {
				long now = pause.nanoTime();
				if (now - slot <= tolerated) {
					if (fits(wanted)) {
						return true;
					}
					continue;
				}
				// A machine that is always late must not starve the one who waits.
				tolerated *= 2;
			}
		}
		return false;
	}

	/** Whether the sliding second had room for it, in the end. */
	private boolean fits(BooleanSupplier wanted) {
		while (true) {
			long now = pause.nanoTime();
			long wait = second.send(now);
			if (wait == 0) {
				grantedAt = now;
				return true;
			}
			pause.nanos(Math.min(wait, SLICE));
			if (!stillWanted(wanted) || quietUntil - pause.nanoTime() > 0) {
				return false;
			}
		}
	}

	/** False where waiting for this slot makes no sense any more. */
	private boolean reached(long slot, Pace current, BooleanSupplier wanted) {
		long wait = slot - pause.nanoTime();
		while (wait > 0) {
			pause.nanos(Math.min(wait, SLICE));
			if (!stillWanted(wanted) || !currentPace().equals(current)) {
				return false;
			}
			wait = slot - pause.nanoTime();
		}
		return pace.equals(current);
	}

	private static boolean stillWanted(BooleanSupplier wanted) {
		return wanted.getAsBoolean() && !Thread.currentThread().isInterrupted();
	}

	/**
	 * MX said that it was too much.
	 * @param sentAt monotonic, when the call left that was answered so: one that left
	 * before the rate was lowered last, or within a second of that, is of the same
	 * overload, which lowers the rate to half at most
	 * @param retryAfter how long nobody is to send; null where MX did not say
	 */
	void throttled(long sentAt, @Nullable Duration retryAfter) {
		changing.lock();
		try {
			long now = pause.nanoTime();
			if (retryAfter != null && now + retryAfter.toNanos() - quietUntil > 0) {
				quietUntil = now + retryAfter.toNanos();
			}
			Rate before = rate;
			boolean news = sentAt - loweredAt > STILL_THE_SAME;
			if (news) {
				loweredAt = now;
				floor = before.allowed(now) / 2;
			}
			rate = before.lowered(floor, now, quietUntil);
			pace = pace(rate.perSecond(now), now);
			lowest = Math.min(lowest, rate.allowed(now));
			if ((news || rate.allowed(now) <= floor) && rate.allowed(now) < before.allowed(now)) {
				log.warn("MX asks for fewer {}: slowed from {} to {} a second{}", name, readable(before.allowed(now)),
						readable(rate.allowed(now)),
						retryAfter == null ? "" : ", after a rest of " + retryAfter.toSeconds() + " s");
			}
		}
		finally {
			changing.unlock();
		}
	}

	/**
	 * Calls a second allowed now. While MX has asked for quiet, the rate that follows it.
	 */
	double currentPerSecond() {
		return rate.allowed(pause.nanoTime());
	}

	/** The least that was allowed so far. */
	double lowestPerSecond() {
		return lowest;
	}

	private Pace currentPace() {
		Pace current = pace;
		return current.perSecond() == rate.perSecond(pause.nanoTime()) ? current : renewed();
	}

	private Pace renewed() {
		changing.lock();
		try {
			long now = pause.nanoTime();
			double perSecond = rate.perSecond(now);
			if (pace.perSecond() != perSecond) {
				pace = pace(perSecond, now);
				if (perSecond == rate.configured() && lowest < perSecond) {
					log.info("Back to {} {} a second", readable(perSecond), name);
				}
			}
			return pace;
		}
		finally {
			changing.unlock();
		}
	}

	private Pace pace(double perSecond, long now) {
		long period = Math.max(1, Math.round(ONE_SECOND * ROOM / perSecond));
		RateLimiter slots = new AtomicRateLimiter(name,
				RateLimiterConfig.custom()
					.limitForPeriod(1)
					.limitRefreshPeriod(Duration.ofNanos(period))
					.timeoutDuration(period < ONE_SECOND ? LONGEST_QUEUE : LONGEST_QUEUE_OF_RARE_SLOTS)
					.build(),
				pause::nanoTime);
		if (now - grantedAt < period) {
			// Its first slot would follow the last one of the old rate too closely.
			slots.drainPermissions();
		}
		return new Pace(perSecond, slots);
	}

	private static String readable(double perSecond) {
		return BigDecimal.valueOf(perSecond).setScale(1, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
	}

}
