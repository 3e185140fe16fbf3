package io.bulkverify.job;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

import io.bulkverify.input.BadListException;
import io.bulkverify.input.CsvMemberListReader;
import io.bulkverify.input.MemberList;
import io.bulkverify.input.MemberListReader;
import io.bulkverify.input.QuerySource;
import io.bulkverify.input.SourceAwayException;
import io.bulkverify.input.SqlMemberListReader;

/** Opens the list that an operator names, and refuses at once what cannot be one. */
final class ListDesk {

	private final InputStream standardInput;

	private final Path spool;

	private final QuerySource source;

	/**
	 * Opens lists.
	 * @param spool where standard input is kept, so that it can be read again after a
	 * crash
	 * @param source where queries are run
	 */
	ListDesk(InputStream standardInput, Path spool, QuerySource source) {
		this.standardInput = standardInput;
		this.spool = spool;
		this.source = source;
	}

	/**
	 * Opens a list.
	 * @throws UsageException if it is missing, or not a member list
	 * @throws UnreachableException if it is a query's, and its database is away
	 */
	OpenedList open(ListChoice choice) throws IOException {
		try {
			return switch (choice) {
				case ListChoice.File(var path) -> csv(MemberList.csv(path));
				case ListChoice.StandardInput ignored -> csv(MemberList.spool(this.standardInput, this.spool));
				case ListChoice.Query(var sql) -> query(MemberList.sql(sql, this.source.url()));
			};
		}
		catch (BadListException ex) {
			throw new UsageException(String.valueOf(ex.getMessage()));
		}
		catch (SourceAwayException ex) {
			throw new UnreachableException(String.valueOf(ex.getMessage()));
		}
	}

	private static OpenedList opened(MemberList list, MemberListReader rows) {
		list.check();
		return new OpenedList(list, rows, rows.look());
	}

	private static OpenedList csv(MemberList.Csv list) {
		return opened(list, new CsvMemberListReader(list));
	}

	private OpenedList query(MemberList.Sql list) {
		return opened(list, new SqlMemberListReader(list, this.source));
	}

}
