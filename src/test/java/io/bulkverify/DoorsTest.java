package io.bulkverify;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

/** The rooms of the house and the doors between them. */
@AnalyzeClasses(packages = "io.bulkverify", importOptions = ImportOption.DoNotIncludeTests.class)
class DoorsTest {

	@ArchTest
	static final ArchRule the_core_opens_on_nothing = noClasses().that()
		.resideInAPackage("..member..")
		.should()
		.dependOnClassesThat()
		.resideOutsideOfPackages("io.bulkverify.member..", "java..", "org.jspecify..");

	@ArchTest
	static final ArchRule mx_knows_only_the_core = onlyTheCore("mx");

	@ArchTest
	static final ArchRule store_knows_only_the_core = onlyTheCore("store");

	@ArchTest
	static final ArchRule input_knows_only_the_core = onlyTheCore("input");

	@ArchTest
	static final ArchRule report_knows_only_the_core = onlyTheCore("report");

	@ArchTest
	static final ArchRule the_command_line_knows_the_job_and_the_core = noClasses().that()
		.resideInAPackage("..cli..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("..bulkverify.mx..", "..bulkverify.store..", "..bulkverify.input..",
				"..bulkverify.report..");

	@ArchTest
	static final ArchRule the_job_does_not_know_the_command_line = noClasses().that()
		.resideInAPackage("..job..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("..cli..");

	@ArchTest
	static final ArchRule only_mx_talks_http = noClasses().that()
		.resideOutsideOfPackage("..mx..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("java.net.http..");

	@ArchTest
	static final ArchRule only_store_and_input_speak_sql = noClasses().that()
		.resideOutsideOfPackages("..store..", "..input..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("java.sql..", "org.springframework.jdbc..");

	@ArchTest
	static final ArchRule only_the_job_measures = noClasses().that()
		.resideOutsideOfPackage("..job..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.micrometer..");

	@ArchTest
	static final ArchRule only_the_report_knows_templates = noClasses().that()
		.resideOutsideOfPackage("..report..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("com.samskivert..");

	@ArchTest
	static final ArchRule two_classes_read_the_clocks = noClasses().that()
		.doNotHaveFullyQualifiedName("io.bulkverify.job.SystemTime")
		.and()
		.doNotHaveFullyQualifiedName("io.bulkverify.mx.Pause")
		.should()
		.callMethod(Instant.class, "now")
		.orShould()
		.callMethod(System.class, "currentTimeMillis")
		.orShould()
		.callMethod(System.class, "nanoTime")
		.orShould()
		.callMethod(Clock.class, "systemUTC");

	@ArchTest
	static final ArchRule nobody_sleeps = noClasses().should()
		.callMethod(Thread.class, "sleep", long.class)
		.orShould()
		.callMethod(Thread.class, "sleep", java.time.Duration.class);

	@ArchTest
	static final ArchRule one_class_parks = noClasses().that()
		.doNotHaveFullyQualifiedName("io.bulkverify.mx.Pause")
		.should()
		.dependOnClassesThat()
		.areAssignableTo(LockSupport.class);

	@ArchTest
	static final ArchRule nothing_is_injected_into_fields = noFields().should()
		.beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired");

	@ArchTest
	static final ArchRule state_is_not_static = fields().that().areStatic().should().beFinal();

	private static ArchRule onlyTheCore(String room) {
		return noClasses().that()
			.resideInAPackage("..bulkverify." + room + "..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(java.util.stream.Stream.of("mx", "store", "input", "report", "job", "cli")
				.filter((other) -> !other.equals(room))
				.map((other) -> "..bulkverify." + other + "..")
				.toArray(String[]::new));
	}

}
