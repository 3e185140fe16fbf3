package io.bulkverify.report;

import io.bulkverify.member.Columns;
import io.bulkverify.member.ReportedMember;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code exceptions.csv}: a row for each member that ended without account
 * numbers, with its reason and what to do. The file can be the next run's list.
 */
public class ExceptionsWriter extends CsvFileWriter<ReportedMember> {

	private static final Pattern CONTROL_CHARACTERS = Pattern.compile("\\p{Cntrl}+");

	private static final int LONGEST_DETAIL = 1_000;

	/**
	 * @param carriedNames the list's own columns, in its order
	 */
	public ExceptionsWriter(OutputSet files, List<String> carriedNames) {
		super(files, OutputSet.EXCEPTIONS, Columns.EXCEPTIONS, carriedNames);
	}

	@Override
	List<String> cells(ReportedMember member) {
		return List.of(Long.toString(member.line()), text(member.userGuid()), text(member.memberGuid()),
				text(member.institutionCode()), member.reason().name(), member.reason().category().name(),
				text(member.status()), text(detail(member.detail())), NextStep.of(member),
				Boolean.toString(member.verifyCalled()), Integer.toString(member.attempts()),
				Utc.text(member.lastSeenAt()), text(member.accountLabel()), yesOrNo(member.includeTransactions()));
	}

	/** Other people's text: on one line, and no longer than a person reads. */
	private static @Nullable String detail(@Nullable String detail) {
		if (detail == null) {
			return null;
		}
		String line = CONTROL_CHARACTERS.matcher(detail).replaceAll(" ");
		return line.length() > LONGEST_DETAIL ? line.substring(0, LONGEST_DETAIL) + "…" : line;
	}

	@Override
	Map<String, String> carried(ReportedMember member) {
		return member.carried();
	}

}
