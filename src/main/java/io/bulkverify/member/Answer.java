package io.bulkverify.member;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of one call to MX, classified once (src/docs/mx.md §2). The policy decides
 * what follows from it.
 *
 * @param <T> what a good answer carries
 */
public sealed interface Answer<T> {

	/** 200, or 202 of a resume: MX did what was asked. */
	record Good<T>(T value) implements Answer<T> {
		/** The value may be a session, or account numbers. */
		@Override
		public String toString() {
			return "Good[value masked]";
		}
	}

	/**
	 * 202 of a verify: a verification was running already; nothing new was started and
	 * nothing is billed.
	 */
	record Joined<T>(T value) implements Answer<T> {
		@Override
		public String toString() {
			return "Joined[value masked]";
		}
	}

	/** 409: a job of another kind owns the member. */
	record Conflict<T>() implements Answer<T> {
	}

	/** A clear no that concerns this member, or its institution. */
	record Refused<T>(Refusal refusal, String text) implements Answer<T> {
	}

	/** 429: not done, ask again later. */
	record Throttled<T>(@Nullable Duration retryAfter) implements Answer<T> {
	}

	/**
	 * The call may or may not have been carried out: a reset, a time-out, a 5xx, or an
	 * answer that makes no sense or is about somebody else.
	 *
	 * @param retryAfter how long MX wants to be left alone (503); null where it does not
	 * say
	 */
	record Unclear<T>(String what, @Nullable Duration retryAfter) implements Answer<T> {
		public Unclear(String what) {
			this(what, null);
		}
	}

	/**
	 * The call never left this program, or no connection was made: MX has done nothing.
	 *
	 * @param trouble whether something went wrong with what this call needs, such as a
	 * session: not so for a stop, an outage, or a turn that came too late
	 */
	record NotSent<T>(String why, boolean trouble) implements Answer<T> {
		public NotSent(String why) {
			this(why, false);
		}
	}

	/**
	 * A no that every other member would get too: the run stops, and no member is
	 * reported for it.
	 */
	record ForEverybody<T>(String what) implements Answer<T> {
	}

}
