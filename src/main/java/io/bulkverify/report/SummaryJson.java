package io.bulkverify.report;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** {@code summary.json} as text and back. */
final class SummaryJson {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
		.enable(SerializationFeature.INDENT_OUTPUT)
		.addModule(new SimpleModule().addSerializer(Instant.class, new Seconds()))
		.build();

	private SummaryJson() {
	}

	static byte[] bytes(Summary summary) {
		return (MAPPER.writeValueAsString(summary) + "\n").getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * The run that a summary is of; {@code unknown} where it does not say.
	 * @throws tools.jackson.core.JacksonException if it is not JSON
	 */
	static String runId(String json) {
		return MAPPER.readTree(json).path("run_id").asString("unknown");
	}

	private static final class Seconds extends ValueSerializer<Instant> {

		@Override
		public void serialize(Instant time, JsonGenerator json, SerializationContext context) {
			json.writeString(Utc.text(time));
		}

	}

}
