package io.bulkverify.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;

/**
 * Makes the folder of an H2 file before H2 would, closed to everybody but its owner:
 * account numbers lie in it. A folder that is there already stays as it is.
 */
@Component
class DataFolder implements BeanPostProcessor {

	private static final String H2_FILE = "jdbc:h2:file:";

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof HikariDataSource pool && pool.getJdbcUrl() != null
				&& pool.getJdbcUrl().startsWith(H2_FILE)) {
			makeFolderOf(pool.getJdbcUrl().substring(H2_FILE.length()).split(";", 2)[0]);
		}
		return bean;
	}

	private static void makeFolderOf(String file) {
		@Nullable Path folder = Path.of(file.replaceFirst("^~", System.getProperty("user.home"))).toAbsolutePath().getParent();
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
