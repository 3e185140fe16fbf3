package io.bulkverify.report;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/**
 * An output folder or file that cannot be written. The message is one line for the
 * operator; the run can be gone on with once the cause is mended.
 */
public class OutputException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public OutputException(String message) {
		super(message);
	}

	private OutputException(String message, IOException cause) {
		super(message, cause);
	}

	static OutputException cannotWrite(Path path, IOException cause) {
		return new OutputException("Cannot write %s: %s; mend that first".formatted(path, words(cause)), cause);
	}

	private static String words(IOException cause) {
		return switch (cause) {
			case AccessDeniedException ignored -> "this user has no right to";
			case FileAlreadyExistsException ignored -> "a file of that name is in the way";
			case NoSuchFileException ignored -> "it leads to a place that is not there";
			case NotDirectoryException ignored -> "it is no folder";
			case DirectoryNotEmptyException ignored -> "a folder of that name is in the way";
			case FileSystemException file when file.getReason() != null -> file.getReason();
			default -> (cause.getMessage() != null) ? cause.getMessage() : cause.getClass().getSimpleName();
		};
	}

}
