package io.bulkverify.member;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadsheetTextTest {

	@ParameterizedTest
	@ValueSource(strings = { "=1+1", "+1-555-1234", "-a", "@SUM(A1)", "\tx", "\rx", "-", "=", "+", "-1-1", "--5" })
	void guardsWhatASpreadsheetMayCalculate(String text) {
		assertThat(SpreadsheetText.guarded(text)).isEqualTo("'" + text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "1", "-5", "+49", "-1,234.50", "-.5", "-1e9", "a=b", " =1", "'", "''", "'-5",
			"O'Neil" })
	void leavesOtherTextAndPlainNumbersAlone(String text) {
		assertThat(SpreadsheetText.guarded(text)).isEqualTo(text);
		assertThat(SpreadsheetText.bared(text)).isEqualTo(text);
	}

	@Property(tries = 5_000)
	void isBaredToTheLetter(@ForAll("tricky") String text) {
		assertThat(SpreadsheetText.bared(SpreadsheetText.guarded(text))).isEqualTo(text);
	}

	@ParameterizedTest
	@CsvSource({ "+1, ',1', false", "-1, .1, false", "+, 1, false", "+1e, 9, false", "'=', 1, true", "+1, ',', true",
			"@, x, true", "+1-, 1, true" })
	void comesToAnEndWhateverTheLengthOfACell(String start, String again, boolean guard) {
		String cell = start + again.repeat(100_000);

		assertThat(SpreadsheetText.guarded(cell)).isEqualTo(guard ? "'" + cell : cell);
		assertThat(SpreadsheetText.bared(SpreadsheetText.guarded(cell))).isEqualTo(cell);
		assertThat(SpreadsheetText.bared("'".repeat(100_000) + cell))
			.hasSize(cell.length() + 100_000 - (guard ? 1 : 0));
	}

	@Provide
	Arbitrary<String> tricky() {
		return Arbitraries.oneOf(Arbitraries.strings().withChars("'=+-@\t\r1.,ea \"").ofMaxLength(8),
				Arbitraries.strings().ofMaxLength(20));
	}

}
