package io.bulkverify.job;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

import javax.sql.DataSource;

import io.bulkverify.input.BadListException;
import io.bulkverify.input.CsvMemberListReader;
import io.bulkverify.input.MemberList;
import io.bulkverify.input.SqlMemberListReader;

/** Opens the list that an operator names, and refuses at once what cannot be one. */
final class ListDesk {

	private final InputStream standardInput;

	private final Path spool;

	private final DataSource source;

	private final String sourceUrl;

	/**
	 * Opens lists.
	 * @param spool where standard input is kept, so that it can be read again after a
	 * crash
	 * @param source where queries are run
	 * @param sourceUrl its address, part of a query's identity
	 */
	ListDesk(InputStream standardInput, Path spool, DataSource source, String sourceUrl) {
		this.standardInput = standardInput;
		this.spool = spool;
		this.source = source;
		this.sourceUrl = sourceUrl;
	}

	/**
	 * Opens a list.
	 * @throws UsageException if it is missing, or not a member list
	 */
	OpenedList open(ListChoice choice) throws IOException {
		try {
			return switch (choice) {
				case ListChoice.File(var path) -> csv(MemberList.csv(path));
				case ListChoice.StandardInput ignored -> csv(MemberList.spool(this.standardInput, this.spool));
				case ListChoice.Query(var sql) -> query(MemberList.sql(sql, this.sourceUrl));
			};
		}
		catch (BadListException ex) {
			throw new UsageException(String.valueOf(ex.getMessage()));
		}
	}

	private static OpenedList csv(MemberList.Csv list) {
		list.check();
		return new OpenedList(list, new CsvMemberListReader(list), list.carriedNames());
	}

	private OpenedList query(MemberList.Sql list) {
		list.check();
		return new OpenedList(list, SqlMemberListReader.of(list, this.source),
				SqlMemberListReader.carriedNames(list, this.source));
	}

}
