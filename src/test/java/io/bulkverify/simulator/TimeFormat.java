package io.bulkverify.simulator;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The spellings of a time that MX's documents show (src/docs/mx.md §6, Timestamps). */
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
	MIXED(ZoneOffset.UTC, "uuuu-MM-dd'T'HH:mm:ss'Z'"),
	/**
	 * With a fraction of the second in one endpoint, without it in another, for the same
	 * instant.
	 */
	FRACTIONS(ZoneOffset.UTC, "uuuu-MM-dd'T'HH:mm:ss'.123Z'"),
	/** Years that no job was ever started in, another one at each reading. */
	ODD(ZoneOffset.UTC, "");

	private static final List<String> ODDITIES = List.of("-99999-01-01T00:00:00Z", "+99999-12-31T23:59:59Z",
			"10000-01-01T00:00:00Z", "0000-01-01T00:00:00Z", "-0044-03-15T12:00:00Z", "+292278994-08-17T07:12:55.807Z",
			"2026-02-30T25:61:61Z");

	private static final TimeFormat[] STEADY = { Z, ZERO, OFFSET, MILLIS };

	private final DateTimeFormatter formatter;

	TimeFormat(ZoneOffset offset, String pattern) {
		this.formatter = DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(offset);
	}

	static TimeFormat of(long n) {
		return STEADY[(int) Long.remainderUnsigned(n, STEADY.length)];
	}

	String print(long epochMillis, long reading, boolean otherEndpoint) {
		if (this == ODD) {
			return ODDITIES.get((int) Long.remainderUnsigned(reading, ODDITIES.size()));
		}
		TimeFormat format = this == MIXED ? of(reading) : this == FRACTIONS && otherEndpoint ? Z : this;
		return format.formatter.format(Instant.ofEpochMilli(epochMillis));
	}

}
