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
 * @param readErrors reads in a row that ended in errors
 * @param writeErrors verifies, or answers to an account selection, in a row that ended in
 * errors; that the member can be read meanwhile says nothing of them
 * @param selection the answer to an account selection; null where none was asked for
 */
public record Progress(Stage stage, Instant dueAt, @Nullable Seen seen, @Nullable Baseline baseline, Attempt attempt,
		Sighting sighting, Trouble conflicts, Trouble readErrors, Trouble writeErrors, @Nullable Selection selection) {

	/** A member that was just listed. */
	public static Progress listed(Instant now) {
		return new Progress(Stage.PENDING, now, null, null, Attempt.NONE, Sighting.NONE, Trouble.NONE, Trouble.NONE,
				Trouble.NONE, null);
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
		return new Progress(next, due, seen, baseline, attempt, kept, conflicts, readErrors, writeErrors, selection);
	}

	/** In the same stage, looked at again then. */
	public Progress due(Instant due) {
		return in(stage, due);
	}

	/** After an answered read of any kind: errors of reads are over. */
	Progress heard() {
		return withReadErrors(Trouble.NONE);
	}

	/** After a read of the member or of its status. */
	public Progress saw(MemberState state, Instant at) {
		Seen now = seen == null ? Seen.of(state, at) : seen.then(state, at);
		return new Progress(stage, dueAt, now, baseline, attempt, sighting, conflicts, Trouble.NONE, writeErrors,
				selection);
	}

	/**
	 * Whether this run has read the member well or sent a verify for it: MX knows it
	 * then, and a refusal to read it is trouble.
	 */
	public boolean known() {
		return seen != null || attempt.sent() > 0;
	}

	/**
	 * Whether a read shows that the verification under way has begun: by its job where MX
	 * has named it, and then another job is somebody else's; else by any job that was not
	 * there before.
	 */
	boolean begunBy(MemberState state) {
		@Nullable String ours = attempt.jobGuid();
		if (ours != null && state.jobGuid() != null) {
			return ours.equals(state.jobGuid());
		}
		return state.running() || (baseline != null && baseline.movedBy(state));
	}

	public Progress with(Baseline next) {
		return new Progress(stage, dueAt, seen, next, attempt, sighting, conflicts, readErrors, writeErrors, selection);
	}

	public Progress with(Attempt next) {
		return new Progress(stage, dueAt, seen, baseline, next, sighting, conflicts, readErrors, writeErrors,
				selection);
	}

	public Progress with(Sighting next) {
		return new Progress(stage, dueAt, seen, baseline, attempt, next, conflicts, readErrors, writeErrors, selection);
	}

	public Progress withConflicts(Trouble next) {
		return new Progress(stage, dueAt, seen, baseline, attempt, sighting, next, readErrors, writeErrors, selection);
	}

	public Progress withReadErrors(Trouble next) {
		return new Progress(stage, dueAt, seen, baseline, attempt, sighting, conflicts, next, writeErrors, selection);
	}

	public Progress withWriteErrors(Trouble next) {
		return new Progress(stage, dueAt, seen, baseline, attempt, sighting, conflicts, readErrors, next, selection);
	}

	public Progress with(@Nullable Selection next) {
		return new Progress(stage, dueAt, seen, baseline, attempt, sighting, conflicts, readErrors, writeErrors, next);
	}
}
