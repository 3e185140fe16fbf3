package io.bulkverify.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkverify.member.ListRow;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * One bad quote costs one row and never swallows the rest of the file (README.md, "Using
 * it").
 */
class UnclosedQuoteTest {

	private static final String HEADER = "user_guid,member_guid,note\n";

	@Test
	void costsOneRowOfAHundredThousand() {
		String rest = IntStream.range(3, 100_001)
			.mapToObj(i -> "u%d,m%d,n%d\n".formatted(i, i, i))
			.collect(Collectors.joining());
		List<ListRow> rows = Lists.rows(HEADER + "u2,m2,\"never closed\n" + rest);

		assertThat(rows).hasSize(99_999);
		assertThat(rows.getFirst())
			.isEqualTo(new ListRow.Rejected(2, "a quote is opened and never closed", "u2,m2,\"never closed"));
		assertThat(rows.stream().skip(1)).allMatch(row -> row instanceof ListRow.Listed);
		assertThat(rows.getLast().line()).isEqualTo(100_000);
	}

	@Test
	void costsOneRowWhereLaterRowsHaveQuotesOfTheirOwn() {
		assertThat(Lists.fates(HEADER + """
				u2,m2,"open
				u3,m3,plain
				u4,m4,"quoted"
				u5,"m5","two
				lines"
				u7,m7,""
				""")).containsExactly("2 rejected", "3 m3", "4 m4", "5 m5", "7 m7");
	}

	@Test
	void costsEachRowThatHasOne() {
		assertThat(Lists.fates(HEADER + """
				u2,m2,"open
				u3,m3,"open
				u4,m4,fine
				"u5,m5,open
				u6,m6,fine
				u7,m7,"open
				""")).containsExactly("2 rejected", "3 rejected", "4 m4", "5 rejected", "6 m6", "7 rejected");
	}

	@Test
	void costsOneRowInTheFirstColumnToo() {
		assertThat(Lists.fates(HEADER + """
				"u2,m2,open
				u3,m3,fine
				"u4","m4","fine"
				""")).containsExactly("2 rejected", "3 m3", "4 m4");
	}

	@Test
	void isNotClosedByAQuoteThatBelongsToALaterRow() {
		assertThat(Lists.fates(HEADER + """
				u2,"m2,note
				u3,m3,fine
				u4,m4",note
				u5,m5,fine
				""")).containsExactly("2 rejected", "3 m3", "4 rejected", "5 m5");
	}

	@Test
	void doesNotHideRowsInACellThatSomeOtherBadQuoteCloses() {
		assertThat(Lists.fates(HEADER + """
				u2,m2,"open
				u3,m3,swallowed
				u4,m4,"
				u5,m5,fine
				""")).containsExactly("2 rejected", "3 m3", "4 rejected", "5 m5");
	}

	@Test
	void hidesNoRowWhoseGuidsAreLonger() {
		assertThat(Lists.fates(HEADER + """
				USR-1,MBR-1,"open
				USR-22,MBR-4444,closed"
				USR-3,MBR-3,fine
				""")).containsExactly("2 rejected", "3 MBR-4444", "4 MBR-3");
		assertThat(Lists.fates(HEADER + "ann,abc,\"open\nbob,de,closed\"\n")).containsExactly("2 rejected", "3 de");
		assertThat(Lists.fates(HEADER + "USR-1,MBR-1,\"open\nUSR-x,MBR-yz,closed\"\n")).containsExactly("2 rejected",
				"3 MBR-yz");
	}

	@Test
	void hidesNoRowBetweenTwoDittoMarks() {
		assertThat(Lists.fates(HEADER + """
				u1,m1,as agreed
				u2,m2,"
				u3,m3,"
				u4,m4,fine
				u5,m5,"
				u6,m6,fine
				""")).containsExactly("2 m1", "3 rejected", "4 rejected", "5 m4", "6 rejected", "7 m6");
		assertThat(Lists.fates("user_guid,member_guid,note,more\nu2,m2,\",x\nu3,m3,\",y\nu4,m4,fine,z\n"))
			.containsExactly("2 rejected", "3 rejected", "4 m4");
		assertThat(Lists.fates(HEADER + ",m2,\"\nu3,m3,\"\nu4,m4,fine\n")).containsExactly("2 rejected", "3 rejected",
				"4 m4");
	}

	@Test
	void hidesNoRowInACellBeforeTheGuids() {
		String header = "note,user_guid,member_guid\n";
		assertThat(Lists.fates(header + "\"open,u2,m2\nclosed\",u3,m3\nfine,u4,m4\n")).containsExactly("2 rejected",
				"3 m3", "4 m4");
		assertThat(Lists.fates(header + "\"one\ntwo\",u3,m3\n\"1 Main St,Springfield,IL\nUSA\",u5,m5\n"))
			.containsExactly("2 m3", "4 m5");
	}

	@Test
	void hidesNoBadRowEither() {
		assertThat(Lists.fates(HEADER + "USR-2,MBR-2,\"open\nUSR-3,MBR-3,one,too many\"\n"))
			.containsExactly("2 rejected", "3 rejected");
		assertThat(Lists.fates(HEADER + "u2,m2,\"open\nu3,m3,\"x\"y\nu4,m4,fine\n")).containsExactly("2 rejected",
				"3 rejected", "4 m4");
	}

	@Test
	void keepsTheLinesThatAreNoRowsOfTheirOwnWithIt() {
		ListRow.Rejected rejected = Lists.rejected(HEADER + "u2,m2,\"open\nno row\n\nnor this\nu6,m6,fine\n");

		assertThat(rejected.row()).isEqualTo("u2,m2,\"open\nno row\n\nnor this");
		assertThat(Lists.fates(HEADER + "u2,m2,\"open\nno row\n\nnor this\nu6,m6,fine\n")).containsExactly("2 rejected",
				"6 m6");
	}

	@Test
	void doesNotMakeTwoRowsOfABadRowWithALineBreak() {
		String csv = HEADER + "u2,,\"line one\nline two\"\nu4,m4,fine\n";

		assertThat(Lists.fates(csv)).containsExactly("2 rejected", "4 m4");
		assertThat(Lists.rejected(csv))
			.isEqualTo(new ListRow.Rejected(2, "member_guid is blank", "u2,,\"line one\nline two\""));
	}

	@Test
	void leavesAnAddressInACellAlone() {
		assertThat(Lists.fates(HEADER + "USR-1,MBR-1,\"1 Main St\nSpringfield,IL,62704\nUSA\"\nUSR-2,MBR-2,x\n"))
			.containsExactly("2 MBR-1", "5 MBR-2");
	}

	@Test
	void isFollowedABoundedWayOnly() {
		CsvListTest.Generated endless = new CsvListTest.Generated(300_000,
				i -> i == 0 ? "u,m,\"open\n" : "x".repeat(1_000) + "\n");
		CsvRows rows = Lists.reading(endless);

		assertThat(Lists.next(rows)).isInstanceOfSatisfying(ListRow.Rejected.class,
				rejected -> assertThat(rejected.row()).hasSize(10_001));
		assertThat(Lists.next(rows)).isNull();
	}

	@Test
	void costsNoMoreTimeWhereEveryRowIsMadeToLookOpen() {
		long start = System.nanoTime();
		List<ListRow> rows = Lists.rows(HEADER + ("a".repeat(500) + "\",\",c\n").repeat(50_000));

		assertThat(rows).isNotEmpty().allMatch(row -> row instanceof ListRow.Rejected);
		assertThat(System.nanoTime() - start).isLessThan(20_000_000_000L);
	}

}
