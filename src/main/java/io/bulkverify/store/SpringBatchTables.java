package io.bulkverify.store;

import java.sql.SQLException;
import java.util.Locale;

import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.stereotype.Component;

/**
 * The first migration: Spring Batch's own tables, by the script in the framework's jar,
 * so that there is no copy of it to grow old. A later Spring Batch that changes its
 * tables brings a migration script of its own, which needs a migration of its own here.
 */
@Component
public class SpringBatchTables implements JavaMigration {

	@Override
	public MigrationVersion getVersion() {
		return MigrationVersion.fromVersion("1");
	}

	@Override
	public String getDescription() {
		return "spring batch tables";
	}

	@Override
	public @Nullable Integer getChecksum() {
		return null;
	}

	@Override
	public boolean canExecuteInTransaction() {
		return true;
	}

	@Override
	public void migrate(Context context) throws SQLException {
		String product = context.getConnection().getMetaData().getDatabaseProductName();
		ClassPathResource script = new ClassPathResource(
				"org/springframework/batch/core/schema-%s.sql".formatted(product.toLowerCase(Locale.ROOT)));
		new ResourceDatabasePopulator(script).populate(context.getConnection());
	}

}
