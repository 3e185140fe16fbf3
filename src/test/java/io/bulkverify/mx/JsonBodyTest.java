package io.bulkverify.mx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JsonBodyTest {

	private final JsonBody bodies = new JsonBody();

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "<html></html>", "{", "{\"a\":1} {\"b\":2}", "\u0000\u0001" })
	void whatIsNoJsonIsMissing(String body) throws IOException {
		assertThat(read(body).isMissingNode()).isTrue();
	}

	@Test
	void absurdDepthIsMissing() throws IOException {
		assertThat(read("[".repeat(100_000)).isMissingNode()).isTrue();
		assertThat(read("{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000)).isMissingNode()).isTrue();
	}

	@Test
	void aMillionValuesAreMissing() throws IOException {
		assertThat(read("[" + "0,".repeat(1_000_000) + "0]").isMissingNode()).isTrue();
	}

	@Test
	void aLargeAnswerIsReadAndALargerOneIsRefused() throws IOException {
		String filler = "x".repeat(1024 * 1024);
		assertThat(read("{\"a\":\"" + filler + "\",\"b\":7}").path("b").asInt()).isEqualTo(7);
		assertThatExceptionOfType(JsonBody.TooLarge.class).isThrownBy(() -> read(" ".repeat(JsonBody.LARGEST + 1)));
	}

	private JsonNode read(String body) throws IOException {
		return bodies.read(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
	}

}
