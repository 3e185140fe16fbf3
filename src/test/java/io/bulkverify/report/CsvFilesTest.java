package io.bulkverify.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bulkverify.member.AccountNumber;
import io.bulkverify.member.ListRow;
import io.bulkverify.member.Reason;
import io.bulkverify.member.ReportedMember;
import io.bulkverify.member.VerifiedAccount;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;

/** README.md, "Using it": columns, quoting, warnings and next steps. */
class CsvFilesTest {

	@TempDir
	Path folder;

	private OutputSet files;

	@BeforeEach
	void begin() {
		files = new OutputSet(folder);
		files.begin("run-1", false);
	}

	@Test
	void accountNumbersHaveTheColumnsOfTheContractAndThenTheCarriedOnes() {
		assertThat(accounts(List.of("customer_id", "=note"),
				Samples.account("000123456789", Map.of("=note", "a,\"b\"", "customer_id", "c1"))))
			.isEqualTo("user_guid,member_guid,account_guid,account_number,routing_number,institution_number,"
					+ "transit_number,institution_code,verified_at,passed_validation,warning,customer_id,'=note\r\n"
					+ "USR-1,MBR-1,ACT-1,000123456789,021000021,,,chase,2026-11-20T01:02:03Z,true,,c1,"
					+ "\"a,\"\"b\"\"\"\r\n");
	}

	@Test
	void numbersAreNeverAltered() {
		AccountNumber odd = new AccountNumber("=guid", "-12-34", "+1", "@3", "=4", null, false);

		assertThat(
				accounts(List.of(), new VerifiedAccount("u", "m", odd, "+bank", Samples.TIME, false, false, Map.of())))
			.endsWith("u,m,'=guid,-12-34,+1,@3,=4,'+bank,2026-11-20T01:02:03Z,,\r\n");
	}

	@Test
	void warningsAreJoined() {
		AccountNumber doubtful = new AccountNumber("a", "1", null, null, null, false, true);

		assertThat(
				accounts(List.of(), new VerifiedAccount("u", "m", doubtful, null, Samples.TIME, true, true, Map.of())))
			.endsWith(",false,LIKELY_INVALID;PARTLY_MASKED;LEADING_ZEROS_UNKNOWN;UNCONFIRMED\r\n");
	}

	@Test
	void aRowWithoutACarriedValueHasABlankCell() {
		assertThat(accounts(List.of("a", "b"), Samples.account("1", Map.of("b", "x")))).endsWith(",true,,,x\r\n");
	}

	@Test
	void exceptionsHaveTheColumnsOfTheContractAndThenTheCarriedOnes() {
		Map<String, String> carried = new LinkedHashMap<>(Map.of("customer_id", "+c"));
		ReportedMember member = new ReportedMember(7, "USR-1", "MBR-1", "chase", Reason.MEMBER_ERROR, "DENIED",
				"=bad\r\n\tnews", true, 2, Samples.TIME, "-label", false, carried);

		assertThat(exceptions(List.of("customer_id"), member))
			.isEqualTo("line,user_guid,member_guid,institution_code,reason,category,connection_status,detail,next_step,"
					+ "verify_called,attempts,last_seen_at,account_label,include_transactions,customer_id\r\n"
					+ "7,USR-1,MBR-1,chase,MEMBER_ERROR,NEEDS_END_USER,DENIED,'=bad news,"
					+ Reason.MEMBER_ERROR.nextStep() + ",true,2,2026-11-20T01:02:03Z,'-label,false,'+c\r\n");
	}

