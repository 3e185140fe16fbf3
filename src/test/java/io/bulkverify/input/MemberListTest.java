package io.bulkverify.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkverify.member.ListRow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.batch.infrastructure.item.ExecutionContext;

class MemberListTest {

	private static final String GOOD = "user_guid,member_guid,customer\nu1,m1,c1\nu2,m2,c2\n";

	@TempDir
	Path directory;

	@Test
	void isTheSameListWhateverItsFileIsCalled() throws IOException {
		String hash = list("a.csv", GOOD).sha256();

		assertThat(hash).matches("[0-9a-f]{64}").isEqualTo(list("b.csv", GOOD).sha256());
		assertThat(hash).isNotEqualTo(list("c.csv", GOOD + "u3,m3,c3\n").sha256());
	}

	@Test
	void hashesAPackedListAsItStands() throws IOException {
		MemberList.Csv packed = list("a.csv.gz", packed(GOOD));

		assertThat(packed.sha256()).isNotEqualTo(list("a.csv", GOOD).sha256());
	}

	@Test
	void hashesAQueryWithItsSource() {
		assertThat(MemberList.sql("select 1", "jdbc:a").sha256())
			.isEqualTo(MemberList.sql("select 1", "jdbc:a").sha256())
			.isNotEqualTo(MemberList.sql("select 1", "jdbc:b").sha256());
	}

	@Test
	void readsAPackedListByItsBytesAndNotByItsName() throws Exception {
		MemberList.Csv list = list("packed.csv", packed(GOOD));

		list.check();
		assertThat(read(list, new ExecutionContext(), 9)).containsExactly("2 m1", "3 m2");
	}

