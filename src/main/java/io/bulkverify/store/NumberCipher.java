package io.bulkverify.store;

import org.jspecify.annotations.Nullable;

/**
 * What account numbers, routing numbers, institution and transit numbers go through on
 * their way into the database and out of it. Safe for use by many threads.
 */
public interface NumberCipher {

	/** Stores numbers as they are, and refuses to read what was encrypted. */
	static NumberCipher none() {
		return new PlainNumbers();
	}

	/**
	 * Encrypts whatever is stored with the newest of these keys, and reads all of them.
	 */
	static NumberCipher with(EncryptionKeys keys) {
		return new EncryptedNumbers(keys);
	}

	/** As it is to be stored there; null stays null. */
	@Nullable String toStored(@Nullable String number, NumberPlace place);

	/**
	 * As it was given to {@link #toStored}; null stays null. A number that was stored
	 * before there was a key is read as it stands.
	 * @throws UnreadableNumbersException if it was encrypted with a key that is not set,
	 * or for another place
	 */
	@Nullable String fromStored(@Nullable String stored, NumberPlace place);

	/** Whether it is to be stored in another way than it was. */
	boolean storedOtherwise(@Nullable String stored);

}
