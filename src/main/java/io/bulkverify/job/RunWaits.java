package io.bulkverify.job;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

import io.bulkverify.mx.MxProperties;
import io.bulkverify.mx.RateLimits;

/** What keeps a run waiting, in words: busy members, an outage, MX's quota. */
final class RunWaits {

	/** A limit that is back at nine tenths is no news. */
	private static final double AS_GOOD_AS_FULL = 0.9;

	private final OutageWatch outage;

	private final Supplier<Optional<Instant>> mxAwaySince;

	private final RateLimits limits;

	private final MxProperties.Limits configured;

	private final InstantSource clock;

	RunWaits(OutageWatch outage, Supplier<Optional<Instant>> mxAwaySince, RateLimits limits,
			MxProperties.Limits configured, InstantSource clock) {
		this.outage = outage;
		this.mxAwaySince = mxAwaySince;
		this.limits = limits;
		this.configured = configured;
		this.clock = clock;
	}

	List<String> of(StageCounts counts) {
		List<String> waits = new ArrayList<>();
		if (counts.conflicted() > 0) {
			waits.add("%,d wait for another job at MX (409)".formatted(counts.conflicted()));
		}
		Optional<Instant> since = this.mxAwaySince.get();
		if (since.isPresent()) {
			waits.add("MX has been away for " + RunGlance.inWords(Duration.between(since.get(), this.clock.instant())));
		}
		else if (this.outage.away()) {
			waits.add("the database is away");
		}
		throttled(waits, "reads", this.limits.currentReadsPerSecond(), this.configured.readsPerSecond());
		throttled(waits, "writes", this.limits.currentWritesPerSecond(), this.configured.writesPerSecond());
		return waits;
	}

	private static void throttled(List<String> waits, String what, double now, double configured) {
		if (now < configured * AS_GOOD_AS_FULL) {
			waits.add(String.format(Locale.ROOT, "MX allows %.1f of %.0f %s/s (429)", now, configured, what));
		}
	}

}
