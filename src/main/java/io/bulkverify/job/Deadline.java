package io.bulkverify.job;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Set;

import io.bulkverify.member.Stage;
import org.jspecify.annotations.Nullable;

/**
 * When a run may no longer begin anything. What is under way by then is finished.
 */
final class Deadline {

	/** Whoever is here has no verify under way. */
	private static final Set<Stage> NOT_BEGUN = EnumSet.of(Stage.PENDING, Stage.READY);

	private final @Nullable Instant at;

	private final @Nullable String detail;

	private final InstantSource clock;

	private Deadline(@Nullable Instant at, @Nullable String detail, InstantSource clock) {
		this.at = at;
		this.detail = detail;
		this.clock = clock;
	}

	/** {@code --until}; null is never. */
	static Deadline at(@Nullable Instant until, InstantSource clock) {
		return new Deadline(until, null, clock);
	}

	/** For a run of an earlier date, which begins nothing more. */
	static Deadline ofEarlierRun(LocalDate date, InstantSource clock) {
		return new Deadline(Instant.MIN, "in the run of " + date, clock);
	}

	/**
	 * What {@code --until} means for a run. It is resolved once, so that a command that
	 * is given again after that time of day does not mean tomorrow's; only another time
	 * of day is resolved anew.
	 * @param before what it meant before; null if nothing
	 * @param wanted the time of day; null is what it meant before
	 */
	static @Nullable Instant until(@Nullable Instant before, @Nullable LocalTime wanted, ZoneId zone,
			InstantSource clock) {
		if (wanted == null || (before != null && before.atZone(zone).toLocalTime().equals(wanted))) {
			return before;
		}
		return next(wanted, zone, clock);
	}

	/** The next time that it is so late: today, or tomorrow where that is over. */
	static Instant next(LocalTime until, ZoneId zone, InstantSource clock) {
		ZonedDateTime now = clock.instant().atZone(zone);
		ZonedDateTime today = now.with(until);
		return (today.isAfter(now) ? today : now.plusDays(1).with(until)).toInstant();
	}

	/** Whether members in this stage are left as they are from now on. */
	boolean leaves(Stage stage) {
		return NOT_BEGUN.contains(stage) && isOver();
	}

	/** Whether nothing is begun any more. */
	boolean isOver() {
		return this.at != null && !this.clock.instant().isBefore(this.at);
	}

	/**
	 * What is said of members that were not reached; null where there is nothing to add.
	 */
	@Nullable String detail() {
		return this.detail;
	}

	@Override
	public String toString() {
		return (this.detail != null) ? "another run follows" : "until " + this.at;
	}

}
