package io.bulkverify.mx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

class JsonBodyTest {

	private final JsonBody bodies = new JsonBody();

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\r\n" })
	void anEmptyBodyIsMissing(String body) {
		assertThat(read(body)).isEqualTo(MissingNode.getInstance());
	}

	@ParameterizedTest
	@ValueSource(strings = { "<html></html>", "{", "{\"a\":1} {\"b\":2}", "\u0000\u0001" })
	void whatIsNoJsonIsNotEmpty(String body) {
		assertThat(read(body)).isNull();
	}

	@Test
	void absurdDepthIsNotAccepted() {
		assertThat(read("[".repeat(100_000))).isNull();
		assertThat(read("{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000))).isNull();
	}

	@Test
	void aMillionValuesAreNotAccepted() {
		assertThat(read("[" + "0,".repeat(1_000_000) + "0]")).isNull();
	}

	private @Nullable JsonNode read(String body) {
		return bodies.read(body.getBytes(StandardCharsets.UTF_8));
	}

}
