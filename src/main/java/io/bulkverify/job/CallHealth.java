package io.bulkverify.job;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.bulkverify.member.Answer;
import io.bulkverify.member.Call;
import io.bulkverify.member.Moment;
import io.bulkverify.member.Refusal;

/**
 * What MX has said to each kind of call, so that refusals and errors of one member can be
 * judged against the successes of others (src/docs/decisions.md, no 10). Kept in memory:
 * a process that goes on with a run believes nothing that it has not seen itself. Safe
 * for use by many threads.
 */
final class CallHealth {

	/**
	 * A success that old says nothing of a refusal now: a wall may have risen since.
	 */
	private static final Duration FRESH = Duration.ofSeconds(30);

	/**
	 * So many members without one good answer between them are no coincidence, and what
	 * they met counts for none of them.
	 */
	static final int MANY = 10;

	private static final Duration AN_OUTAGE = Duration.ofSeconds(10);

	/** Enough to know that a kind of call is still wanted. */
	private static final int MOST_REMEMBERED = 10_000;

	private final Duration begun;

	private final Map<Call, Kind> kinds = new EnumMap<>(Call.class);

	/**
	 * @param begun the patience that earlier processes of the run have used up
	 */
	CallHealth(Duration begun) {
		this.begun = begun;
		for (Call call : Call.values()) {
			this.kinds.put(call, new Kind(begun));
		}
	}

	/**
	 * A good answer.
	 *
	 * @param asked when the call was made, before it waited for its turn
	 */
	private record Success(long member, Instant asked, Duration patience) {
	}

	/**
	 * A member's refusals of one kind without another answer between them: whoever is
	 * refused in another way than before may have met a wall.
	 *
	 * @param first when the first came
	 * @param last when the latest came
	 * @param vouched whether another member had succeeded between the first and the
	 * latest
	 * @param text what MX said
	 */
	private record Refusals(Instant first, Instant last, boolean vouched, Refusal refusal, String text) {
	}

	/** What is known of one kind of call. */
	private static final class Kind {

		private @Nullable Success latest;

		/** The latest of a member other than the latest's. */
		private @Nullable Success ofAnother;

		private final Map<Long, Refusals> refused = new HashMap<>();

		private final Set<Long> vouchedWhenAsked = new HashSet<>();

		private final Set<Long> failing = new HashSet<>();

		private @Nullable Instant failingSince;

		private long failures;

		private String lastFailure = "";

		private Duration soundSince;

		Kind(Duration begun) {
			this.soundSince = begun;
		}

		void succeeded(Success success) {
			if (this.latest != null && this.latest.member() != success.member()) {
				this.ofAnother = this.latest;
			}
			this.latest = success;
		}

		@Nullable Success of(long exceptMember) {
			return this.latest != null && this.latest.member() == exceptMember ? this.ofAnother : this.latest;
		}

		boolean succeededSince(Instant since, long exceptMember) {
			Success success = of(exceptMember);
			return success != null && !success.asked().isBefore(since);
		}

		void failed(long member, String what, Instant at) {
			if (this.failingSince == null) {
				this.failingSince = at;
			}
			if (this.failing.size() < MOST_REMEMBERED) {
				this.failing.add(member);
			}
			this.failures++;
			this.lastFailure = what;
		}

		void works(Moment moment) {
			Instant since = this.failingSince;
			if (since != null && this.failing.size() >= MANY
					&& Duration.between(since, moment.now()).compareTo(AN_OUTAGE) >= 0) {
				this.soundSince = moment.patience();
			}
			forgetFailures();
		}

		void ended(long member) {
			if (this.failing.remove(member) && this.failing.isEmpty()) {
				forgetFailures();
			}
		}

		void forgetFailures() {
			this.failing.clear();
			this.failingSince = null;
			this.failures = 0;
		}

	}

	/** A call of the member is about to be made. */
	synchronized void asking(Call call, long member, Instant now) {
		Kind kind = of(call);
		Refusals refusals = kind.refused.get(member);
		Instant fresh = now.minus(FRESH);
		if (refusals != null
				&& kind.succeededSince(refusals.first().isAfter(fresh) ? refusals.first() : fresh, member)) {
			kind.vouchedWhenAsked.add(member);
		}
		else {
			kind.vouchedWhenAsked.remove(member);
		}
	}

