package io.bulkverify.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;

/**
 * The files of one run in one folder: all of them or none (README.md, "Using it"). They
 * are written aside under hidden names and moved into place together by {@link #commit},
 * {@code summary.json} last: where it stands, the set is complete. Files are readable by
 * their owner only, and so is the folder where this class makes it.
 *
 * <p>
 * One instance serves one attempt: every file of the set is written through it before the
 * commit, so that an attempt that follows a crash writes all of them again. Not for use
 * by several threads.
 */
public class OutputSet {

	public static final String ACCOUNT_NUMBERS = "account-numbers.csv";

	public static final String EXCEPTIONS = "exceptions.csv";

	public static final String REJECTED_ROWS = "rejected-rows.csv";

	public static final String REPORT = "report.html";

	public static final String SUMMARY = "summary.json";

	private static final List<String> REQUIRED = List.of(ACCOUNT_NUMBERS, EXCEPTIONS, REJECTED_ROWS);

	private static final String ASIDE = ".part";

	private final Path folder;

	private final Set<String> written = new LinkedHashSet<>();

	public OutputSet(Path folder) {
		this.folder = folder;
	}

	public Path folder() {
		return folder;
	}

	/**
	 * The id of the run whose complete set is here; empty where there is none.
	 * {@code unknown} where a {@code summary.json} is not one of ours.
	 */
	public Optional<String> runThere() {
		try {
			return Optional.of(SummaryJson.runId(Files.readString(folder.resolve(SUMMARY))));
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
		catch (IOException | JacksonException ex) {
			return Files.exists(folder.resolve(SUMMARY)) ? Optional.of("unknown") : Optional.empty();
		}
	}

	/**
	 * Makes the folder where it is missing and removes what a crashed attempt left. A
	 * complete set stays as it is until the commit.
	 * @param replace whether the set of another run may be replaced
	 * @throws OutputTakenException if it holds the set of another run and may not be
	 * @throws OutputException if it cannot be written
	 */
	public void begin(String runId, boolean replace) {
		Optional<String> there = runThere();
		if (!replace && there.isPresent() && !there.get().equals(runId)) {
			throw new OutputTakenException("%s holds the files of run %s. Name another --output, or say --replace."
				.formatted(folder, there.get()));
		}
		try {
			Files.createDirectories(folder, ownerOnly("rwx------"));
			removeLeftovers();
		}
		catch (IOException ex) {
			throw OutputException.cannotWrite(folder, ex);
		}
	}

	private void removeLeftovers() throws IOException {
		try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, ".*.{csv,json,html}" + ASIDE)) {
			for (Path leftover : leftovers) {
				Files.delete(leftover);
			}
		}
	}

	/**
	 * A file of the set, empty, to be written aside. Writing to it again starts it anew.
	 * The stream is not buffered.
	 * @param name its name after the commit
	 * @throws OutputException if it cannot be made
	 */
	OutputStream create(String name) {
		Path aside = aside(name);
		try {
			Files.deleteIfExists(aside);
			Files.createFile(aside, ownerOnly("rw-------"));
			OutputStream stream = Files.newOutputStream(aside, StandardOpenOption.WRITE);
			written.add(name);
			return stream;
		}
		catch (IOException ex) {
			throw OutputException.cannotWrite(folder.resolve(name), ex);
		}
	}

	/**
	 * Writes the report and the summary, and moves the whole set into place. After an
	 * exception there is no {@code summary.json}, or still the old set with its own.
	 * @return the files, in the order in which they came into place
	 * @throws OutputException if the disk refuses
	 * @throws IllegalStateException if a file of the set was not written
	 */
	public List<Path> commit(RunStory story) {
		if (!written.containsAll(REQUIRED)) {
			throw new IllegalStateException("not all files were written in this attempt: " + written);
		}
		write(REPORT, HtmlReport.bytes(story));
		write(SUMMARY, SummaryJson.bytes(story.summary()));
		written.remove(SUMMARY);
		List<String> names = new ArrayList<>(written);
		names.add(SUMMARY);
		try {
			for (String name : names) {
				force(aside(name), StandardOpenOption.WRITE);
			}
			Files.deleteIfExists(folder.resolve(SUMMARY));
			List<Path> inPlace = new ArrayList<>();
			for (String name : names) {
				inPlace.add(Files.move(aside(name), folder.resolve(name), StandardCopyOption.ATOMIC_MOVE));
			}
			force(folder, StandardOpenOption.READ);
			written.clear();
			return inPlace;
		}
		catch (IOException ex) {
			throw OutputException.cannotWrite(folder, ex);
		}
	}

	private void write(String name, byte[] content) {
		try (OutputStream out = create(name)) {
			out.write(content);
		}
		catch (IOException ex) {
			throw OutputException.cannotWrite(folder.resolve(name), ex);
		}
	}

	private static void force(Path path, StandardOpenOption option) throws IOException {
		try (FileChannel channel = FileChannel.open(path, option)) {
			channel.force(true);
		}
	}

	/**
	 * Removes what was written aside; a complete set stays.
	 * @throws OutputException if it cannot be removed
	 */
	public void abandon() {
		try {
			for (String name : written) {
				Files.deleteIfExists(aside(name));
			}
			written.clear();
		}
		catch (IOException ex) {
			throw OutputException.cannotWrite(folder, ex);
		}
	}

	private Path aside(String name) {
		return folder.resolve("." + name + ASIDE);
	}

	private static FileAttribute<?>[] ownerOnly(String permissions) {
		boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
		return posix
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: new FileAttribute<?>[0];
	}

}
