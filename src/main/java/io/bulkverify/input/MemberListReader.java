package io.bulkverify.input;

import io.bulkverify.member.ListRow;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/**
 * Reads a list row by row, in memory that does not grow with it, and each time from its
 * first row. Every row comes out once, as a member or as a rejected row; nothing that a
 * row holds stops the reading. Not for use by several threads.
 */
public sealed interface MemberListReader extends ItemStreamReader<ListRow>
		permits CsvMemberListReader, SqlMemberListReader {

	/**
	 * Opens the list and finds its columns.
	 * @throws BadListException if the list cannot be read at all
	 * @throws SourceAwayException if its database cannot be reached
	 */
	@Override
	void open(ExecutionContext ignored);

	/**
	 * The next row; null at the end.
	 * @throws BadListException if the list cannot be read to its end, or is not the one
	 * that was named
	 * @throws SourceAwayException if its database has gone away
	 */
	@Override
	@Nullable ListRow read();

	/** The names of the columns that are only carried, in order, while it is open. */
	List<String> carriedNames();

	/** What the list is called in messages. */
	String listName();

	/** What its rows are numbered by. */
	String unit();

	/**
	 * Opens the list, reads it up to the first row that names a member, and closes it.
	 * @return {@link #carriedNames()}
	 * @throws BadListException if the list cannot be read, or has rows and none of them
	 * names a member
	 * @throws SourceAwayException if its database cannot be reached
	 */
	default List<String> look() {
		open(new ExecutionContext());
		try {
			RejectedRows rejected = new RejectedRows(unit());
			@Nullable ListRow row = read();
			while (row instanceof ListRow.Rejected no) {
				rejected.add(no);
				row = read();
			}
			if (row == null && rejected.any()) {
				throw new BadListException(
						"%s has %s. Mend the list; no run was begun for it.".formatted(listName(), rejected.words()));
			}
			return carriedNames();
		}
		finally {
			close();
		}
	}

}
