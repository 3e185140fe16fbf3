package io.bulkverify.mx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class JsonBodyTest {

	private final JsonBody bodies = new JsonBody();

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "<html></html>", "{", "{\"a\":1} {\"b\":2}", "\u0000\u0001" })
	void whatIsNoJsonIsMissing(String body) {
		assertThat(read(body).isMissingNode()).isTrue();
	}

	@Test
	void absurdDepthIsMissing() {
		assertThat(read("[".repeat(100_000)).isMissingNode()).isTrue();
		assertThat(read("{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000)).isMissingNode()).isTrue();
	}

	@Test
	void aMillionValuesAreMissing() {
		assertThat(read("[" + "0,".repeat(1_000_000) + "0]").isMissingNode()).isTrue();
	}

	private JsonNode read(String body) {
		return bodies.read(body.getBytes(StandardCharsets.UTF_8));
	}

}
