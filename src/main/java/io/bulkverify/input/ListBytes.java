package io.bulkverify.input;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/**
 * The bytes of a list's file: its text is taken from them, and its identity, in one
 * reading. Not for use by several threads.
 */
final class ListBytes implements AutoCloseable {

	private static final int BUFFER = 64 * 1024;

	private static final byte[] GZIP = { 0x1f, (byte) 0x8b };

	private final DigestInputStream asTheyStand;

	private ListBytes(DigestInputStream asTheyStand) {
		this.asTheyStand = asTheyStand;
	}

	static ListBytes of(Path file) throws IOException {
		return new ListBytes(new DigestInputStream(Files.newInputStream(file), digest()));
	}

	static MessageDigest digest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java has SHA-256", ex);
		}
	}

	/** In small letters. */
	static String hexadecimal(MessageDigest digest) {
		return HexFormat.of().formatHex(digest.digest());
	}

	/**
	 * The text, unpacked where it is packed; told by its first bytes, because a pipe has
	 * no name. Closing it closes all.
	 */
	InputStream unpacked() throws IOException {
		InputStream bytes = new BufferedInputStream(asTheyStand, BUFFER);
		bytes.mark(GZIP.length);
		byte[] magic = bytes.readNBytes(GZIP.length);
		bytes.reset();
		return Arrays.equals(magic, GZIP) ? new GZIPInputStream(bytes, BUFFER) : bytes;
	}

	/** The digest of all of them; nothing can be read after that. */
	String sha256() throws IOException {
		asTheyStand.transferTo(OutputStream.nullOutputStream());
		return hexadecimal(asTheyStand.getMessageDigest());
	}

	@Override
	public void close() throws IOException {
		asTheyStand.close();
	}

}
