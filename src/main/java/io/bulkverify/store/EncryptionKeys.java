package io.bulkverify.store;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.aead.XChaCha20Poly1305Key;
import com.google.crypto.tink.aead.XChaCha20Poly1305Parameters.Variant;
import com.google.crypto.tink.util.SecretBytes;

/**
 * The keys that account numbers are encrypted with at rest: the first encrypts, all of
 * them decrypt. A key is 32 random bytes in Base64, as {@code openssl rand -base64 32}
 * makes them. To change the key, put a new one before the old ones; an old one is needed
 * as long as runs that it encrypted are read. Immutable; shows no key.
 */
public final class EncryptionKeys {

	private static final int KEY_BYTES = 32;

	private final List<XChaCha20Poly1305Key> keys;

	private EncryptionKeys(List<XChaCha20Poly1305Key> keys) {
		this.keys = List.copyOf(keys);
	}

	/**
	 * Reads keys that are separated by commas, spaces or line ends, the newest first.
	 * @throws IllegalArgumentException with words for the operator that go on a sentence
	 * which begins with the setting's name
	 */
	public static EncryptionKeys parse(String text) {
		String[] words = text.strip().split("[,\\s]+", -1);
		List<XChaCha20Poly1305Key> keys = new ArrayList<>();
		Set<Integer> ids = new HashSet<>();
		for (int i = 0; i < words.length; i++) {
			byte[] bytes = bytes(words[i], "key %d of %d".formatted(i + 1, words.length));
			int id = id(bytes);
			if (!ids.add(id)) {
				throw new IllegalArgumentException("the same key stands there twice: name each once, the newest first");
			}
			keys.add(key(bytes, id));
		}
		return new EncryptionKeys(keys);
	}

	private static byte[] bytes(String word, String which) {
		try {
			byte[] key = Base64.getDecoder().decode(word);
			if (key.length == KEY_BYTES) {
				return key;
			}
		}
		catch (IllegalArgumentException ex) {
			// Its message quotes the key.
		}
		throw new IllegalArgumentException(
				which + " is not 32 bytes in Base64: make a key with openssl rand -base64 32");
	}

	/** Stands before whatever the key encrypts, and tells nothing of it. */
	private static int id(byte[] key) {
		try {
			return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(key)).getInt();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("every Java has SHA-256", ex);
		}
	}

	@AccessesPartialKey
	private static XChaCha20Poly1305Key key(byte[] bytes, int id) {
		try {
			return XChaCha20Poly1305Key.create(Variant.TINK, SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get()),
					id);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("32 bytes are a key", ex);
		}
	}

	/** The newest first. */
	List<XChaCha20Poly1305Key> keys() {
		return keys;
	}

	@Override
	public String toString() {
		return "EncryptionKeys[" + keys.size() + ", masked]";
	}

}
