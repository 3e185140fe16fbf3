package io.bulkverify.job;

import java.util.EnumMap;
import java.util.Map;

/**
 * The lanes' waits, so that each can be woken by what another did. Safe for use by many
 * threads.
 */
final class LaneSignals {

	private final Map<Lane, Wakeup> wakeups = new EnumMap<>(Lane.class);

	LaneSignals() {
		for (Lane lane : Lane.values()) {
			this.wakeups.put(lane, new Wakeup());
		}
	}

	Wakeup of(Lane lane) {
		Wakeup wakeup = this.wakeups.get(lane);
		if (wakeup == null) {
			throw new IllegalStateException("no wait for " + lane);
		}
		return wakeup;
	}

	void callAll() {
		this.wakeups.values().forEach(Wakeup::call);
	}

}
