package io.bulkverify.simulator;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a story as the program's contract does, with default settings; in the order in
 * which a program meets things.
 */
final class Expectations {

	/**
	 * Statuses that only the end user or MX can mend: reported without a call before
	 * verify, reported after it too.
	 */
	private static final Set<String> BLOCKING = Set.of("PREVENTED", "DENIED", "CHALLENGED", "REJECTED", "LOCKED",
			"IMPEDED", "RECONNECTED", "IMPORTED", "EXPIRED", "IMPAIRED", "PENDING", "DISCONNECTED", "DISCONTINUED",
			"CLOSED", "DISABLED");

	/** Statuses that do not keep a member from being verified. */
	private static final Set<String> OPEN = Set.of("CREATED", "CONNECTED", "DEGRADED", "DELAYED", "FAILED", "UPDATED",
			"RESUMED");

	/** Banks whose own record says that they verify nobody. */
	private static final Set<String> UNABLE = Set.of(Records.TOLD + "unable", Records.TOLD + "disabled");

	/** What says, by its status alone, that the verify was taken. */
	private static final Set<Breakage> TAKEN = EnumSet.of(Breakage.EMPTY, Breakage.EMPTY_202, Breakage.BODILESS,
			Breakage.LATE, Breakage.GZIP);

	/** Whatever is refused is not lost. */
	private static final Set<Breakage> REFUSED = EnumSet.of(Breakage.MAINTENANCE, Breakage.HTTP_400, Breakage.HTTP_401,
			Breakage.HTTP_403, Breakage.HTTP_404, Breakage.HTTP_405, Breakage.HTTP_406, Breakage.HTTP_409,
			Breakage.HTTP_422, Breakage.HTTP_429);

	/** More failures in a row than anybody's patience. */
	private static final int ENDLESS = 1000;

	private Expectations() {
	}

	static Expectation of(Story story) {
		if (story.refusals().reads() == 404) {
			return Expectation.withoutCall("MEMBER_NOT_FOUND");
		}
		if (story.refusals().reads() != 0) {
			// Before anybody was read it is everybody's trouble, afterwards this member's
			// own.
			return new Expectation.AnyOf(
					List.of(new Expectation.RunStops("HTTP " + story.refusals().reads() + " on a read"),
							Expectation.withoutCall("REFUSED")));
		}
		if (endless(story, Story.Scope.MEMBER) || endless(story, Story.Scope.READS)) {
			return Expectation.withoutCall("API_ERROR");
		}
		if (story.asking().leftover()) {
			return Expectation.withoutCall("CHALLENGED", "ACCOUNT_SELECTION_NEEDED");
		}
		Expectation blocked = blocked(story.before().status(), story.asking().question());
		if (blocked != null && story.before().occupant() == Story.Occupant.NOBODY) {
			return blocked;
		}
		if (story.before().outdated()) {
			return Expectation.withoutCall("UPDATED_CREDENTIALS_NEEDED");
		}
		if (UNABLE.contains(String.valueOf(story.bank()))) {
			return Expectation.withoutCall("INSTITUTION_NOT_SUPPORTED");
		}
		if (story.before().occupant() == Story.Occupant.FOREIGN_JOB) {
			if (story.before().occupiedMs() >= Story.FOR_EVER) {
				return Expectation.reported("CONFLICT_TIMEOUT");
			}
			Expectation left = blocked(story.before().leaves(), Story.Question.NOTHING);
			if (story.before().leaves() != null && left instanceof Expectation.Reported reported) {
				// A verify may be sent before: it gets 409 and costs nothing.
				return new Expectation.Reported(reported.reasons(), true);
			}
		}
		if (story.refusals().verify() != 0) {
			return Expectation.reported(refusal(story.refusals()));
		}
		if (endless(story, Story.Scope.VERIFY) || endless(story, Story.Scope.STATUS)
				|| endless(story, Story.Scope.NUMBERS) || endless(story, Story.Scope.ALL)) {
			return Expectation.reported("API_ERROR");
		}
		return ending(story);
	}

	private static boolean endless(Story story, Story.Scope scope) {
		return story.mishaps()
			.stream()
			.anyMatch(
					m -> m.scope() == scope && m.times() >= ENDLESS && !(scope == Story.Scope.VERIFY && m.afterWork()));
	}

	private static @Nullable Expectation blocked(@Nullable String status, Story.Question question) {
		if (status == null) {
			return Expectation.withoutCall("NO_CREDENTIALS");
		}
		if (status.equals("EXPIRED") && question == Story.Question.ACCOUNT_SELECTION) {
			return Expectation.withoutCall("EXPIRED", "ACCOUNT_SELECTION_NEEDED");
		}
		if (BLOCKING.contains(status)) {
			return Expectation.withoutCall(status);
		}
		return OPEN.contains(status) ? null : Expectation.withoutCall("UNKNOWN_STATUS");
	}

