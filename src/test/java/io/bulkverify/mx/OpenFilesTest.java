package io.bulkverify.mx;

import java.io.IOException;
import java.net.ConnectException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OpenFilesTest {

	@Test
	void aSocketThatCouldNotBeOpenedIsToldFromOneThatWasRefused() {
		assertThat(OpenFiles.wereMissing(new InternalError(new IOException("Too many open files")))).isTrue();
		assertThat(OpenFiles.wereMissing(new ConnectException("Connection refused"))).isFalse();
		assertThat(OpenFiles.wereMissing(new IllegalStateException())).isFalse();
	}

	@Test
	void theRemedyNamesTheLimit() {
		assertThat(OpenFiles.remedy()).contains("ulimit -n").containsPattern("\\d+ may be open");
	}

}
