package io.bulkverify.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/** The application's own settings, as Spring Boot understands them. */
class StoreSettingsTest {

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withInitializer(new ConfigDataApplicationContextInitializer())
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class,
				JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class))
		.withUserConfiguration(DataFolder.class, SpringBatchTables.class, PlainNumbers.class, AccountNumbers.class,
				History.class, OtherRuns.class, MemberList.class, ExportReaders.class, RunTable.class, WorkTable.class,
				Lease.class);

	@TempDir
	Path folder;

	@Test
	void withoutAnySettingItIsAnH2FileThatSurvivesAKillAndCanBeLookedInto() {
		new ApplicationContextRunner().withInitializer(new ConfigDataApplicationContextInitializer())
			.run(context -> assertThat(context.getEnvironment().getProperty("spring.datasource.url"))
				.isEqualTo("jdbc:h2:file:./data/bulk-member-verification;WRITE_DELAY=0;AUTO_SERVER=TRUE"));
	}

	@Test
	void theTablesAreMadeInAFolderThatOnlyTheOwnerCanRead() {
		Path data = folder.resolve("data");

		application.withPropertyValues("DATABASE_URL=" + h2(data)).run(context -> {
			assertThat(context).hasNotFailed();
			assertThat(tables(context.getBean(JdbcClient.class))).contains("batch_job_instance", "batch_step_execution",
					"verification_run", "member_verification", "run_account_number", "rejected_row", "account_number",
					"run_lease");
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data))).isEqualTo("rwx------");
		});
	}

	@Test
	void aFolderThatIsThereAlreadyStaysAsItIs() throws Exception {
		Path data = folder.resolve("data");
		Files.createDirectory(data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));

		application.withPropertyValues("DATABASE_URL=" + h2(data)).run(context -> {
			assertThat(context).hasNotFailed();
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data))).isEqualTo("rwxr-x---");
		});
	}

	@Test
	void whatARunLeftIsThereAtTheNextStart() {
		String url = "DATABASE_URL=" + h2(folder.resolve("data"));
		application.withPropertyValues(url)
			.run(context -> context.getBean(RunTable.class)
				.create(LocalDate.EPOCH, "0", "members.csv", "atrium", null, null, Instant.EPOCH));

		application.withPropertyValues(url)
			.run(context -> assertThat(context.getBean(RunTable.class).latest(LocalDate.EPOCH, "0")).isPresent());
	}

	@Test
	void theSameSettingsServePostgres() {
		HikariDataSource database = TestDatabase.POSTGRES.create();
		try (database) {
			application
				.withPropertyValues("DATABASE_URL=" + database.getJdbcUrl(), "DATABASE_USER=postgres",
						"DATABASE_PASSWORD=unused")
				.run(context -> {
					assertThat(context).hasNotFailed();
					assertThat(tables(context.getBean(JdbcClient.class))).contains("batch_job_instance", "run_lease");
				});
		}
	}

	private static String h2(Path folder) {
		return "jdbc:h2:file:%s/members;WRITE_DELAY=0;AUTO_SERVER=TRUE".formatted(folder);
	}

	private static List<String> tables(JdbcClient jdbc) {
		return jdbc.sql("select lower(table_name) as name from information_schema.tables")
			.query((columns, number) -> new Row(columns).text("name"))
			.list();
	}

}
