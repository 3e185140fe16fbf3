package io.bulkverify.report;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

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
		if (cause instanceof AccessDeniedException) {
			return "this user has no right to";
		}
		if (cause instanceof FileAlreadyExistsException) {
			return "a file of that name is in the way";
		}
		@Nullable String reason = cause instanceof FileSystemException file ? file.getReason() : cause.getMessage();
		return reason == null ? cause.getClass().getSimpleName() : reason;
	}

}
