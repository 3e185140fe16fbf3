package io.bulkverify.input;

import io.bulkverify.member.ListRow;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.support.AbstractItemCountingItemStreamItemReader;

/**
 * Reads a CSV list row by row, in memory that does not grow with it. Every row that is
 * not a blank line comes out once, as a member or as a rejected row with its line and
 * reason; nothing that a row holds stops the reading. A restart goes on behind the rows
 * that were committed. Not for use by several threads.
 */
public class CsvMemberListReader extends AbstractItemCountingItemStreamItemReader<ListRow> {

	private final MemberList.Csv list;

	private @Nullable CsvFile file;

	private @Nullable CsvRows rows;

	// Not final, so that Spring can proxy it by its class.
	@SuppressWarnings("this-escape")
	public CsvMemberListReader(MemberList.Csv list) {
		this.list = list;
		setName("memberList");
	}

	/**
	 * Opens the list and reads its header.
	 * @throws BadListException if the list cannot be read at all; the framework wraps it
	 */
	@Override
	protected void doOpen() throws IOException {
		file = CsvFile.open(list.file(), list.name());
		rows = new CsvRows(file);
	}

	@Override
	protected @Nullable ListRow doRead() throws IOException {
		if (rows == null) {
			throw new IllegalStateException("open the list before reading it");
		}
		return rows.next();
	}

	@Override
	protected void doClose() throws IOException {
		if (file != null) {
			file.close();
			file = null;
			rows = null;
		}
	}

}
