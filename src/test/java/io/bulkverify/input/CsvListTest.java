package io.bulkverify.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.bulkverify.member.ConnectionStatus.Known;
import io.bulkverify.member.ListRow;
import io.bulkverify.member.ListedMember;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** README.md, "Using it": what a CSV list may look like, and which rows are rejected. */
@Isolated
class CsvListTest {

	@ParameterizedTest
	@ValueSource(strings = { "user_guid,member_guid,note\nu1,m1,hello\n", "user_guid;member_guid;note\nu1;m1;hello",
			"user_guid\tmember_guid\tnote\nu1\tm1\thello", "\uFEFFuser_guid,member_guid,note\r\nu1,m1,hello\r\n",
			"\n\nuser_guid,member_guid,note\n\n  \nu1,m1,hello\n\n", "user_guid,member_guid,note\ru1,m1,hello\r",
			"NOTE,Member_Guid, USER_GUID \nhello,m1,u1",
			"\"user_guid\",\"member_guid\",\"note\"\n\"u1\",\"m1\",\"hello\"",
			"\uFEFF\"user_guid\",member_guid,note\nu1,m1,hello", "user_guid|member_guid|note\nu1|m1|hello\n",
			"sep=;\nuser_guid;member_guid;note\nu1;m1;hello",
			"\uFEFFsep=,\r\nuser_guid,member_guid,note\r\nu1,m1,hello",
			"\"SEP=|\"\n\nuser_guid|member_guid|note\nu1|m1|hello",
			"sep=\t\nuser_guid\tmember_guid\tnote\nu1\tm1\thello", "\t\t\nuser_guid\tmember_guid\tnote\nu1\tm1\thello",
			"user_guid,member_guid,note\n u1,m1\t,hello", "user_guid,member_guid,note\n\"u1  \",\u00a0m1\u00a0,hello" })
	void readsTheSameMemberFromEveryDialect(String csv) {
		ListRow.Listed row = Lists.listed(csv);

		assertThat(row.member().userGuid()).isEqualTo("u1");
		assertThat(row.member().memberGuid()).isEqualTo("m1");
		assertThat(row.carried()).hasSize(1).containsValue("hello");
		assertThat(Lists.rows(csv)).hasSize(1);
	}

	@Test
	void readsOurOwnColumnsIntoTheMember() {
		ListedMember member = Lists.listed("""
				user_guid,member_guid,account_label,include_transactions,verify_even,user_id
				u1,m1,Checking,yes,EXPIRED;impeded|LOCKED,id-7
				""").member();

		assertThat(member).isEqualTo(new ListedMember(2, "u1", "m1", "Checking", true,
				Set.of(Known.EXPIRED, Known.IMPEDED, Known.LOCKED), "id-7"));
	}

	@Test
	void takesABlankCellForNotSaid() {
		ListedMember member = Lists.listed("""
				user_guid,member_guid,account_label,include_transactions,verify_even,user_id
				u1,m1,, ,,
				""").member();

		assertThat(member).isEqualTo(new ListedMember(2, "u1", "m1", null, null, Set.of(), null));
	}