	private static String refusal(Story.Refusals refusals) {
		return switch (refusals.verify()) {
			case 400 -> "institution_maintenance_error".equals(refusals.type())
					|| "institution_unavailable_error".equals(refusals.type()) ? "INSTITUTION_UNAVAILABLE"
							: "INSTITUTION_NOT_SUPPORTED";
			case 403 -> "VERIFICATION_NOT_ENABLED";
			case 404 -> "MEMBER_NOT_FOUND";
			default -> "REFUSED";
		};
	}

	private static Expectation ending(Story story) {
		Story.Work work = story.work();
		boolean joined = story.before().occupant() == Story.Occupant.OTHER_VERIFICATION;
		switch (story.asking().question()) {
			case ACCOUNT_SELECTION -> {
				if (joined) {
					return Expectation.reported("CHALLENGED", "ACCOUNT_SELECTION_NEEDED");
				}
				return story.asking().options() == 0 ? Expectation.reported("CHALLENGED")
						: Expectation.reported("ACCOUNT_SELECTION_NEEDED");
			}
			case MFA -> {
				return Expectation.reported("CHALLENGED");
			}
			case NOTHING -> {
			}
		}
		if (work.ms() >= Story.FOR_EVER) {
			return Expectation.reported("POLL_TIMEOUT");
		}
		if (work.errorCode() != 0 && work.errorCode() == story.before().errorCode()) {
			return new Expectation.AnyOf(List.of(Expectation.reported("MEMBER_ERROR"), numbers(story)));
		}
		if (work.errorCode() != 0) {
			return work.errorInStatus() ? Expectation.reported("MEMBER_ERROR")
					: Expectation.reported("MEMBER_ERROR", "NO_ACCOUNT_NUMBERS");
		}
		if (neverOurs(story)) {
			boolean somethingRan = story.before().occupant() != Story.Occupant.NOBODY;
			return story.before().known()
					? new Expectation.Verified(story.numbers().count(), somethingRan ? null : "UNCONFIRMED")
					: Expectation.reported("UNCONFIRMED");
		}
		String end = work.end();
		if (end == null) {
			return Expectation.reported("NO_CREDENTIALS");
		}
		if (end.equals("CONNECTED")) {
			return numbers(story);
		}
		if (BLOCKING.contains(end) || end.equals("FAILED") || end.equals("DEGRADED")) {
			return Expectation.reported(end);
		}
		return OPEN.contains(end) ? Expectation.reported("POLL_TIMEOUT") : Expectation.reported("UNKNOWN_STATUS");
	}

	/**
	 * Whether the program must take some other job for ours, or believe in a job that
	 * never was.
	 */
	private static boolean neverOurs(Story story) {
		return story.mishaps().stream().filter(m -> m.scope() == Story.Scope.VERIFY).anyMatch(m -> {
			boolean taken = TAKEN.contains(m.how());
			boolean lost = !taken && !REFUSED.contains(m.how());
			boolean moved = story.before().occupant() == Story.Occupant.BACKGROUND;
			boolean held = story.before().occupant() == Story.Occupant.FOREIGN_JOB && story.before().hidden();
			return m.afterWork() ? lost && held : taken || (lost && moved);
		});
	}

	/** Whether nobody ever said that our verify was taken. */
	private static boolean answerLost(Story story) {
		return story.mishaps()
			.stream()
			.anyMatch(m -> m.scope() == Story.Scope.VERIFY && m.afterWork() && !TAKEN.contains(m.how()));
	}

	private static Expectation numbers(Story story) {
		Story.Numbers numbers = story.numbers();
		Story.Work work = story.work();
		boolean unconfirmed = !work.shown() && work.moves() == Story.Moves.NONE;
		if (numbers.count() == 0) {
			if (answerLost(story) || unconfirmed) {
				return Expectation.reported("UNCONFIRMED");
			}
			return story.before().occupant() == Story.Occupant.OTHER_VERIFICATION
					? Expectation.reported("NO_ACCOUNT_NUMBERS", "UNCONFIRMED")
					: Expectation.reported("NO_ACCOUNT_NUMBERS");
		}
		Expectation verified = switch (numbers.look()) {
			case PLAIN, LEADING_ZEROS, CANADIAN ->
				new Expectation.Verified(numbers.count(), unconfirmed ? "UNCONFIRMED" : null);
			case MASKED, JUNK -> Expectation.reported("MASKED_NUMBERS");
			case PARTLY_MASKED, PARTLY_JUNK ->
				new Expectation.Verified(1, unconfirmed ? "PARTLY_MASKED;UNCONFIRMED" : "PARTLY_MASKED");
		};
		// Two empty reads are the end where MX says that all was processed; elsewhere
		// there are two minutes. The contract does not say whether accounts are asked one
		// by one.
		return numbers.emptyReads() > 1 || numbers.onlyByAccount()
				? new Expectation.AnyOf(List.of(verified, Expectation.reported("NO_ACCOUNT_NUMBERS"))) : verified;
	}

}
