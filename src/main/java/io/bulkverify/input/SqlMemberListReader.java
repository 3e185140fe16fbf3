package io.bulkverify.input;

import com.opencsv.RFC4180Parser;
import io.bulkverify.member.ListRow;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/**
 * Reads a list from a query, by the rules of a file: a row's line is its number in the
 * result, from 1, and every value is taken as text.
 */
public final class SqlMemberListReader implements MemberListReader {

	private static final RFC4180Parser AS_CSV = new RFC4180Parser();

	private final MemberList.Sql list;

	private final QuerySource source;

	private @Nullable QueryCursor cursor;

	private @Nullable Header header;

	public SqlMemberListReader(MemberList.Sql list, QuerySource source) {
		this.list = list;
		this.source = source;
	}

	@Override
	public void open(ExecutionContext ignored) {
		list.check();
		QueryCursor opened = QueryCursor.of(source, list.query());
		cursor = opened;
		try {
			header = Header.of(opened.names(), list.name());
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	@Override
	public @Nullable ListRow read() {
		if (cursor == null || header == null) {
			throw new IllegalStateException("open the list before reading it");
		}
		@Nullable List<String> cells = cursor.next();
		return cells == null ? null : new RowRules(header).judge(cursor.row(), cells,
				AS_CSV.parseToLine(cells.toArray(String[]::new), false));
	}

	@Override
	public List<String> carriedNames() {
		if (header == null) {
			throw new IllegalStateException("open the list before asking for its columns");
		}
		return header.carriedNames();
	}

	@Override
	public String listName() {
		return list.name();
	}

	@Override
	public String unit() {
		return "row";
	}

	@Override
	public void close() {
		if (cursor != null) {
			cursor.close();
			cursor = null;
			header = null;
		}
	}

}
