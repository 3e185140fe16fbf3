package io.bulkverify.store;

import java.sql.SQLException;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/** Takes the values of a row, one after the other, whichever way it goes into a table. */
interface RowValues {

	RowValues text(@Nullable String value) throws SQLException;

	RowValues whole(long value) throws SQLException;

	RowValues flag(@Nullable Boolean value) throws SQLException;

	/** To the microsecond, as both databases keep it; cut, never rounded up. */
	RowValues instant(@Nullable Instant value) throws SQLException;

}