	@Test
	void spoolsAStreamForItsOwnerOnlyAndOnce() throws Exception {
		Path spool = directory.resolve("spool");
		MemberList.Csv first = MemberList.spool(new ByteArrayInputStream(GOOD.getBytes(StandardCharsets.UTF_8)), spool);
		MemberList.Csv again = MemberList.spool(new ByteArrayInputStream(GOOD.getBytes(StandardCharsets.UTF_8)), spool);

		assertThat(first).isEqualTo(again);
		assertThat(first.name()).isEqualTo("standard input");
		assertThat(first.sha256()).isEqualTo(list("a.csv", GOOD).sha256());
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first.file()))).isEqualTo("rw-------");
		try (var files = Files.list(spool)) {
			assertThat(files).hasSize(1);
		}
	}

	@Test
	void namesTheCarriedColumns() throws IOException {
		assertThat(list("a.csv", "b,user_guid,line,a,member_guid\n").carriedNames()).containsExactly("b", "a");
	}

	@Test
	void readsFromTheFirstRowEachTime() throws Exception {
		MemberList.Csv list = list("a.csv", GOOD + "u3,,bad\nu4,\"m4\",\"two\nlines\"\nu6,m6,c6\n");
		ExecutionContext context = new ExecutionContext();

		assertThat(read(list, context, 3)).containsExactly("2 m1", "3 m2", "4 rejected");
		assertThat(read(list, context, 9)).containsExactly("2 m1", "3 m2", "4 rejected", "5 m4", "7 m6");
	}

	@ParameterizedTest
	@ValueSource(strings = { GOOD + "u3,m3,c3\n", "user_guid,member_guid,customer\nu1,m1,c1\n",
			"user_guid,member_guid,customer\nu1,m1,c1\nu2,m9,c2\n", GOOD + "\n", "user_guid,member_guid,customer\n" })
	void refusesAtItsEndAListThatHasChangedSinceItWasNamed(String changed) throws Exception {
		MemberList.Csv list = list("members.csv", GOOD);
		Files.writeString(list.file(), changed);

		assertThatThrownBy(() -> read(list, new ExecutionContext(), 9)).isInstanceOf(BadListException.class)
			.hasMessageContaining("members.csv has changed while it was read")
			.hasMessageNotContaining("\n");
	}

	@Test
	void refusesAListThatChangesWhileItIsRead() throws Exception {
		String rows = "u,m,0123456789\n".repeat(20_000);
		MemberList.Csv list = list("members.csv", "user_guid,member_guid,customer\n" + rows);
		CsvMemberListReader reader = new CsvMemberListReader(list);
		reader.open(new ExecutionContext());
		assertThat(reader.read()).isNotNull();
		Files.writeString(list.file(), "u,m,more\n", StandardOpenOption.APPEND);

		assertThatThrownBy(() -> Stream.generate(reader::read).takeWhile(Objects::nonNull).count())
			.isInstanceOf(BadListException.class)
			.hasMessageContaining("has changed");
		reader.close();
	}

	@Test
	void knowsAPackedListByItsPackedBytes() throws Exception {
		MemberList.Csv list = list("members.csv.gz", packed(GOOD));
		Files.write(list.file(), packed(GOOD + "\n"));
		assertThatThrownBy(() -> read(list, new ExecutionContext(), 9)).hasMessageContaining("has changed");

		Files.write(list.file(), packed(GOOD));
		assertThat(read(list, new ExecutionContext(), 9)).hasSize(2);
		Files.write(list.file(), new byte[9], StandardOpenOption.APPEND);
		assertThatThrownBy(() -> read(list, new ExecutionContext(), 9)).isInstanceOf(BadListException.class);
	}

	@Test
	void looksForTheFirstMemberAndNamesTheCarriedColumns() throws IOException {
		CsvMemberListReader good = new CsvMemberListReader(list("a.csv", "note,user_guid,member_guid\nx,,\nx,u,m\n"));
		CsvMemberListReader quiet = new CsvMemberListReader(list("b.csv", "note,user_guid,member_guid\n\n"));

		assertThat(good.look()).containsExactly("note");
		assertThat(quiet.look()).containsExactly("note");
	}

	@Test
	void refusesAListThatHasRowsAndNamesNoMember() throws IOException {
		String csv = "user_guid,member_guid\nu1,m1,\nu2,\n,m3\nu4,m4,\nu5,m5,\n";
		for (byte[] content : List.of(csv.getBytes(StandardCharsets.UTF_8), packed(csv))) {
			MemberList.Csv list = list("members.csv", content);
			assertThatThrownBy(() -> new CsvMemberListReader(list).look()).isInstanceOf(BadListException.class)
				.hasMessage("members.csv has 5 rows and no member: 3 × 3 columns where the header has 2, "
						+ "1 × member_guid is blank, 1 × user_guid is blank (line 2: 3 columns where the header has 2; "
						+ "line 3: member_guid is blank; line 4: user_guid is blank; …). "
						+ "Mend the list; no run was begun for it.");
		}
	}

	@Test
	void acceptsAHeaderWithoutRows() throws IOException {
		list("a.csv", "user_guid,member_guid\n").check();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					user_guid,customer                 | has no column member_guid; its header has: user_guid, customer
					name,customer                      | has no column user_guid and no column member_guid; its header has: name, customer
					000123456789,MBR-00001             | has no header
					user_guid^member_guid^note         | has its columns separated by "^" (line 1); comma, semicolon, tab and pipe are understood
					"USER_GUID"~"member_guid"          | has its columns separated by "~" (line 1)
					user_guid member_guid              | has its columns separated by blanks (line 1)
					# members of today                 | begins with a # in line 1
					#user_guid,member_guid             | begins with a # in line 1
					"user_guid,member_guid,note"       | has quotes around its whole header (line 1)
					user_guid,"member_guid,note        | has a quote in its header (line 1) that is never closed
					user_guid;"member_guid;note        | has a quote in its header (line 1) that is never closed
					user_guid,member_guid,"note        | has a quote in its header (line 1) that is never closed
					user_guid,"member"_guid            | has text behind a closing quote in its header (line 1)
					user_guid,member_guid,MEMBER_GUID  | has two columns named MEMBER_GUID
					user_guid,member_guid,note,note    | has two columns named note
					"user_guid,member_guid             | has a quote in its header
					"user                              | has a quote in its header
					""")
	void refusesAHeaderThatCannotBeWorkedWith(String header, String message) {
		assertThatThrownBy(() -> list("members.csv", header + "\nu1,m1,x\n").check())
			.isInstanceOf(BadListException.class)
			.hasMessageContaining("members.csv " + message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					sep=^  | user_guid^member_guid  | names "^" as its separator (sep= in line 2); comma, semicolon, tab and pipe
					sep=   | user_guid,member_guid  | names nothing as its separator
					sep=;  | user_guid,member_guid  | has its columns separated by "," (line 3), but its sep= line names ";"
					sep=;  | user_guid;"member_guid | has a quote in its header (line 3)
					sep=;  | user_guid;member       | has no column member_guid
					""")
	void refusesASeparatorThatIsNotTheHeaders(String sep, String header, String message) {
		assertThatThrownBy(() -> list("members.csv", "\n" + sep + "\n" + header + "\n").check())
			.isInstanceOf(BadListException.class)
			.hasMessageContaining("members.csv " + message);
	}

	@Test
	void doesNotShowTheDataOfAListWithoutHeader() {
		assertThatThrownBy(() -> list("members.csv", "user_guid,000123456789\n").check())
			.hasMessageNotContaining("0123");
	}

	@Test
	void refusesAnEmptyFile() {
		assertThatThrownBy(() -> list("members.csv", "").check()).hasMessageContaining("members.csv is empty");
		assertThatThrownBy(() -> list("members.csv", "\n \n").check()).hasMessageContaining("members.csv is empty");
	}

	@Test
	void refusesAMissingFileAndADirectory() {
		assertThatThrownBy(() -> MemberList.csv(Path.of("/nowhere/members.csv")).check())
			.isInstanceOf(BadListException.class)
			.hasMessageContaining("/nowhere/members.csv does not exist");
		assertThatThrownBy(() -> MemberList.csv(directory).check()).isInstanceOf(BadListException.class)
			.hasMessageContaining("is a directory");
	}

	@Test
	void refusesWhatIsNotTextInUtf8() {
		byte[] workbook = { 'P', 'K', 3, 4, 20, 0, 6, 0, 8, 0, (byte) 0xff, '\n' };

		assertThatThrownBy(() -> list("members.csv", workbook).check()).hasMessageContaining("not a text file");
		assertThatThrownBy(() -> list("members.csv", GOOD.getBytes(StandardCharsets.UTF_16)).check())
			.hasMessageContaining("not a text file");
		assertThatThrownBy(
				() -> list("members.csv", (GOOD + "u3,m3,caf\u00e9\n").getBytes(StandardCharsets.ISO_8859_1)).check())
			.hasMessageContaining("not UTF-8 (line 4)");
	}

	@Test
	void refusesAPackedFileThatIsDamaged() throws IOException {
		byte[] packed = packed(IntStream.range(0, 20_000)
			.mapToObj(i -> "u%d,m%d,%d\n".formatted(i, i, i * 31))
			.collect(Collectors.joining("", "user_guid,member_guid,n\n", "")));

		assertThatThrownBy(() -> list("members.csv.gz", Arrays.copyOf(packed, packed.length / 2)).check())
			.isInstanceOf(BadListException.class)
			.hasMessageContaining("damaged .gz");
	}

	@Test
	void refusesHeadersMadeToHurt() {
		String columns = IntStream.range(0, 501).mapToObj(i -> ",c" + i).collect(Collectors.joining());

		assertThatThrownBy(() -> list("members.csv", "user_guid,member_guid" + columns).check())
			.hasMessageContaining("503 columns");
		assertThatThrownBy(() -> list("members.csv", "user_guid,member_guid," + "x".repeat(201)).check())
			.hasMessageContaining("more than 200 characters");
		assertThatThrownBy(() -> list("members.csv", "x".repeat(2_000_000)).check())
			.hasMessageContaining("more than 1000000 bytes");
	}

	@Test
	void carriesAHeaderThatIsAFormula() throws IOException {
		assertThat(list("a.csv", "user_guid,member_guid,=cmd|' /C calc'!A0,\"a \"\"b\"\"\"\n").carriedNames())
			.containsExactly("=cmd|' /C calc'!A0", "a \"b\"");
	}

	private MemberList.Csv list(String name, String content) throws IOException {
		return list(name, content.getBytes(StandardCharsets.UTF_8));
	}

	private MemberList.Csv list(String name, byte[] content) throws IOException {
		return MemberList.Csv.of(Files.write(directory.resolve(name), content), name);
	}

	private static byte[] packed(String content) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
			out.write(content.getBytes(StandardCharsets.UTF_8));
		}
		return bytes.toByteArray();
	}

	private static List<String> read(MemberList.Csv list, ExecutionContext context, int most) throws Exception {
		CsvMemberListReader reader = new CsvMemberListReader(list);
		List<String> fates = new ArrayList<>();
		reader.open(context);
		for (ListRow row = reader.read(); row != null; row = fates.size() < most ? reader.read() : null) {
			fates.add(Lists.fate(row));
		}
		reader.close();
		return fates;
	}

}