	@Test
	void detailIsCut() {
		ReportedMember member = new ReportedMember(7, "u", "m", null, Reason.API_ERROR, null, "x".repeat(5_000), false,
				0, null, null, null, Map.of());

		assertThat(exceptions(List.of(), member)).contains("," + "x".repeat(1_000) + "…,")
			.doesNotContain("x".repeat(1_001));
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			DENIED,           DENIED,     false, DENIED
			EXPIRED,          EXPIRED,    false, EXPIRED
			CHALLENGED,       CHALLENGED, false, CHALLENGED
			CLOSED,           CLOSED,     false, CLOSED
			DENIED,           DENIED,     true,  -
			CHALLENGED,       CHALLENGED, true,  -
			NO_CREDENTIALS,   -,          false, -
			UNKNOWN_STATUS,   SURPRISED,  false, -
			NOT_REACHED,      DENIED,     false, -
			ACCOUNT_SELECTION_NEEDED, CHALLENGED, false, -
			MEMBER_NOT_FOUND, -,          false, -
			CONFLICT_TIMEOUT, CONNECTED,  false, -
			""")
	void nextStepNamesTheOverrideWhereTheStatusAloneSavedTheCall(Reason reason, @Nullable String status,
			boolean verifyCalled, @Nullable String override) {
		String step = NextStep.of(Samples.reported(reason, status, verifyCalled));

		assertThat(step)
			.isEqualTo(override == null ? reason.nextStep() : reason.nextStep() + " If that is done already, write "
					+ override + " into the column verify_even (or let the run have --verify-even " + override + ").");
	}

	@Test
	void rejectedRowsHaveTheirTextAsItStood() {
		String text = Samples.written(files, new RejectedRowsWriter(files), OutputSet.REJECTED_ROWS,
				List.of(new ListRow.Rejected(3, "user_guid is blank", ",m,\"x\"\ny"),
						new ListRow.Rejected(9, "1 column where the header has 2", "=1+1")));

		assertThat(text.lines()).containsExactly("line,reason,row", "3,user_guid is blank,\",m,\"\"x\"\"", "y\"",
				"9,1 column where the header has 2,'=1+1");
	}

	@Test
	void aNightWithoutRowsHasHeaders() {
		assertThat(accounts(List.of("c"))).endsWith(",warning,c\r\n").hasLineCount(1);
	}

	@Test
	void aTextThatIsNoUnicodeFailsNothing() {
		assertThat(accounts(List.of("c"), Samples.account("1", Map.of("c", "a\uD800b")))).endsWith(",a?b\r\n");
	}

	@Test
	void aStepThatStartsAgainStartsItsFileAnew() {
		AccountNumbersWriter writer = new AccountNumbersWriter(files, List.of());
		writer.open(new ExecutionContext());
		writer.write(Chunk.of(Samples.account("1", Map.of()), Samples.account("2", Map.of())));
		assertThat(writer.rows()).isEqualTo(2);

		String text = Samples.written(files, writer, OutputSet.ACCOUNT_NUMBERS,
				List.of(Samples.account("3", Map.of())));

		assertThat(text).hasLineCount(2).contains(",3,");
		assertThat(writer.rows()).isEqualTo(1);
	}

	@Test
	void aFullDiskFailsTheWriteThatMetItInClearWords() {
		OutputSet full = new OutputSet(folder) {
			@Override
			OutputStream create(String name) {
				return new FullDisk(1_000);
			}
		};
		AccountNumbersWriter writer = new AccountNumbersWriter(full, List.of());
		writer.open(new ExecutionContext());

		assertThatThrownBy(
				() -> writer.write(new Chunk<>(Collections.nCopies(100, Samples.account("123456789", Map.of())))))
			.isInstanceOf(OutputException.class)
			.hasMessageContaining("account-numbers.csv: No space left on device; mend that first")
			.hasMessageNotContaining("123456789");
	}

	private String accounts(List<String> carriedNames, VerifiedAccount... rows) {
		return Samples.written(files, new AccountNumbersWriter(files, carriedNames), OutputSet.ACCOUNT_NUMBERS,
				List.of(rows));
	}

	private String exceptions(List<String> carriedNames, ReportedMember... rows) {
		return Samples.written(files, new ExceptionsWriter(files, carriedNames), OutputSet.EXCEPTIONS, List.of(rows));
	}

	/** Takes so many bytes and no more. */
	private static final class FullDisk extends OutputStream {

		private int room;

		FullDisk(int room) {
			this.room = room;
		}

		@Override
		public void write(int b) throws IOException {
			if (room-- <= 0) {
				throw new IOException("No space left on device");
			}
		}

	}

}
