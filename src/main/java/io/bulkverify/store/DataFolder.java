package io.bulkverify.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.env.Environment;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;

/**
 * Makes the folder of an H2 file before H2 would, closed to everybody but its owner:
 * account numbers lie in it. A folder that is there already stays as it is. A command
 * that only looks ({@code bulkverify.look-only}) makes neither folder nor file: where
 * there is none it looks at an empty database in memory.
 */
@Component
class DataFolder implements BeanPostProcessor {

	private static final String H2_FILE = "jdbc:h2:file:";

	private static final String FILE_NAME_END = ".mv.db";

	/** Where several processes start at once, one opens the file, and the others wait. */
	private static final Duration OPENED_WITHIN = Duration.ofSeconds(10);

	private final boolean looksOnly;

	private boolean empty;

	private volatile @Nullable Path path;

	DataFolder(Environment environment) {
		this.looksOnly = environment.getProperty("bulkverify.look-only", boolean.class, false);
	}

	/** Where the database's file lies; null where it is none of ours. */
	@Nullable Path path() {
		return this.path;
	}

	/** Whether somebody looks, and there is no database file yet. */
	boolean empty() {
		return this.empty;
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof HikariDataSource pool && pool.getJdbcUrl() != null
				&& pool.getJdbcUrl().startsWith(H2_FILE)) {
			Path file = file(pool.getJdbcUrl().substring(H2_FILE.length()).split(";", 2)[0]);
			this.empty = this.looksOnly && !Files.exists(file.resolveSibling(file.getFileName() + FILE_NAME_END));
			if (this.empty) {
				pool.setJdbcUrl("jdbc:h2:mem:" + pool.hashCode() + ";DB_CLOSE_DELAY=-1");
			}
			else {
				makeFolderOf(file);
				this.path = file.getParent();
				pool.setInitializationFailTimeout(OPENED_WITHIN.toMillis());
			}
		}
		return bean;
	}

	private static Path file(String path) {
		return Path.of(path.replaceFirst("^~", System.getProperty("user.home"))).toAbsolutePath();
	}

	private static void makeFolderOf(Path file) {
		@Nullable Path folder = file.getParent();
		if (folder == null || Files.exists(folder)) {
			return;
		}
		try {
			Files.createDirectories(folder,
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		}
		catch (UnsupportedOperationException ex) {
			// A file system without owners: H2 makes the folder.
		}
		catch (IOException ex) {
			throw new DataAccessResourceFailureException("the folder " + folder + " cannot be made", ex);
		}
	}

}
