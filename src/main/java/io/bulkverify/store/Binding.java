package io.bulkverify.store;

import java.sql.Array;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;

import org.jspecify.annotations.Nullable;

/**
 * Gives a statement its values, one after the other. Values go from here to the driver
 * only: Spring's own setters would log them at TRACE, account numbers among them.
 */
final class Binding implements RowValues {

	private final PreparedStatement statement;

	private int index;

	Binding(PreparedStatement statement) {
		this.statement = statement;
	}

	/** PostgreSQL knows no NUL in text, and a list or MX may send one. */
	static String storable(String text) {
		return text.replace('\0', '\uFFFD');
	}

	@Override
	public Binding text(@Nullable String value) throws SQLException {
		statement.setString(++index, value == null ? null : storable(value));
		return this;
	}

	@Override
	public Binding instant(@Nullable Instant value) throws SQLException {
		return value == null ? nothing(JDBCType.TIMESTAMP_WITH_TIMEZONE)
				: object(value.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
	}

	Binding millis(Duration value) throws SQLException {
		return whole(value.toMillis());
	}

	@Override
	public Binding whole(long value) throws SQLException {
		statement.setLong(++index, value);
		return this;
	}

	Binding number(@Nullable Integer value) throws SQLException {
		return value == null ? nothing(JDBCType.INTEGER) : object(value);
	}

	@Override
	public Binding flag(@Nullable Boolean value) throws SQLException {
		return value == null ? nothing(JDBCType.BOOLEAN) : object(value);
	}

	/** For {@code = any(?)}. */
	Binding texts(Collection<String> values) throws SQLException {
		Array array = statement.getConnection().createArrayOf("varchar", values.toArray());
		statement.setArray(++index, array);
		return this;
	}

	/** For {@code = any(?)} and {@code <> all(?)}. */
	Binding wholes(Collection<Long> values) throws SQLException {
		Array array = statement.getConnection().createArrayOf("bigint", values.toArray());
		statement.setArray(++index, array);
		return this;
	}

	private Binding object(Object value) throws SQLException {
		statement.setObject(++index, value);
		return this;
	}

	private Binding nothing(JDBCType type) throws SQLException {
		statement.setNull(++index, type.getVendorTypeNumber());
		return this;
	}

}
