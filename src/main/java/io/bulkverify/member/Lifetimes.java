package io.bulkverify.member;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a run has learnt about how long its verifications last, for each institution and
 * for all together, so that a member is not read long before its end is likely. Nothing
 * of it is stored: a run that goes on learns anew. Safe for use by many threads.
 */
final class Lifetimes {

	/** A list may name as many institutions as it likes. */
	private static final int MOST_INSTITUTIONS = 2_000;

	private final RandomGenerator dice;

	private final LifeTable all;

	private final Map<String, LifeTable> institutions = new LinkedHashMap<>(16, 0.75f, true) {
		@Override
		protected boolean removeEldestEntry(Map.Entry<String, LifeTable> eldest) {
			return size() > MOST_INSTITUTIONS;
		}
	};

	Lifetimes(RandomGenerator dice) {
		this.dice = dice;
		this.all = new LifeTable(dice);
	}

	/** See {@link LifeTable#looked}. */
	synchronized void looked(@Nullable String institution, Duration before, Duration age, boolean over) {
		all.looked(before, age, over);
		if (institution != null) {
			institutions.computeIfAbsent(institution, fresh -> new LifeTable(dice)).looked(before, age, over);
		}
	}

	/**
	 * The age at which a verification that still runs at this age is likely over; empty
	 * where too little is known.
	 */
	synchronized Optional<Duration> likelyEnd(@Nullable String institution, Duration age) {
		@Nullable LifeTable own = institution == null ? null : institutions.get(institution);
		return Optional.ofNullable(own).flatMap(table -> table.likelyEnd(age)).or(() -> all.likelyEnd(age));
	}

}
