package io.bulkverify.input;

import io.bulkverify.member.ListRow;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/**
 * Reads a CSV list: its rows are its lines that are not blank. When it has been read to
 * its end, it is certain that this was the list that was named: one whose bytes are
 * others by then is refused.
 */
public final class CsvMemberListReader implements MemberListReader {

	private final MemberList.Csv list;

	private @Nullable ListBytes bytes;

	private @Nullable CsvRows rows;

	private List<String> carriedNames = List.of();

	public CsvMemberListReader(MemberList.Csv list) {
		this.list = list;
	}

	@Override
	public void open(ExecutionContext ignored) {
		try {
			ListBytes opened = ListBytes.of(list.file());
			bytes = opened;
			CsvFile file = CsvFile.open(opened, list.name());
			carriedNames = file.header().carriedNames();
			rows = new CsvRows(file);
		}
		catch (IOException ex) {
			throw list.unreadable(ex);
		}
	}

	@Override
	public @Nullable ListRow read() {
		if (rows == null || bytes == null) {
			throw new IllegalStateException("open the list before reading it");
		}
		try {
			@Nullable ListRow row = rows.next();
			if (row == null) {
				requireUnchanged(bytes.sha256());
			}
			return row;
		}
		catch (IOException ex) {
			throw list.unreadable(ex);
		}
	}

	private void requireUnchanged(String sha256) {
		if (!sha256.equals(list.sha256())) {
			throw new BadListException(
					"%s has changed while it was read. Run it again when it is complete; no call was made for it."
						.formatted(list.name()));
		}
	}

	@Override
	public List<String> carriedNames() {
		return carriedNames;
	}

	@Override
	public String listName() {
		return list.name();
	}

	@Override
	public String unit() {
		return "line";
	}

	@Override
	public void close() {
		try {
			if (bytes != null) {
				bytes.close();
			}
		}
		catch (IOException ex) {
			throw list.unreadable(ex);
		}
		finally {
			bytes = null;
			rows = null;
		}
	}

}
