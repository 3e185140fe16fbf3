package io.bulkverify.store;

import org.jspecify.annotations.Nullable;

/** Numbers are stored as they are. */
final class PlainNumbers implements NumberCipher {

	@Override
	public @Nullable String toStored(@Nullable String number, NumberPlace place) {
		return number;
	}

	@Override
	public @Nullable String fromStored(@Nullable String stored, NumberPlace place) {
		if (EncryptedNumbers.encrypted(stored)) {
			throw new UnreadableNumbersException(
					"The account numbers in the database are encrypted: set verification.encryption-key, "
							+ "or verification.encryption-key-file, to the key that they were written with");
		}
		return stored;
	}

	@Override
	public boolean storedOtherwise(@Nullable String stored) {
		return EncryptedNumbers.encrypted(stored);
	}

}
