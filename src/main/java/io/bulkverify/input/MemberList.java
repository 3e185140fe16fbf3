package io.bulkverify.input;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Where the members of a run come from (README.md, "Using it"). Immutable. */
public sealed interface MemberList {

	/** What the list is called in messages and reports. */
	String name();

	/**
	 * What makes it the same list tomorrow: the SHA-256, in small hexadecimal letters, of
	 * the file's bytes as they stand, or of the query, a line feed and its source's URL.
	 * @throws BadListException if the file cannot be read
	 */
	String sha256();

	/**
	 * Whether reading it once more gives the same rows in the same order, so that an
	 * import that broke off can go on where it was.
	 */
	boolean keepsOrder();

	/**
	 * Looks whether the list can be read at all, without reading its rows.
	 * @throws BadListException with one line that says what is wrong and what to do
	 */
	void check();

	/** A CSV file, packed with gzip or not. */
	static Csv csv(Path file) {
		return new Csv(file, file.toString());
	}

	/**
	 * Any query with the required columns.
	 * @param url the source's JDBC URL, without credentials: it is part of the list's
	 * identity
	 */
	static Sql sql(String query, String url) {
		return new Sql(query, url);
	}

	/**
	 * Keeps a stream, so that it can be read again after a crash: a file in the directory
	 * that only its owner can read, named by its content.
	 * @param directory is made if it is not there
	 * @throws IOException if the stream cannot be read or the file not be written
	 */
	static Csv spool(InputStream in, Path directory) throws IOException {
		Files.createDirectories(directory);
		Path file = Files.createTempFile(directory, ".list-", ".part");
		try {
			MessageDigest digest = digest();
			try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
				in.transferTo(out);
			}
			String name = "list-" + HexFormat.of().formatHex(digest.digest(), 0, 16) + ".csv";
			Path spooled = Files.move(file, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE,
					StandardCopyOption.REPLACE_EXISTING);
			return new Csv(spooled, "standard input");
		}
		finally {
			Files.deleteIfExists(file);
		}
	}

	/**
	 * See {@link MemberList#csv}.
	 *
	 * @param name see {@link MemberList#name}
	 */
	record Csv(Path file, String name) implements MemberList {

		private static final int LINES_LOOKED_AT = 1_000;

		@Override
		public String sha256() {
			requireFile();
			try (InputStream in = Files.newInputStream(file);
					DigestOutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest())) {
				in.transferTo(out);
				return HexFormat.of().formatHex(out.getMessageDigest().digest());
			}
			catch (IOException ex) {
				throw unreadable(ex);
			}
		}

		@Override
		public boolean keepsOrder() {
			return true;
		}

		/**
		 * Also looks at the first thousand lines, where another encoding shows, and
		 * unpacks all of a packed file once. Later bytes that are not UTF-8 cost their
		 * row only.
		 */
		@Override
		public void check() {
			requireFile();
			try (CsvFile csv = CsvFile.open(file, name)) {
				requireUtf8(csv.lines());
				csv.lines().drain();
			}
			catch (ZipException | EOFException ex) {
				throw CsvFile.damaged(name, ex);
			}
			catch (IOException ex) {
				throw unreadable(ex);
			}
		}

		/**
		 * The names of the columns that are only carried, in the list's order.
		 * @throws BadListException as {@link #check()}
		 */
		public List<String> carriedNames() {
			requireFile();
			try (CsvFile csv = CsvFile.open(file, name)) {
				return csv.header().carriedNames();
			}
			catch (IOException ex) {
				throw unreadable(ex);
			}
		}

		private void requireFile() {
			if (Files.isDirectory(file)) {
				throw new BadListException("%s is a directory. Name the list's file.".formatted(name));
			}
			if (!Files.exists(file)) {
				throw new BadListException("%s does not exist. Name the list's file with --input.".formatted(name));
			}
			if (!Files.isRegularFile(file)) {
				throw new BadListException(
						"%s can be read only once. Pipe it in as standard input, with --input -.".formatted(name));
			}
			if (!Files.isReadable(file)) {
				throw new BadListException("%s cannot be read. Give this user the right to read it.".formatted(name));
			}
		}

		private void requireUtf8(TextLines lines) throws IOException {
			for (int i = 0; i < LINES_LOOKED_AT; i++) {
				@Nullable TextLine line = lines.next();
				if (line == null) {
					return;
				}
				if (line.flaw() == TextLine.Flaw.NOT_UTF8) {
					throw new BadListException(
							"%s is not UTF-8 (line %d). Save it as CSV, UTF-8.".formatted(name, line.number()));
				}
			}
		}

		private BadListException unreadable(IOException cause) {
			return new BadListException("%s cannot be read (%s).".formatted(name, cause.getClass().getSimpleName()),
					cause);
		}
	}

	/** See {@link MemberList#sql}. */
	record Sql(String query, String url) implements MemberList {

		@Override
		public String name() {
			return "the query";
		}

		@Override
		public String sha256() {
			byte[] bytes = (query + "\n" + url).getBytes(StandardCharsets.UTF_8);
			return HexFormat.of().formatHex(digest().digest(bytes));
		}

		@Override
		public boolean keepsOrder() {
			return false;
		}

		/**
		 * Whether its columns are there, {@link SqlMemberListReader#carriedNames} tells.
		 */
		@Override
		public void check() {
			if (query.isBlank()) {
				throw new BadListException(
						"The query is empty. Give one that selects user_guid and member_guid with --input-query.");
			}
		}

		@Override
		public String toString() {
			return "Sql[query=" + query + "]";
		}
	}

	private static MessageDigest digest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java has SHA-256", ex);
		}
	}

}
