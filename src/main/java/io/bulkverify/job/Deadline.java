package io.bulkverify.job;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Set;

import io.bulkverify.member.Stage;
import org.jspecify.annotations.Nullable;

/**
 * When a run may no longer begin anything: {@code --until}. What is under way by then is
 * finished.
 */
final class Deadline {

	/** Whoever is here has no verify under way. */
	private static final Set<Stage> NOT_BEGUN = EnumSet.of(Stage.PENDING, Stage.READY);

	private final @Nullable Instant at;

	private final InstantSource clock;

	private Deadline(@Nullable Instant at, InstantSource clock) {
		this.at = at;
		this.clock = clock;
	}

	/**
	 * The next time that it is so late: today, or tomorrow where that is over.
	 * @param until the time of day; null is never
	 */
	static Deadline next(@Nullable LocalTime until, ZoneId zone, InstantSource clock) {
		if (until == null) {
			return new Deadline(null, clock);
		}
		ZonedDateTime now = clock.instant().atZone(zone);
		ZonedDateTime today = now.with(until);
		ZonedDateTime next = today.isAfter(now) ? today : now.plusDays(1).with(until);
		return new Deadline(next.toInstant(), clock);
	}

	/** Whether members in this stage are left as they are from now on. */
	boolean leaves(Stage stage) {
		return this.at != null && NOT_BEGUN.contains(stage) && !this.clock.instant().isBefore(this.at);
	}

	@Override
	public String toString() {
		return String.valueOf(this.at);
	}

}
