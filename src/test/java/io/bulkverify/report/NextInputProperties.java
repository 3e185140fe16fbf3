package io.bulkverify.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkverify.input.CsvMemberListReader;
import io.bulkverify.input.MemberList;
import io.bulkverify.member.ListRow;
import io.bulkverify.member.Reason;
import io.bulkverify.member.ReportedMember;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.util.FileSystemUtils;

/** {@code exceptions.csv} of one run is the next run's list, whatever its cells hold. */
class NextInputProperties {

	@Property(tries = 300)
	void everyCellComesBackToTheLetter(@ForAll("names") Set<String> names,
			@ForAll @Size(min = 1, max = 5) List<@From("cells") String> cells, @ForAll("cells") String label,
			@ForAll("guids") String user, @ForAll("guids") String member) throws Exception {
		List<String> carriedNames = List.copyOf(names);
		List<ReportedMember> reported = new ArrayList<>();
		for (int line = 2; line < 5; line++) {
			Map<String, String> carried = new LinkedHashMap<>();
			for (int i = 0; i < carriedNames.size(); i++) {
				carried.put(carriedNames.get(i), cells.get((i + line) % cells.size()));
			}
			reported.add(new ReportedMember(line, user, member + line, "b", Reason.DENIED, "DENIED", cells.getFirst(),
					false, 0, Samples.TIME, label, line == 3 ? null : line == 2, carried));
		}

		Path folder = Files.createTempDirectory("next-input");
		List<ListRow> rows = exportedAndRead(folder, carriedNames, reported);
		FileSystemUtils.deleteRecursively(folder);

		assertThat(rows).hasSize(3);
		for (int i = 0; i < 3; i++) {
			ReportedMember before = reported.get(i);
			assertThat(rows.get(i)).isInstanceOfSatisfying(ListRow.Listed.class, after -> {
				assertThat(after.member().userGuid()).isEqualTo(before.userGuid());
				assertThat(after.member().memberGuid()).isEqualTo(before.memberGuid());
				assertThat(after.member().accountLabel()).isEqualTo(label.isBlank() ? null : label);
				assertThat(after.member().includeTransactions()).isEqualTo(before.includeTransactions());
				assertThat(List.copyOf(after.carried().entrySet())).isEqualTo(List.copyOf(before.carried().entrySet()));
			});
		}
	}

	private static List<ListRow> exportedAndRead(Path folder, List<String> carriedNames, List<ReportedMember> reported)
			throws Exception {
		OutputSet files = new OutputSet(folder);
		files.begin("run", true);
		Samples.written(files, new ExceptionsWriter(files, carriedNames), OutputSet.EXCEPTIONS, reported);
		MemberList.Csv list = MemberList.csv(Samples.asidePath(files, OutputSet.EXCEPTIONS));
		list.check();
		assertThat(list.carriedNames()).isEqualTo(carriedNames);
		CsvMemberListReader reader = new CsvMemberListReader(list);
		reader.open(new ExecutionContext());
		List<ListRow> rows = new ArrayList<>();
		for (@Nullable
		ListRow row = reader.read(); row != null; row = reader.read()) {
			rows.add(row);
		}
		reader.close();
		return rows;
	}

	@Provide
	Arbitrary<String> cells() {
		Arbitrary<String> nasty = Arbitraries.strings().withChars("\"',;=+-@\t\r\n a1\\\uFEFF\uFFFDé").ofMaxLength(12);
		Arbitrary<String> any = Arbitraries.strings()
			.ofMaxLength(30)
			.filter(text -> text.indexOf('\0') < 0 && text.chars().noneMatch(c -> Character.isSurrogate((char) c)));
		return Arbitraries.oneOf(nasty, any, Arbitraries.of("", "😀", "two\nlines", "USR-1,MBR-1,x"));
	}

	@Provide
	Arbitrary<Set<String>> names() {
		return cells().map(cell -> "c" + cell).set().ofMinSize(1).ofMaxSize(4);
	}

	@Provide
	Arbitrary<String> guids() {
		return Arbitraries.strings()
			.withCharRange('a', 'z')
			.withCharRange('0', '9')
			.withChars("-_.")
			.ofMinLength(1)
			.ofMaxLength(40)
			.map(text -> "-" + text);
	}

}
