package io.bulkverify.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is an account number, and what only looks like one (src/docs/mx.md §1.6). */
class AccountNumberTest {

	@ParameterizedTest
	@ValueSource(strings = { "1", "000123", "10001", "12-345-6", "GB29NWBK60161331926819", "XK051212012345678906",
			"12345-X", "1234567890123456789012345678901234" })
	void aNumberIsOne(String number) {
		assertThat(numbers(number, null)).returns(true, AccountNumber::usable).returns(false, AccountNumber::masked);
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "none", "N/A", "XXXX1234", "xxxx1234", "x1234", "X-1234", "12XX34", "1234xx",
			"****1234", "•1234", "#1234", "?1234", "...1234", "12345678901234567890123456789012345", "1234\n5678",
			"1234\r\n", "12\u000034", "12 34", "1,234", "=1+1", "١٢٣٤", "" })
	void anythingElseIsNoneAndNotNothing(String number) {
		assertThat(numbers(number, null)).returns(false, AccountNumber::usable).returns(true, AccountNumber::masked);
		assertThat(numbers("1", number)).returns(false, AccountNumber::usable).returns(true, AccountNumber::masked);
		assertThat(new AccountNumber("ACT-1", "1", null, number, null, null, false).usable()).isFalse();
		assertThat(new AccountNumber("ACT-1", "1", null, null, number, null, false).usable()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "x", "X", "xx" })
	void aRoutingNumberThatIsAMaskHidesTheAccount(String routing) {
		assertThat(numbers("123", routing)).returns(false, AccountNumber::usable).returns(true, AccountNumber::masked);
	}

	@ParameterizedTest
	@NullSource
	void anAccountWithoutANumberIsNotMasked(@Nullable String number) {
		assertThat(numbers(number, "021000021")).returns(false, AccountNumber::usable)
			.returns(false, AccountNumber::masked);
	}

	@Test
	void threeThousandDigitsAreNone() {
		assertThat(numbers("7".repeat(3_000), null).usable()).isFalse();
		assertThat(numbers("x".repeat(100_000) + "1", null).usable()).isFalse();
	}

	@Test
	void accountsThatCameMaskedBesideUsableOnesAreSaid() {
		Story story = new Story().at(Stage.CONNECTED)
			.numbers(new Answer.Good<>(List.of(numbers("XXXX1", null), numbers("0001", null))));
		assertThat(story.last).isInstanceOfSatisfying(Outcome.Verified.class, verified -> {
			assertThat(verified.numbers()).containsExactly(numbers("0001", null));
			assertThat(verified.partlyMasked()).isTrue();
		});
	}

	@Test
	void accountsThatHaveNoNumberAreNotMaskedOnes() {
		Story story = new Story().at(Stage.CONNECTED)
			.numbers(new Answer.Good<>(List.of(numbers(null, null), numbers("0001", null))));
		assertThat(story.last).isInstanceOfSatisfying(Outcome.Verified.class,
				verified -> assertThat(verified.partlyMasked()).isFalse());
	}

	@Test
	void aTextThatIsNoNumberIsReportedAndNotShown() {
		Story story = new Story().at(Stage.CONNECTED).numbers("null").whenDue().numbers("null");
		assertThat(story.outcome()).isEqualTo("MASKED_NUMBERS");
		assertThat(story.detail()).isNull();
	}

	private static AccountNumber numbers(@Nullable String number, @Nullable String routing) {
		return new AccountNumber("ACT-1", number, routing, null, null, null, false);
	}

}