	@Test
	void takesTrueInVerifyEvenForEveryStatusThatBlocks() {
		Set<?> statuses = Lists.listed("user_guid,member_guid,verify_even\nu,m,true").member().verifyEven();

		assertThat(statuses).asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.COLLECTION)
			.contains(Known.DENIED, Known.CHALLENGED, Known.EXPIRED, Known.CLOSED)
			.doesNotContain(Known.CONNECTED, Known.FAILED, Known.DEGRADED, Known.UPDATED, Known.NONE);
	}

	@Test
	void carriesOtherColumnsInTheirOrderButNotOurOutputColumns() {
		ListRow.Listed row = Lists.listed("""
				line,user_guid,zeta,reason,member_guid,next_step,Alpha,DETAIL,account_number
				7,u1,z,DENIED,m1,call,a,x,12345
				""");

		assertThat(row.carried()).containsExactly(entry("zeta", "z"), entry("Alpha", "a"));
	}

	@Test
	void givesAColumnWithoutNameOneByItsPlace() {
		assertThat(Lists.listed("user_guid,member_guid,\nu,m,x").carried()).containsExactly(entry("column_3", "x"));
	}

	@Test
	void takesOffTheQuoteThatOurExportPutInFront() {
		ListRow.Listed row = Lists.listed("""
				user_guid,member_guid,account_label,'=a,b,c,d
				'-u,m,'+label,'=1+1,'-5,'quoted',''@x
				""");

		assertThat(row.member().userGuid()).isEqualTo("-u");
		assertThat(row.member().accountLabel()).isEqualTo("+label");
		assertThat(row.carried()).containsExactly(entry("=a", "=1+1"), entry("b", "'-5"), entry("c", "'quoted'"),
				entry("d", "'@x"));
	}

	@Test
	void keepsLineBreaksInQuotedCellsAndCountsTheirLines() {
		String csv = "user_guid,member_guid,note\nu1,m1,\"one\r\ntwo\n\nfour\"\nu2,m2,\"a \"\"word\"\", so\"\n,m3,x\n";

		assertThat(Lists.fates(csv)).containsExactly("2 m1", "6 m2", "7 rejected");
		assertThat(((ListRow.Listed) Lists.rows(csv).get(0)).carried()).containsEntry("note", "one\r\ntwo\n\nfour");
		assertThat(((ListRow.Listed) Lists.rows(csv).get(1)).carried()).containsEntry("note", "a \"word\", so");
	}

	@Test
	void takesAQuoteInsideAnUnquotedCellForACharacter() {
		assertThat(Lists.listed("user_guid,member_guid,note,size\nu,m,5\" pipe,O\"Neil\n").carried())
			.containsExactly(entry("note", "5\" pipe"), entry("size", "O\"Neil"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "TV 32\"\"", "\"\"", "a\"\"b\"c", "32\"", "a \"b\" c", " x ", "\t", "'", "it's", "\\\"",
			"x\\" })
	void carriesTextAsItStood(String text) {
		String quoted = '"' + text.replace("\"", "\"\"") + '"';
		assertThat(Lists.listed("user_guid,member_guid,note,more\nu,m," + quoted + ",z\n").carried())
			.containsExactly(entry("note", text), entry("more", "z"));
		if (!text.startsWith("\"")) {
			assertThat(Lists.listed("user_guid,member_guid,note,more\nu,m," + text + ",z\n").carried())
				.containsExactly(entry("note", text), entry("more", "z"));
		}
	}

	@Test
	void keepsTheLinesOfTheFileBehindASepLine() {
		assertThat(Lists.fates("sep=;\n\nuser_guid;member_guid\nu;m1\n;m2\n")).containsExactly("4 m1", "5 rejected");
	}

	@Test
	void takesALineOfTabsForARowWhereTabsAreSeparators() {
		assertThat(Lists.fates("user_guid\tmember_guid\tnote\nu\tm1\tx\n\t\t\n  \n\t\nu\tm2\tx\n"))
			.containsExactly("2 m1", "3 rejected", "5 rejected", "6 m2");
		assertThat(Lists.fates("user_guid,member_guid\nu,m1\n\t\nu,m2\n")).containsExactly("2 m1", "4 m2");
	}

	@Test
	void takesBlanksOffGuidsAndLeavesOtherTextAlone() {
		ListRow.Listed row = Lists.listed("user_guid,member_guid,user_id,note\n u1 ,m1   ,\tid-7 , x \n");

		assertThat(row.member()).isEqualTo(new ListedMember(2, "u1", "m1", null, null, Set.of(), "id-7"));
		assertThat(row.carried()).containsExactly(entry("note", " x "));
	}

	@Test
	void acceptsEveryCharacterThatAGuidMayHave() {
		assertThat(Lists.fates("user_guid,member_guid\nUSR-1_a.b,MBR-" + "9".repeat(96) + "\n"))
			.containsExactly("2 MBR-" + "9".repeat(96));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			',m,,,'        | user_guid is blank
			'u,  ,,,'      | member_guid is blank
			'u,a/b,,,'     | member_guid has a character other than
			'u?x=1,m,,,'   | user_guid has a character other than
			'u,../m,,,'    | member_guid has a character other than
			'u,..,,,'      | member_guid has nothing but dots
			'u,m m,,,'     | member_guid has a character other than
			'u, ,,,'  | member_guid is blank
			'u,mé,,,'      | member_guid has a character other than
			'u,m;drop,,,'  | member_guid has a character other than
			'u,m,maybe,,'  | include_transactions is neither true nor false
			'u,m,,WRONG,'  | verify_even has a word that is no status
			'u,m,,LOCKED;WRONG,' | verify_even has a word that is no status
			'u,m,,'        | 4 columns where the header has 5
			'u,m,,,,'      | 6 columns where the header has 5
			'u'            | 1 column where the header has 5
			'u,m,,,"x"y'   | there is text after a closing quote
			""")
	void rejectsARowThatNamesNoMemberAndSaysWhy(String row, String reason) {
		ListRow.Rejected rejected = Lists
			.rejected("user_guid,member_guid,include_transactions,verify_even,note\n" + row + "\n");

		assertThat(rejected.line()).isEqualTo(2);
		assertThat(rejected.reason()).startsWith(reason);
		assertThat(rejected.row()).isEqualTo(row);
	}

	@Test
	void rejectsAGuidOfMoreThanAHundredCharacters() {
		assertThat(Lists.rejected("user_guid,member_guid\nu," + "m".repeat(101)).reason())
			.isEqualTo("member_guid is longer than 100 characters");
	}

	@Test
	void rejectsANulAndShowsWhereItStood() {
		ListRow.Rejected rejected = Lists.rejected("user_guid,member_guid,note\nu,m,a\0b\n");

		assertThat(rejected.reason()).isEqualTo("column 3 has a NUL character");
		assertThat(rejected.row()).isEqualTo("u,m,a\uFFFDb");
	}

	@Test
	void rejectsARowThatIsNotUtf8ButNotOneThatHasAReplacementCharacter() {
		byte[] csv = "user_guid,member_guid,note\nu1,m1,caf\u00e9\nu2,m2,ok\n".getBytes(StandardCharsets.ISO_8859_1);

		assertThat(Lists.rows(csv).stream().map(Lists::fate)).containsExactly("2 rejected", "3 m2");
		assertThat(Lists.fates("user_guid,member_guid,note\nu1,m1,\uFFFD\n")).containsExactly("2 m1");
	}

	@Test
	void rejectsACellThatIsTooLongAndCutsItsTextAndGoesOn() {
		String csv = "user_guid,member_guid,note\nu1,m1," + "x".repeat(200_000) + "\nu2,m2,\"" + "y".repeat(10_000_000)
				+ "\"\nu3,m3,ok\n";

		assertThat(Lists.fates(csv)).containsExactly("2 rejected", "3 rejected", "4 m3");
		assertThat(Lists.rejected(csv).reason()).isEqualTo("column 3 has more than 100000 characters");
		assertThat(Lists.rejected(csv).row()).hasSize(10_001).endsWith("…");
	}

	@Test
	void takesSqlInACellForText() {
		assertThat(Lists.listed("user_guid,member_guid,note\nu,m,'); drop table member_list; --\n").carried())
			.containsEntry("note", "'); drop table member_list; --");
	}

	@Test
	void readsALastLineWithoutLineEnd() {
		assertThat(Lists.fates("user_guid,member_guid\nu,m1\nu,m2")).containsExactly("2 m1", "3 m2");
	}

	@Test
	void findsNothingBehindAHeaderAlone() {
		assertThat(Lists.rows("user_guid,member_guid\n")).isEmpty();
	}

	/**
	 * A list of 400 MB that exists nowhere: only a reader that streams comes to its end.
	 */
	@Test
	void readsAListThatDoesNotFitIntoMemory() {
		String padding = "x".repeat(2_000);
		int rows = 200_000;
		CsvRows reading = Lists.reading(new Generated(rows, i -> "u%d,m%d,%s\n".formatted(i, i, padding)));

		System.gc();
		long before = used();
		long listed = 0;
		for (ListRow row = Lists.next(reading); row != null; row = Lists.next(reading)) {
			listed++;
		}
		System.gc();

		assertThat(listed).isEqualTo(rows);
		assertThat(used() - before).isLessThan(20_000_000);
	}

	private static long used() {
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	/** A list made line by line while it is read. */
	static final class Generated extends InputStream {

		private final int rows;

		private final java.util.function.IntFunction<String> line;

		private byte[] current = "user_guid,member_guid,note\n".getBytes(StandardCharsets.UTF_8);

		private int position;

		private int made;

		Generated(int rows, java.util.function.IntFunction<String> line) {
			this.rows = rows;
			this.line = line;
		}

		@Override
		public int read() {
			throw new UnsupportedOperationException();
		}

		@Override
		public int read(byte[] buffer, int offset, int length) throws IOException {
			if (position == current.length) {
				if (made == rows) {
					return -1;
				}
				current = line.apply(made++).getBytes(StandardCharsets.UTF_8);
				position = 0;
			}
			int count = Math.min(length, current.length - position);
			System.arraycopy(current, position, buffer, offset, count);
			position += count;
			return count;
		}

	}

}
