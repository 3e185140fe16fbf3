package io.bulkverify.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.aead.XChaCha20Poly1305Key;
import com.google.crypto.tink.subtle.XChaCha20Poly1305;
import com.google.crypto.tink.util.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Numbers are stored as XChaCha20-Poly1305 makes them: authenticated, bound to their
 * place, and with nonces so long that no number of them wears a key out.
 */
final class EncryptedNumbers implements NumberCipher {

	/** No number that MX gives in clear has a #: that is a mask. */
	private static final String MARK = "enc#";

	/** A key's id, as Tink puts it before what the key encrypts. */
	private static final int PREFIX = 5;

	private final Aead newest;

	private final Map<Bytes, Aead> byPrefix;

	/**
	 * Not by Tink's keysets: these need its protocol buffers, whose use of Unsafe has
	 * every newer Java print warnings.
	 */
	@AccessesPartialKey
	EncryptedNumbers(EncryptionKeys keys) {
		this.byPrefix = new HashMap<>();
		for (XChaCha20Poly1305Key key : keys.keys()) {
			byPrefix.put(key.getOutputPrefix(), aead(key));
		}
		this.newest = aead(keys.keys().getFirst());
	}

	private static Aead aead(XChaCha20Poly1305Key key) {
		try {
			return XChaCha20Poly1305.create(key);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("this Java cannot encrypt", ex);
		}
	}

	static boolean encrypted(@Nullable String stored) {
		return stored != null && stored.startsWith(MARK);
	}

	@Override
	public @Nullable String toStored(@Nullable String number, NumberPlace place) {
		if (number == null) {
			return null;
		}
		try {
			byte[] encrypted = newest.encrypt(number.getBytes(StandardCharsets.UTF_8), place.bytes());
			return MARK + Base64.getEncoder().withoutPadding().encodeToString(encrypted);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("a number could not be encrypted", ex);
		}
	}

	@Override
	public @Nullable String fromStored(@Nullable String stored, NumberPlace place) {
		if (stored == null || !encrypted(stored)) {
			return stored;
		}
		try {
			byte[] encrypted = Base64.getDecoder().decode(stored.substring(MARK.length()));
			return new String(key(encrypted).decrypt(encrypted, place.bytes()), StandardCharsets.UTF_8);
		}
		catch (GeneralSecurityException | IllegalArgumentException ex) {
			throw new UnreadableNumbersException(("A stored number of member %s was changed in the database, "
					+ "or belongs to another account: restore table run_account_number, or verify the list with --again")
				.formatted(place.memberGuid()));
		}
	}

	private Aead key(byte[] encrypted) throws GeneralSecurityException {
		if (encrypted.length < PREFIX) {
			throw new GeneralSecurityException("too short");
		}
		Aead key = byPrefix.get(Bytes.copyFrom(encrypted, 0, PREFIX));
		if (key == null) {
			throw new UnreadableNumbersException(
					"Account numbers in the database were encrypted with a key that is not "
							+ "in verification.encryption-key or verification.encryption-key-file: "
							+ "add that key behind the newest one");
		}
		return key;
	}

	@Override
	public boolean storedOtherwise(@Nullable String stored) {
		return stored != null && !encrypted(stored);
	}

}
