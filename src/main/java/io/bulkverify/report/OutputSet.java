package io.bulkverify.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * The files of one run in one folder: all of them or none. They are written aside under
 * hidden names and moved into place together by {@link #commit}, {@code summary.json}
 * last: where it stands, the set is complete. Files are readable by their owner only, and
 * so is the folder where this class makes it.
 *
 * <p>
 * A process that was frozen while it wrote, and wakes up after another has taken its run
 * over, must leave that one's files alone. The hidden names carry a turn, greater for
 * each process that takes over: {@link #begin} removes what earlier turns have left, so
 * that a woken process finds nothing to move, and never what a later one has written.
 * What happens between the take-over and that is stopped before each move by the commit's
 * check.
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

	/** With the turn, where it has one. */
	private static final Pattern LEFTOVER = Pattern.compile("\\..+?\\.(?:csv|json|html)(?:\\.(\\d+))?\\" + ASIDE);

	private final Path folder;

	private final long turn;

	private final Set<String> written = new LinkedHashSet<>();

	/** For whoever comes before everybody else. */
	public OutputSet(Path folder) {
		this(folder, 0);
	}

	/**
	 * @param turn greater than that of every process that may have written here before
	 */
	public OutputSet(Path folder, long turn) {
		this.folder = folder;
		this.turn = turn;
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
	 * Makes the folder where it is missing and removes what attempts of this and earlier
	 * turns left. A complete set stays as it is until the commit.
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
		makeFolder();
		try {
			removeLeftovers(this.turn);
			requireWritable();
		}
		catch (IOException ex) {
			throw OutputException.cannotWrite(folder, ex);
		}
	}

	/**
	 * Makes the folder where it is missing.
	 * @throws OutputException if it cannot be made
	 */
	public void makeFolder() {
		try {
			Files.createDirectories(folder, ownerOnly("rwx------"));
		}
		catch (IOException ex) {
			throw OutputException.cannotWrite(folder, ex);
		}
	}

	/** Before the first call is paid for, and not after the last. */
	private void requireWritable() throws IOException {
		Path trial = aside(SUMMARY);
		Files.createFile(trial, ownerOnly("rw-------"));
		Files.delete(trial);
	}

	private void removeLeftovers(long upToTurn) throws IOException {
		try (DirectoryStream<Path> hidden = Files.newDirectoryStream(folder, ".*" + ASIDE)) {
			for (Path file : hidden) {
				Matcher leftover = LEFTOVER.matcher(file.getFileName().toString());
				if (leftover.matches() && turn(leftover.group(1)) <= upToTurn) {
					Files.deleteIfExists(file);
				}
			}
		}
	}

	private static long turn(@Nullable String digits) {
		return digits == null ? 0 : Long.parseLong(digits);
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
	 * Writes the report and the summary aside, and has the disk keep the whole set, so
	 * that {@link #commit} has nothing to do but to move it.
	 * @throws OutputException if the disk refuses
	 * @throws IllegalStateException if a file of the set was not written
	 */
	public void complete(RunStory story) {
		if (!written.containsAll(REQUIRED)) {
			throw new IllegalStateException("not all files were written in this attempt: " + written);
		}
		write(REPORT, HtmlReport.bytes(story));
		write(SUMMARY, SummaryJson.bytes(story.summary()));
		written.remove(SUMMARY);
		written.add(SUMMARY);
		try {
			for (String name : written) {
				force(aside(name), StandardOpenOption.WRITE);
			}
		}
		catch (IOException ex) {
			throw OutputException.cannotWrite(folder, ex);
		}
	}

	/**
	 * Moves the whole set into place. After an exception there is no
	 * {@code summary.json}, or still the old set with its own.
	 * @param stillOurs throws if the folder is not this process's to change any more;
	 * asked before every single change
	 * @return the files, in the order in which they came into place
	 * @throws OutputException if the disk refuses
	 * @throws IllegalStateException if the set is not complete
	 */
	public List<Path> commit(Runnable stillOurs) {
		if (!written.contains(SUMMARY)) {
			throw new IllegalStateException("the set is not complete: " + written);
		}
		try {
			stillOurs.run();
			for (String name : written) {
				if (!Files.exists(aside(name))) {
					throw new FileSystemException(aside(name).toString(), null,
							"another process that writes there has cleared it away");
				}
			}
			Files.deleteIfExists(folder.resolve(SUMMARY));
			List<Path> inPlace = new ArrayList<>();
			for (String name : written) {
				stillOurs.run();
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

	/**
	 * Removes what attempts of whatever turn left: of this database, or of one that is no
	 * more. Only for whoever is certain that nobody else writes here.
	 * @throws OutputException if it cannot be removed
	 */
	public void sweep() {
		try {
			removeLeftovers(Long.MAX_VALUE);
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

	/** Where a file of the set is before the commit. */
	Path aside(String name) {
		return folder.resolve("." + name + "." + turn + ASIDE);
	}

	private static FileAttribute<?>[] ownerOnly(String permissions) {
		boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
		return posix
				? new FileAttribute<?>[] {
						PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)) }
				: new FileAttribute<?>[0];
	}

}
