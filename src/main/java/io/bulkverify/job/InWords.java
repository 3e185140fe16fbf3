package io.bulkverify.job;

import java.math.BigDecimal;
import java.time.Duration;

/** Figures as people read them. */
final class InWords {

	private InWords() {
	}

	/** The two largest units. */
	static String of(Duration time) {
		if (time.toDays() > 0) {
			return time.toDays() + " d" + ((time.toHoursPart() > 0) ? " " + time.toHoursPart() + " h" : "");
		}
		if (time.toHours() > 0) {
			return time.toHours() + " h" + ((time.toMinutesPart() > 0) ? " " + time.toMinutesPart() + " min" : "");
		}
		return (time.toMinutes() > 0) ? time.toMinutes() + " min" : time.toSeconds() + " s";
	}

	/** Without a fraction where there is none. */
	static String of(double number) {
		return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
	}

}
