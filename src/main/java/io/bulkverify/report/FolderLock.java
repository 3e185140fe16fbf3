package io.bulkverify.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Has one process at a time write into a folder where no lease says whose it is. The lock
 * is the operating system's: it ends with the process, however that ends.
 */
public final class FolderLock {

	private static final String NAME = ".report.lock";

	private FolderLock() {
	}

	/** What is done while nobody else writes there. */
	@FunctionalInterface
	public interface Work {

		void run() throws Exception;

	}

	/**
	 * Does the work while nobody else that asks for the lock writes into the folder.
	 * @param folder one that is there
	 * @return false: somebody else does, and nothing was done
	 * @throws OutputException if no file can be made there
	 */
	public static boolean alone(Path folder, Work work) throws Exception {
		Path file = folder.resolve(NAME);
		try (FileChannel channel = open(file)) {
			if (!locked(channel) || !inPlace(channel, file)) {
				return false;
			}
			try {
				work.run();
				return true;
			}
			finally {
				Files.deleteIfExists(file);
			}
		}
	}

	private static FileChannel open(Path file) {
		try {
			return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		}
		catch (IOException ex) {
			throw OutputException.cannotWrite(file, ex);
		}
	}

	private static boolean locked(FileChannel channel) throws IOException {
		try {
			return channel.tryLock() != null;
		}
		catch (OverlappingFileLockException ex) {
			// It is this process's own.
			return false;
		}
	}

	/**
	 * Whether the file is still where it was: whoever had the lock before has removed it,
	 * perhaps after it was opened here.
	 */
	private static boolean inPlace(FileChannel channel, Path file) throws IOException {
		String mark = UUID.randomUUID().toString();
		channel.truncate(0).write(ByteBuffer.wrap(mark.getBytes(StandardCharsets.UTF_8)));
		try {
			return Files.readString(file).equals(mark);
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

}
