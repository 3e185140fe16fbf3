package io.bulkverify.mx;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The {@code Retry-After} header: seconds or a date. A date is held against MX's own
 * clock, where the answer shows it.
 */
final class RetryAfter {

	/**
	 * For ever, as far as any run is concerned: how long it is worth waiting is for the
	 * outage to say.
	 */
	private static final Duration LONGEST = Duration.ofDays(365);

	private RetryAfter() {
	}

	/**
	 * How long MX wants to be left alone; null where it does not say. Never negative and
	 * never above a year.
	 */
	static @Nullable Duration of(@Nullable String header, @Nullable String mxDate, Instant now) {
		if (header == null) {
			return null;
		}
		String value = header.strip();
		if (value.matches("\\d{1,18}")) {
			return within(Duration.ofSeconds(Long.parseLong(value)));
		}
		return date(value).map(until -> within(Duration.between(date(mxDate).orElse(now), until))).orElse(null);
	}

	private static Duration within(Duration asked) {
		if (asked.isNegative()) {
			return Duration.ZERO;
		}
		return asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
	}

	private static Optional<Instant> date(@Nullable String value) {
		if (value == null) {
			return Optional.empty();
		}
		try {
			return Optional.of(ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
				.filter(Lenient::possible);
		}
		catch (DateTimeException ex) {
			return Optional.empty();
		}
	}

}