	/**
	 * What came of it.
	 * @param asked when the call was made, before it waited for its turn
	 */
	synchronized void heard(Call call, long member, Answer<?> answer, Instant asked, Moment moment) {
		Kind kind = of(call);
		boolean vouched = kind.vouchedWhenAsked.remove(member);
		switch (answer) {
			case Answer.Good<?> ignored -> good(kind, member, asked, moment);
			case Answer.Joined<?> ignored -> good(kind, member, asked, moment);
			case Answer.Conflict<?> ignored -> kind.works(moment);
			case Answer.Refused<?>(var refusal, var text) -> {
				if (refusal.condemnsInstitution()) {
					kind.works(moment);
				}
				else {
					kind.refused.merge(member, new Refusals(moment.now(), moment.now(), false, refusal, text),
							(before, now) -> (before.refusal() == refusal)
									? new Refusals(before.first(), now.last(), vouched, refusal, text) : now);
				}
			}
			case Answer.Throttled<?> ignored -> kind.failed(member, "HTTP 429", moment.now());
			case Answer.Unclear<?>(var what, var retryAfter) -> kind.failed(member, what, moment.now());
			case Answer.NotSent<?>(var why, var trouble) -> {
				if (trouble) {
					kind.failed(member, why, moment.now());
				}
			}
			case Answer.ForEverybody<?> ignored -> {
			}
		}
	}

	private static void good(Kind kind, long member, Instant asked, Moment moment) {
		kind.succeeded(new Success(member, asked, moment.patience()));
		kind.refused.remove(member);
		kind.works(moment);
	}

	/**
	 * A refusal that is borne like an error, as MX has shown the member before: if nobody
	 * has a good answer, that is a silence too.
	 */
	synchronized void bears(Call call, long member, Instant now) {
		Kind kind = of(call);
		Refusals refusals = kind.refused.get(member);
		if (refusals != null) {
			kind.failed(member, refusals.text(), now);
		}
	}

	/** The member needs no such call any more, or not for long. */
	synchronized void wantsNoMore(Call call, long member) {
		of(call).ended(member);
	}

	/** The member has ended, or is to be: nothing is wanted for it any more. */
	synchronized void ended(long member) {
		this.kinds.values().forEach((kind) -> kind.ended(member));
	}

	/**
	 * Whether the member's latest refusal is its own: between its first one and the call
	 * that met the latest, the same kind of call of another member succeeded.
	 */
	synchronized boolean refusedItself(Call call, long member) {
		Refusals refusals = of(call).refused.get(member);
		return refusals != null && refusals.vouched();
	}

	/**
	 * Whether another member's call of this kind, made after the member's latest refusal
	 * came, has succeeded: if it is refused once more, that is its own.
	 */
	synchronized boolean worthAskingAgain(Call call, long member) {
		Refusals refusals = of(call).refused.get(member);
		return refusals != null && of(call).succeededSince(refusals.last(), member);
	}

	/** Whether the member's latest call of this kind had no good answer. */
	synchronized boolean fails(Call call, long member) {
		return of(call).failing.contains(member) || of(call).refused.containsKey(member);
	}

	/** What the member's latest call of this kind was refused with, if it was. */
	synchronized Optional<Refusal> refusal(Call call, long member) {
		return Optional.ofNullable(of(call).refused.get(member)).map(Refusals::refusal);
	}

	/** The same in MX's words. */
	synchronized Optional<String> refusalInWords(Call call, long member) {
		return Optional.ofNullable(of(call).refused.get(member)).map(Refusals::text);
	}

	/** Whether a call of this kind has ever succeeded in this process. */
	synchronized boolean everSucceeded(Call call) {
		return of(call).latest != null;
	}

	/**
	 * Whether errors that a member has met without a break are its own: they have gone on
	 * for as long as that in a time in which the same kind of call of another member
	 * succeeded and MX was not away for this kind of call.
	 * @param since the patience at which they began
	 */
	synchronized boolean failedItself(Call call, long member, Duration since, Duration limit, Moment moment) {
		Kind kind = of(call);
		Duration from = since.compareTo(kind.soundSince) < 0 ? kind.soundSince : since;
		Success success = kind.of(member);
		return success != null && success.patience().compareTo(from) >= 0
				&& moment.patience().minus(from).compareTo(limit) >= 0;
	}

	/**
	 * A kind of call that is wanted and has had no good answer for a while.
	 *
	 * @param since when the first answer that was not good came
	 * @param members how many members met it
	 * @param answers how many such answers came
	 * @param last the latest of them, in words
	 */
	record Silence(Call call, Instant since, int members, long answers, String last) {

		/** For how long. */
		Duration until(Instant now) {
			return Duration.between(this.since, now);
		}

		/** Whether too many members met it for it to be anybody's own. */
		boolean everybodys() {
			return this.members >= MANY;
		}

	}

	/** What MX is silent on, if anything, whatever the reason. */
	synchronized Optional<Silence> silence(Call call) {
		Kind kind = of(call);
		Instant since = kind.failingSince;
		return since == null ? Optional.empty()
				: Optional.of(new Silence(call, since, kind.failing.size(), kind.failures, kind.lastFailure));
	}

	private Kind of(Call call) {
		return this.kinds.computeIfAbsent(call, (kind) -> new Kind(this.begun));
	}

}
