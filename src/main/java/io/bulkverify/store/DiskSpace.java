package io.bulkverify.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/**
 * Whether there is room for the embedded database to write to. H2 does not survive a full
 * disk: rows that were written can be gone afterwards, so a run ends in order before.
 * Safe for use by many threads.
 */
@Component
public class DiskSpace {

	/** More than H2 writes between two looks. */
	private static final DataSize LEAST = DataSize.ofMegabytes(32);

	private static final Logger logger = LoggerFactory.getLogger(DiskSpace.class);

	private final DataFolder folder;

	DiskSpace(DataFolder folder) {
		this.folder = folder;
	}

	/**
	 * What is to be done about it, for the operator; empty where there is room enough, or
	 * where the database is none of ours to look after.
	 */
	public Optional<String> shortage() {
		@Nullable Path path = this.folder.path();
		if (path == null) {
			return Optional.empty();
		}
		try {
			DataSize left = DataSize.ofBytes(Files.getFileStore(path).getUsableSpace());
			return (left.compareTo(LEAST) >= 0) ? Optional.empty()
					: Optional.of("the disk of the embedded database has only %d MB left: free %d MB in %s"
						.formatted(left.toMegabytes(), LEAST.toMegabytes(), path));
		}
		catch (IOException ex) {
			logger.debug("the free space of {} is not known", path, ex);
			return Optional.empty();
		}
	}

}
