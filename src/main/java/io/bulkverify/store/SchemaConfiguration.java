package io.bulkverify.store;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** When tables are made and changed. */
@Configuration(proxyBeanMethods = false)
class SchemaConfiguration {

	/**
	 * A command that only looks starts the application with {@code bulkverify.migrate}
	 * off.
	 */
	@Bean
	@ConditionalOnProperty(name = "bulkverify.migrate", havingValue = "false")
	FlywayMigrationStrategy leaveTablesAlone() {
		return (flyway) -> {
		};
	}

}
