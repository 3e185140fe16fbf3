package io.bulkverify.job;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * One setting that an operator can make.
 *
 * @param name as it stands in a file
 * @param type what its value is
 */
record Setting(String name, Class<?> type) {

	/** All settings of a record of settings, those of the records within it too. */
	static List<Setting> of(Class<? extends Record> settings) {
		ConfigurationProperties prefix = Objects
			.requireNonNull(AnnotatedElementUtils.findMergedAnnotation(settings, ConfigurationProperties.class));
		return below(prefix.value(), settings).toList();
	}

	private static Stream<Setting> below(String name, Class<?> settings) {
		return Arrays.stream(settings.getRecordComponents())
			.flatMap((part) -> one(name + "." + DataObjectPropertyName.toDashedForm(part.getName()), part));
	}

	private static Stream<Setting> one(String name, RecordComponent part) {
		return part.getType().isRecord() ? below(name, part.getType()) : Stream.of(new Setting(name, part.getType()));
	}

	/**
	 * Whether its value may be shown: texts may hold a secret, and are never shown to be
	 * on the safe side.
	 */
	boolean harmless() {
		return this.type != String.class;
	}

	/** What a right value is. */
	String right() {
		if (this.type == Duration.class) {
			return "a duration such as 30s, 15m or 2h";
		}
		if (this.type == boolean.class || this.type == Boolean.class) {
			return "true or false";
		}
		if (this.type == int.class || this.type == Integer.class || this.type == Long.class) {
			return "a whole number";
		}
		if (this.type == double.class || this.type == Double.class) {
			return "a number";
		}
		if (this.type == ZoneId.class) {
			return "a time zone such as Europe/London";
		}
		if (this.type.isEnum()) {
			return Arrays.stream(this.type.getEnumConstants())
				.map((word) -> word.toString().toLowerCase(Locale.ROOT))
				.collect(Collectors.joining(", ", "one of ", ""));
		}
		return "a text";
	}

}
