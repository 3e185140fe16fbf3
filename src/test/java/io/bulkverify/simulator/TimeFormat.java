package io.bulkverify.simulator;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The spellings of a time that MX's documents show (mx-api.md §6, Timestamps). */
public enum TimeFormat {

	/** 2026-11-20T02:00:00Z */
	Z(ZoneOffset.UTC, "uuuu-MM-dd'T'HH:mm:ss'Z'"),
	/** 2026-11-20T02:00:00+00:00 */
	ZERO(ZoneOffset.UTC, "uuuu-MM-dd'T'HH:mm:ssxxx"),
	/** 2026-11-19T20:00:00-06:00 */
	OFFSET(ZoneOffset.ofHours(-6), "uuuu-MM-dd'T'HH:mm:ssxxx"),
	/** 2026-11-20T02:00:00.000Z */
	MILLIS(ZoneOffset.UTC, "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'"),
	/** Another one at each reading: the same instant, never the same text. */
	MIXED(ZoneOffset.UTC, "uuuu-MM-dd'T'HH:mm:ss'Z'");

	private static final TimeFormat[] STEADY = { Z, ZERO, OFFSET, MILLIS };

	private final DateTimeFormatter formatter;

	TimeFormat(ZoneOffset offset, String pattern) {
		this.formatter = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(offset);
	}

	static TimeFormat of(long n) {
		return STEADY[(int) Long.remainderUnsigned(n, STEADY.length)];
	}

	String print(long epochMillis, long reading) {
		TimeFormat format = this == MIXED ? of(reading) : this;
		return format.formatter.format(Instant.ofEpochMilli(epochMillis));
	}

}
