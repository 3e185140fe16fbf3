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
	 * the file's bytes as they stood when it was named, or of the query, a line feed and
	 * its source's URL.
	 */
	String sha256();

	/**
	 * Looks whether the list can be read at all, without reading its rows.
	 * @throws BadListException with one line that says what is wrong and what to do
	 */
	void check();

	/**
	 * A CSV file, packed with gzip or not, as it stands now: reads it once for its
	 * identity.
	 * @throws BadListException if it cannot be read
	 */
	static Csv csv(Path file) {
		return Csv.of(file, file.toString());
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
			MessageDigest digest = ListBytes.digest();
			try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
				in.transferTo(out);
			}
			String sha256 = ListBytes.hexadecimal(digest);
			Path spooled = Files.move(file, directory.resolve("list-" + sha256.substring(0, 32) + ".csv"),
					StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
			return new Csv(spooled, "standard input", sha256);
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
	record Csv(Path file, String name, String sha256) implements MemberList {

		private static final int LINES_LOOKED_AT = 1_000;

		static Csv of(Path file, String name) {
			requireFile(file, name);
			try (ListBytes bytes = ListBytes.of(file)) {
				return new Csv(file, name, bytes.sha256());
			}
			catch (IOException ex) {
				throw unreadable(name, ex);
			}
		}

		/**
		 * Also looks at the first thousand lines, where another encoding shows, and
		 * unpacks all of a packed file once. Later bytes that are not UTF-8 cost their
		 * row only.
		 */
		@Override
		public void check() {
			try (CsvFile csv = CsvFile.open(ListBytes.of(file), name)) {
				requireUtf8(csv.lines());
				csv.lines().drain();
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
			try (CsvFile csv = CsvFile.open(ListBytes.of(file), name)) {
				return csv.header().carriedNames();
			}
			catch (IOException ex) {
				throw unreadable(ex);
			}
		}

		private static void requireFile(Path file, String name) {
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

		/** What keeps it from being read, for whoever started the program. */
		BadListException unreadable(IOException cause) {
			return unreadable(name, cause);
		}

		private static BadListException unreadable(String name, IOException cause) {
			return switch (cause) {
				case ZipException ignored -> damaged(name, cause);
				case EOFException ignored -> damaged(name, cause);
				default -> new BadListException(
						"%s cannot be read (%s).".formatted(name, cause.getClass().getSimpleName()), cause);
			};
		}

		private static BadListException damaged(String name, IOException cause) {
			return new BadListException("%s is a damaged .gz file. Pack or copy it again.".formatted(name), cause);
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
			MessageDigest digest = ListBytes.digest();
			digest.update((query + "\n" + url).getBytes(StandardCharsets.UTF_8));
			return ListBytes.hexadecimal(digest);
		}

		/** Whether it can be run and has the columns, its reader tells. */
		@Override
		public void check() {
			if (query.isBlank()) {
				throw new BadListException(
						"The query is empty. Give one that selects user_guid and member_guid with --input-query.");
			}
			@Nullable String flaw = OneStatement.flaw(query);
			if (flaw != null) {
				throw new BadListException(flaw);
			}
		}

		@Override
		public String toString() {
			return "Sql[query=" + query + "]";
		}
	}

}
