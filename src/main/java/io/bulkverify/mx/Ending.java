package io.bulkverify.mx;

import io.bulkverify.member.Answer;

/** How a physical request ended, in one word for counters and metrics. */
public enum Ending {

	GOOD, JOINED, CONFLICT, REFUSED, THROTTLED, UNCLEAR, NOT_SENT, FOR_EVERYBODY,
	/** The session was over; it is renewed and the call repeated. */
	SESSION_OVER;

	static Ending of(Heard<?> heard) {
		return heard.sessionOver() ? SESSION_OVER : of(heard.answer());
	}

	private static Ending of(Answer<?> answer) {
		return switch (answer) {
			case Answer.Good<?> ignored -> GOOD;
			case Answer.Joined<?> ignored -> JOINED;
			case Answer.Conflict<?> ignored -> CONFLICT;
			case Answer.Refused<?> ignored -> REFUSED;
			case Answer.Throttled<?> ignored -> THROTTLED;
			case Answer.Unclear<?> ignored -> UNCLEAR;
			case Answer.NotSent<?> ignored -> NOT_SENT;
			case Answer.ForEverybody<?> ignored -> FOR_EVERYBODY;
		};
	}

	/** Whether MX was there and said something that can be worked with. */
	boolean good() {
		return switch (this) {
			case GOOD, JOINED, CONFLICT, REFUSED, SESSION_OVER -> true;
			case THROTTLED, UNCLEAR, NOT_SENT, FOR_EVERYBODY -> false;
		};
	}

	/** Whether the line to MX works, whatever MX said. */
	boolean lineWorks() {
		return this != UNCLEAR && this != NOT_SENT;
	}

}
