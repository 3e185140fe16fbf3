package io.bulkverify.report;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as people read them, alike on every machine. */
final class InWords {

	private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

	private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm:ss", Locale.ENGLISH)
		.withZone(ZoneOffset.UTC);

	private InWords() {
	}

	static String count(long count) {
		return String.format(Locale.ROOT, "%,d", count);
	}

	/** With its noun, which takes an s where there are several. */
	static String count(long count, String noun) {
		return count(count) + " " + (count == 1 ? noun : noun + "s");
	}

	/** Never 0 % or 100 % where it is not quite that. */
	static String share(long part, long whole) {
		if (whole == 0) {
			return "–";
		}
		double percent = 100.0 * part / whole;
		if (part > 0 && percent < 0.1) {
			return "< 0.1 %";
		}
		if (part < whole && percent > 99.9) {
			return "> 99.9 %";
		}
		return part == whole ? "100 %" : String.format(Locale.ROOT, "%.1f %%", percent);
	}

	static String date(LocalDate date) {
		return DATE.format(date);
	}

	static String moment(Instant moment) {
		return MOMENT.format(moment);
	}

	static String duration(Duration time) {
		if (time.toMinutes() == 0) {
			return "%d.%d s".formatted(time.toSeconds(), time.toMillisPart() / 100);
		}
		return time.toHours() == 0 ? "%d min %02d s".formatted(time.toMinutes(), time.toSecondsPart())
				: "%d h %02d min".formatted(time.toHours(), time.toMinutesPart());
	}

}
