package io.bulkverify.member;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a member has come: everything of its row that changes. Immutable; the
 * {@code with} methods give the next.
 *
 * @param stage where it stands
 * @param dueAt when it is looked at again
 * @param seen what the latest answered read showed; null before the first
 * @param baseline what was read before the verify; null before that
 * @param attempt its verify calls
 * @param sighting what the latest reads agree on
 * @param conflicts 409s in a row
 * @param errors errors in a row
 * @param selection the answer to an account selection; null where none was asked for
 */
public record Progress(Stage stage, Instant dueAt, @Nullable Seen seen, @Nullable Baseline baseline, Attempt attempt,
		Sighting sighting, Trouble conflicts, Trouble errors, @Nullable Selection selection) {

	/** A member that was just listed. */
	public static Progress listed(Instant now) {
		return new Progress(Stage.PENDING, now, null, null, Attempt.NONE, Sighting.NONE, Trouble.NONE, Trouble.NONE,
				null);
	}

	/**
	 * In another stage, or the same, looked at again then.
	 * @throws IllegalStateException if the stage may not follow this one
	 */
	public Progress in(Stage next, Instant due) {
		if (next != stage && !stage.next().contains(next)) {
			throw new IllegalStateException("a member cannot go from " + stage + " to " + next);
		}
		Sighting kept = next == stage ? sighting : Sighting.NONE;
		return new Progress(next, due, seen, baseline, attempt, kept, conflicts, errors, selection);
	}

	/** In the same stage, looked at again then. */
	public Progress due(Instant due) {
		return in(stage, due);
	}

	/**
	 * After an answered read: errors are over. Not so while a verify is being tried: that
	 * the member can be read says nothing of the errors that its verify meets.
	 */
	public Progress saw(MemberState state, Instant at) {
		Seen now = seen == null ? Seen.of(state, at) : seen.then(state, at);
		Trouble left = attempt.postedAt() != null && stage.beforeVerification() ? errors : Trouble.NONE;
		return new Progress(stage, dueAt, now, baseline, attempt, sighting, conflicts, left, selection);
	}

	public Progress with(Baseline next) {
		return new Progress(stage, dueAt, seen, next, attempt, sighting, conflicts, errors, selection);
	}

	public Progress with(Attempt next) {
		return new Progress(stage, dueAt, seen, baseline, next, sighting, conflicts, errors, selection);
	}

	public Progress with(Sighting next) {
		return new Progress(stage, dueAt, seen, baseline, attempt, next, conflicts, errors, selection);
	}

	public Progress withConflicts(Trouble next) {
		return new Progress(stage, dueAt, seen, baseline, attempt, sighting, next, errors, selection);
	}

	public Progress withErrors(Trouble next) {
		return new Progress(stage, dueAt, seen, baseline, attempt, sighting, conflicts, next, selection);
	}

	public Progress with(@Nullable Selection next) {
		return new Progress(stage, dueAt, seen, baseline, attempt, sighting, conflicts, errors, next);
	}
}
