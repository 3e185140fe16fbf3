package io.bulkverify.mx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTextTest {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Member not found                                   | Member not found
			account 12345 is closed                            | account *** is closed
			account 12-34-56-78                                | account ***
			code 4001 stays                                    | code 4001 stays
			token CWforZl1Vn2vC_v6H4rnQRT1DoWpDouJAV-_5TBmiQRA | token ***
			a-very-long-word-without-any-digit-in-it           | a-very-long-word-without-any-digit-in-it
			""")
	void numbersAndTokensAreMasked(String text, String safe) {
		assertThat(SafeText.of(text, List.of())).isEqualTo(safe);
	}

	@Test
	void aTextIsOneShortLine() {
		assertThat(SafeText.of("a\r\nb\tc\u0000d\u2028e\u202e", List.of())).isEqualTo("a b c d e");
		assertThat(SafeText.of("x".repeat(5_000), List.of())).hasSize(200).endsWith("…");
	}

	@ParameterizedTest
	@CsvSource({ "1,100000,***", "'1 ',100000,***", "1-,100000,***", "a1,100000,***", "12 a ,1,12 a" })
	void comesToAnEndWhateverItsLength(String part, int times, String safe) {
		assertThat(SafeText.of(part.repeat(times), List.of())).isEqualTo(safe);
	}

	@Test
	void nothingIsNoText() {
		assertThat(SafeText.of(null, List.of())).isNull();
		assertThat(SafeText.of("\n ", List.of())).isNull();
	}

	@Test
	void aKnownSecretIsMaskedWhereverItStands() {
		assertThat(SafeText.of("bad key: hush-hush!", List.of("hush-hush"))).isEqualTo("bad key: ***!");
	}

}
