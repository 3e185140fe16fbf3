package io.bulkverify.job;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;

import io.bulkverify.member.Stage;
import io.bulkverify.mx.RateLimits;
import org.jspecify.annotations.Nullable;

/**
 * How many members may be where, derived from the two rate limits and from how long calls
 * take, so that an operator sets quotas and no thread counts. All the arithmetic is here,
 * but for calls made at once.
 *
 * <ul>
 * <li>Calls that a lane has in hand, verifies and others for themselves: as many as may
 * be made at once, and those of 50 ms more that wait to be made. At least 256, at most
 * two seconds of a limit's permits and 4,000.</li>
 * <li>Calls made at once (kept by {@link RateLimits}, reads and writes for themselves):
 * as many as are made in the time of a call and a half (Little's law), where half as many
 * again are made as in the last second; at least 128, at most 1,400 reads and 500 writes.
 * More connections than that cost time instead of saving it, and MX has a limit of its
 * own.</li>
 * <li>Verifies in flight: one second of the write limit, because a baseline ages while
 * its verify waits for its turn.</li>
 * <li>Members ready to be verified: five seconds of verifies, half of what a baseline
 * lasts, so that nobody's baseline grows old in the queue.</li>
 * <li>Members under way at MX: as many as the read limit can poll at the longest
 * interval.</li>
 * </ul>
 *
 * @param perSecond calls a second, by the greater of the two limits
 * @param verifies verify calls in flight
 * @param ready members with a fresh baseline
 * @param underWay members whose verification runs at MX
 */
record LaneLimits(double perSecond, int verifies, int ready, int underWay) {

	private static final Duration CALLS_LAST = Duration.ofSeconds(2);

	private static final Duration VERIFIES_LAST = Duration.ofSeconds(1);

	private static final int LEAST_VERIFIES = 4;

	private static final Duration READY_FOR = Duration.ofSeconds(5);

	private static final int LEAST = 16;

	private static final int MOST_IN_FLIGHT = 4_000;

	private static final int FIRST_IN_FLIGHT = 256;

	private static final Duration TURNS_WAITED_FOR = Duration.ofMillis(50);

	private static final Set<Stage> UNDER_WAY = Set.of(Stage.REQUESTING, Stage.VERIFYING, Stage.ANSWERING);

	/**
	 * Verifies have places of their own: waiting for the write limit, they must not keep
	 * back the reads without which no others can follow.
	 */
	private static final Set<Stage> PAYING = Set.of(Stage.READY, Stage.REQUESTING);

	static LaneLimits of(double readsPerSecond, double writesPerSecond, Duration longestInterval,
			@Nullable Integer maxVerifying) {
		int ready = atLeast(LEAST, writesPerSecond * READY_FOR.toSeconds());
		int underWay = atLeast(LEAST, readsPerSecond * longestInterval.toMillis() / 1000);
		int verifies = atLeast(LEAST_VERIFIES, writesPerSecond * VERIFIES_LAST.toSeconds());
		return new LaneLimits(Math.max(readsPerSecond, writesPerSecond), verifies, ready,
				maxVerifying == null ? underWay : maxVerifying);
	}

	/**
	 * Calls that one lane may have in hand.
	 * @param pace calls expected in a second
	 * @param atOnce calls that may be made at once
	 */
	int inFlight(double pace, int atOnce) {
		int most = Math.min(MOST_IN_FLIGHT, atLeast(LEAST, this.perSecond * CALLS_LAST.toSeconds()));
		double waiting = pace * TURNS_WAITED_FOR.toMillis() / 1000;
		return Math.clamp(Math.round(atOnce + waiting), Math.min(most, FIRST_IN_FLIGHT), most);
	}

	/**
	 * How many members of a stage a lane can take into its hands.
	 * @param most calls of a kind that it may have in hand
	 * @param inHand the stages of those that it has
	 * @param heldBack the stages of those among them that take nobody's place
	 */
	static int free(Stage stage, int most, Collection<Stage> inHand, Collection<Stage> heldBack) {
		return most - alike(stage, inHand) + alike(stage, heldBack);
	}

	private static int alike(Stage stage, Collection<Stage> others) {
		boolean paying = PAYING.contains(stage);
		return (int) others.stream().filter((other) -> PAYING.contains(other) == paying).count();
	}

	private static int atLeast(int least, double derived) {
		return (int) Math.min(Integer.MAX_VALUE, Math.max(least, Math.ceil(derived)));
	}

	/**
	 * How many members of a stage may be taken now.
	 * @param taken how many of that stage are in flight already
	 * @param requesting how many verifies are
	 * @param heldBack the stages of members that take nobody's place
	 */
	long allowed(Stage stage, StageCounts counts, long taken, long requesting, Collection<Stage> heldBack) {
		long room = this.underWay - counts.in(UNDER_WAY) + heldBack.stream().filter(UNDER_WAY::contains).count();
		long ready = counts.in(Set.of(Stage.READY)) - Collections.frequency(heldBack, Stage.READY);
		return switch (stage) {
			case READY -> Math.min(this.verifies - requesting, room);
			case PENDING -> Math.min(this.ready, room) - ready - taken;
			case REQUESTING, VERIFYING, ANSWERING, CONNECTED -> Long.MAX_VALUE;
			case VERIFIED, REPORTED -> 0;
		};
	}

}
