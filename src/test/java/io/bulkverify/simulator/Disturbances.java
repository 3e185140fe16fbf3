package io.bulkverify.simulator;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The disturbances that are in force, and how far each has come. */
final class Disturbances {

	private static final int GRAINS = 10_000;

	private final List<InForce> inForce = new CopyOnWriteArrayList<>();

	void add(Disturbance disturbance, long now) {
		inForce.add(new InForce(disturbance, now));
	}

	void clear() {
		inForce.clear();
	}

	/**
	 * What befalls this call, or null. Every disturbance of the kind counts the call; the
	 * first that is due takes it.
	 * @param subject the member or whatever else the call is about
	 */
	@Nullable Disturbance befalling(Call call, Flavour flavour, String subject, @Nullable String bank, long now) {
		Disturbance befalls = null;
		for (InForce each : inForce) {
			if (each.told.calls().covers(call, flavour) && each.isDue(subject, bank, now) && befalls == null) {
				each.befallen.incrementAndGet();
				befalls = each.told;
			}
		}
		return befalls;
	}

	/** How many calls each has befallen, in the order in which they were told. */
	List<Long> befallen() {
		return inForce.stream().map(each -> each.befallen.get()).toList();
	}

	private static final class InForce {

		private final Disturbance told;

		private final long since;

		private final AtomicLong calls = new AtomicLong();

		private final AtomicLong befallen = new AtomicLong();

		/** When its first call came; 0: not yet. */
		private final AtomicLong begun = new AtomicLong();

		InForce(Disturbance told, long since) {
			this.told = told;
			this.since = since;
		}

		boolean isDue(String subject, @Nullable String bank, long now) {
			long nth = calls.getAndIncrement();
			if (nth < told.afterCalls() || now < since + told.afterMs()) {
				return false;
			}
			begun.compareAndSet(0, now);
			return now < begun.get() + told.lastsMs() && befallen.get() < told.times() && concerns(subject, bank)
					&& (told.share() >= 1 || Spread.unit(told.seed(), nth) < told.share());
		}

		private boolean concerns(String subject, @Nullable String bank) {
			return (told.bank() == null || told.bank().equals(bank)) && (told.members() >= 1
					|| Spread.below(GRAINS, subject, 100 + told.seed()) < told.members() * GRAINS);
		}

	}

}
