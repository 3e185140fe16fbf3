package io.bulkverify.store;

import java.util.Base64;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static io.bulkverify.store.NumberPlace.Column.ACCOUNT_NUMBER;
import static io.bulkverify.store.NumberPlace.Column.ROUTING_NUMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class EncryptedNumbersTest {

	private static final String OLD = key(1);

	private static final String NEW = key(2);

	private static final NumberPlace PLACE = new NumberPlace(ACCOUNT_NUMBER, "MBR-1", "ACT-1");

	private static String key(int seed) {
		byte[] key = new byte[32];
		key[0] = (byte) seed;
		return Base64.getEncoder().encodeToString(key);
	}

	private static NumberCipher cipher(String keys) {
		return NumberCipher.with(EncryptionKeys.parse(keys));
	}

	@Test
	void what_is_stored_shows_nothing_of_the_number_and_gives_it_back() {
		NumberCipher cipher = cipher(NEW);

		String stored = cipher.toStored("000123456789", PLACE);

		assertThat(stored).startsWith("enc#").doesNotContain("123456789");
		assertThat(cipher.fromStored(stored, PLACE)).isEqualTo("000123456789");
		assertThat(cipher.toStored("000123456789", PLACE)).isNotEqualTo(stored);
	}

	@Test
	void no_number_stays_none() {
		assertThat(cipher(NEW).toStored(null, PLACE)).isNull();
		assertThat(cipher(NEW).fromStored(null, PLACE)).isNull();
	}

	@Test
	void a_new_key_before_the_old_one_encrypts_and_the_old_one_still_reads() {
		String stored = cipher(OLD).toStored("111", PLACE);
		NumberCipher both = cipher(NEW + "\n" + OLD + "\n");

		assertThat(both.fromStored(stored, PLACE)).isEqualTo("111");
		assertThat(cipher(NEW).fromStored(both.toStored("222", PLACE), PLACE)).isEqualTo("222");
	}

	@Test
	void without_its_key_a_number_is_refused_with_the_remedy_and_never_with_a_key() {
		String stored = cipher(OLD).toStored("111", PLACE);

		assertThatExceptionOfType(UnreadableNumbersException.class)
			.isThrownBy(() -> cipher(NEW).fromStored(stored, PLACE))
			.withMessageContaining("add that key")
			.withMessageNotContainingAny(NEW, OLD, "111");
		assertThatExceptionOfType(UnreadableNumbersException.class)
			.isThrownBy(() -> NumberCipher.none().fromStored(stored, PLACE))
			.withMessageContaining("set verification.encryption-key");
	}

	@Test
	void a_number_moved_to_another_member_account_or_column_is_refused() {
		NumberCipher cipher = cipher(NEW);
		String stored = cipher.toStored("111", PLACE);

		for (NumberPlace other : new NumberPlace[] { new NumberPlace(ACCOUNT_NUMBER, "MBR-2", "ACT-1"),
				new NumberPlace(ACCOUNT_NUMBER, "MBR-1", "ACT-2"), new NumberPlace(ACCOUNT_NUMBER, "MBR-1", null),
				new NumberPlace(ROUTING_NUMBER, "MBR-1", "ACT-1") }) {
			assertThatExceptionOfType(UnreadableNumbersException.class).as(other.toString())
				.isThrownBy(() -> cipher.fromStored(stored, other))
				.withMessageContaining("changed in the database");
		}
	}

	@Test
	void a_place_is_found_again_though_the_database_keeps_no_nul() {
		String stored = cipher(NEW).toStored("111", new NumberPlace(ACCOUNT_NUMBER, "MBR-1", "ACT\0-1"));

		assertThat(cipher(NEW).fromStored(stored, new NumberPlace(ACCOUNT_NUMBER, "MBR-1", "ACT\uFFFD-1")))
			.isEqualTo("111");
	}

	@ParameterizedTest
	@ValueSource(strings = { "enc#", "enc#AAAA", "enc#not Base64!", "enc#AQ" })
	void what_was_cut_or_overwritten_is_refused(String stored) {
		assertThatExceptionOfType(UnreadableNumbersException.class)
			.isThrownBy(() -> cipher(NEW).fromStored(stored, PLACE));
	}

	@Test
	void a_number_from_before_there_was_a_key_is_read_as_it_stands() {
		assertThat(cipher(NEW).fromStored("000123", PLACE)).isEqualTo("000123");
		assertThat(cipher(NEW).storedOtherwise("000123")).isTrue();
		assertThat(cipher(NEW).storedOtherwise(cipher(OLD).toStored("1", PLACE))).isFalse();
	}

	@Test
	void keys_are_separated_by_commas_spaces_or_lines() {
		String stored = cipher(OLD).toStored("111", PLACE);

		for (String between : new String[] { ",", " , ", "\n", "\r\n", " " }) {
			assertThat(cipher(NEW + between + OLD).fromStored(stored, PLACE)).isEqualTo("111");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "secret", "c2VjcmV0", "not/base64!!", "AAAA,AAAA" })
	void what_is_no_key_is_refused_without_being_shown(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> EncryptionKeys.parse(text))
			.withMessageContaining("openssl rand -base64 32")
			.satisfies((ex) -> assertThat(text.isEmpty() || !ex.toString().contains(text)).isTrue())
			.withNoCause();
	}

	@Test
	void the_same_key_twice_is_refused() {
		assertThatIllegalArgumentException().isThrownBy(() -> EncryptionKeys.parse(NEW + "," + NEW))
			.withMessageContaining("twice");
	}

	@Test
	void keys_are_not_shown() {
		assertThat(EncryptionKeys.parse(NEW)).hasToString("EncryptionKeys[1, masked]");
	}

}
