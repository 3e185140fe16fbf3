package io.bulkverify.mx;

import io.bulkverify.member.Answer;

/** Hands on an answer that is not good in the place of another. */
final class NotGood {

	private NotGood() {
	}

	/** The same ending for another kind of value. */
	static <T> Answer<T> retyped(Answer<?> answer) {
		return switch (answer) {
			case Answer.Good<?> ignored -> throw new IllegalArgumentException("a good answer is not handed on");
			case Answer.Joined<?> ignored -> throw new IllegalArgumentException("a good answer is not handed on");
			case Answer.Conflict<?> ignored -> new Answer.Conflict<>();
			case Answer.Refused<?>(var refusal, var text) -> new Answer.Refused<>(refusal, text);
			case Answer.Throttled<?>(var retryAfter) -> new Answer.Throttled<>(retryAfter);
			case Answer.Unclear<?>(var what, var retryAfter) -> new Answer.Unclear<>(what, retryAfter);
			case Answer.NotSent<?>(var why, var trouble) -> new Answer.NotSent<>(why, trouble);
			case Answer.ForEverybody<?>(var what) -> new Answer.ForEverybody<>(what);
		};
	}

	/**
	 * A call that could not be made because what it needs first did not come. What was
	 * unclear about that says nothing about the call itself, which was not sent; a read
	 * may fail with it, so that a member who never gets a session does not wait for ever.
	 */
	static <T> Answer<T> beforeCall(Answer<?> answer, Endpoint endpoint) {
		if (answer instanceof Answer.Unclear<?>(var what, var retryAfter) && endpoint.changesMember()) {
			return new Answer.NotSent<>(what, true);
		}
		return retyped(answer);
	}

}
