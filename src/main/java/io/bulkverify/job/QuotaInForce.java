package io.bulkverify.job;

import java.math.BigDecimal;
import java.math.RoundingMode;

import io.bulkverify.mx.CallLog;
import io.bulkverify.mx.RateLimits;

/**
 * How many calls a second may be made, in words for the log and the closing summary: an
 * operator who finds a run slow sees whether MX wanted it so.
 */
final class QuotaInForce {

	private final RateLimits limits;

	private final CallLog calls;

	QuotaInForce(RateLimits limits, CallLog calls) {
		this.limits = limits;
		this.calls = calls;
	}

	/** What is allowed now. */
	String now() {
		return words(this.limits.currentReadsPerSecond(), this.limits.currentWritesPerSecond());
	}

	/** What is allowed now, and what MX made of it since the program started. */
	String history() {
		long throttled = this.calls.counts().throttled();
		if (throttled == 0) {
			return "Quota in force: " + now() + "; MX never asked for less\n";
		}
		return "Quota in force: %s; MX answered 429 %d times, the slowest were %s\n".formatted(now(), throttled,
				words(this.limits.lowestReadsPerSecond(), this.limits.lowestWritesPerSecond()));
	}

	private static String words(double reads, double writes) {
		return "%s reads and %s writes a second".formatted(readable(reads), readable(writes));
	}

	private static String readable(double perSecond) {
		return BigDecimal.valueOf(perSecond).setScale(1, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
	}

}
