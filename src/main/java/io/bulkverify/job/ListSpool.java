package io.bulkverify.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.util.FileSystemUtils;

/**
 * Where a list from standard input is kept, so that it can be read again.
 *
 * @param folder made when the first is kept
 * @param stays whether it outlives this process, for a run that is gone on with
 */
record ListSpool(Path folder, boolean stays) implements AutoCloseable {

	/** For a command that leaves no trace. */
	static ListSpool forNow() throws IOException {
		return new ListSpool(Files.createTempDirectory("bulk-member-verification-"), false);
	}

	@Override
	public void close() throws IOException {
		if (!this.stays) {
			FileSystemUtils.deleteRecursively(this.folder);
		}
	}

}
