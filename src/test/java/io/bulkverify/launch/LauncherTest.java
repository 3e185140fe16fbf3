package io.bulkverify.launch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class LauncherTest {

	@ParameterizedTest
	@CsvSource({ "1.8,false", "9,false", "11,false", "17,false", "20,false", "21,true", "25,true", "100,true",
			"unheard of,true" })
	void only_java_21_and_newer_will_do(String version, boolean enough) {
		assertThat(Launcher.newEnough(version)).isEqualTo(enough);
	}

	@Test
	void an_older_one_is_told_the_remedy_in_one_line() {
		assertThat(Launcher.remedy("17", "/opt/java-17")).contains("needs Java 21")
			.contains("Java 17 in /opt/java-17")
			.doesNotContain("\n");
	}

}
