package io.bulkverify;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A record that holds a secret or an account number does not show it: whoever logs one by
 * mistake logs a mask.
 */
class MaskedRecordsTest {

	private static final String SECRET = "s3cr3t";

	/** What is never shown, by the names of the components that hold it. */
	private static final Set<String> NEVER_SHOWN = Set.of("apiKey", "password", "encryptionKey", "number",
			"routingNumber", "institutionNumber", "transitNumber", "numbers", "headers", "body", "value",
			"challengeGuid", "options");

	/** Components of these names that hold nothing of the kind. */
	private static final Set<String> HARMLESS = Set.of("TextLine.number", "Run.options", "Row.numbers",
			"CsvRecord.number", "Slice.value", "Bar.value");

	static Stream<Class<?>> records() {
		return new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackages("io.bulkverify")
			.stream()
			.filter((type) -> type.isAssignableTo(Record.class))
			.map(JavaClass::reflect)
			.filter((type) -> Arrays.stream(type.getRecordComponents()).anyMatch((part) -> secret(type, part)));
	}

	private static boolean secret(Class<?> type, RecordComponent part) {
		return NEVER_SHOWN.contains(part.getName()) && !HARMLESS.contains(type.getSimpleName() + "." + part.getName())
				&& (sample(part.getType()) != null);
	}

	@ParameterizedTest
	@MethodSource("records")
	void no_record_shows_a_secret(Class<?> type) throws Exception {
		List<@Nullable Object> parts = new ArrayList<>();
		for (RecordComponent part : type.getRecordComponents()) {
			parts.add(secret(type, part) ? sample(part.getType()) : nothing(part.getType()));
		}
		Constructor<?> constructor = type.getDeclaredConstructor(
				Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new));
		constructor.setAccessible(true);

		assertThat(constructor.newInstance(parts.toArray()).toString()).doesNotContain(SECRET);
	}

	/** Null where values of the type cannot hold a text. */
	private static @Nullable Object sample(Class<?> type) {
		if (type == String.class || type == Object.class) {
			return SECRET;
		}
		if (type == JsonNode.class) {
			return JsonNodeFactory.instance.stringNode(SECRET);
		}
		return (type == Map.class) ? Map.of("Authorization", SECRET) : null;
	}

	private static @Nullable Object nothing(Class<?> type) {
		if (type.isPrimitive()) {
			return Array.get(Array.newInstance(type, 1), 0);
		}
		if (type == List.class) {
			return List.of();
		}
		if (type == Set.class) {
			return Set.of();
		}
		if (type == String.class || type == CharSequence.class) {
			return "";
		}
		return (type == Map.class) ? Map.of() : null;
	}

}
