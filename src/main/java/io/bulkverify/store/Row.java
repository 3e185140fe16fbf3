package io.bulkverify.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

import org.jspecify.annotations.Nullable;

/** Reads a row's columns as the types that {@link Binding} wrote. */
record Row(ResultSet columns) {

	String text(String column) throws SQLException {
		return present(textOrNull(column), column);
	}

	@Nullable String textOrNull(String column) throws SQLException {
		return columns.getString(column);
	}

	Instant instant(String column) throws SQLException {
		return present(instantOrNull(column), column);
	}

	@Nullable Instant instantOrNull(String column) throws SQLException {
		@Nullable OffsetDateTime value = columns.getObject(column, OffsetDateTime.class);
		return value == null ? null : value.toInstant();
	}

	Duration millis(String column) throws SQLException {
		return Duration.ofMillis(whole(column));
	}

	long whole(String column) throws SQLException {
		return columns.getLong(column);
	}

	int number(String column) throws SQLException {
		return columns.getInt(column);
	}

	boolean flag(String column) throws SQLException {
		return columns.getBoolean(column);
	}

	@Nullable Long wholeOrNull(String column) throws SQLException {
		return columns.getObject(column, Long.class);
	}

	@Nullable Integer numberOrNull(String column) throws SQLException {
		return columns.getObject(column, Integer.class);
	}

	@Nullable Boolean flagOrNull(String column) throws SQLException {
		return columns.getObject(column, Boolean.class);
	}

	private static <T> T present(@Nullable T value, String column) {
		if (value == null) {
			throw new IllegalStateException("column " + column + " is null");
		}
		return value;
	}

}
