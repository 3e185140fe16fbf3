package io.bulkverify.job;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Variables of the environment that look like settings of this program and are none. A
 * misspelt one would be passed over in silence, and a limit on money with it. What begins
 * with {@code VERIFICATION_} is refused; what begins with {@code MX_} may belong to
 * another program, and is refused only where it is likely a misspelling.
 *
 * @param strange their names
 * @param settings the names of our own, as they stand in a file
 * @param readFrom the variables that are read, by the name that the README has for them
 */
record EnvironmentVariables(List<String> strange, List<String> settings, Map<String, String> readFrom) {

	private static final String OURS = "VERIFICATION_";

	private static final String SHARED = "MX_";

	private static final int LIKELY = 2;

	static EnvironmentVariables of(ConfigurationPropertySource source, SystemEnvironmentPropertySource variables,
			List<Setting> known) {
		Map<String, String> readFrom = new HashMap<>();
		for (Setting setting : known) {
			variable(source.getConfigurationProperty(ConfigurationPropertyName.of(setting.name())))
				.ifPresent((name) -> readFrom.put(variableOf(setting.name()), name));
		}
		Set<String> read = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		read.addAll(readFrom.values());
		List<String> strange = Arrays.stream(variables.getPropertyNames())
			.filter((name) -> startsWith(OURS, name) || startsWith(SHARED, name))
			.filter((name) -> !read.contains(name))
			.sorted()
			.toList();
		return new EnvironmentVariables(strange, known.stream().map(Setting::name).toList(), readFrom);
	}

	/**
	 * Where Spring read a setting from: only Spring knows all the forms that it reads.
	 */
	private static Optional<String> variable(@Nullable ConfigurationProperty property) {
		return Optional.ofNullable(property)
			.map(ConfigurationProperty::getOrigin)
			.filter(PropertySourceOrigin.class::isInstance)
			.map((origin) -> ((PropertySourceOrigin) origin).getPropertyName());
	}

	private static String variableOf(String setting) {
		return setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
	}

	private static boolean startsWith(String prefix, String name) {
		return name.regionMatches(true, 0, prefix, 0, prefix.length());
	}

	/** What is refused, a line each. */
	List<String> problems() {
		return this.strange.stream()
			.filter((name) -> startsWith(OURS, name) || misspelt(name))
			.map(this::problem)
			.toList();
	}

	private String problem(String name) {
		String other = this.readFrom.get(name.toUpperCase(Locale.ROOT));
		return (other != null)
				? "%s and %s are both in the environment and mean the same: unset %s".formatted(name, other, other)
				: "%s in the environment is no setting of this program: %s".formatted(name,
						meant().or("see the README's settings, or unset it", name.toUpperCase(Locale.ROOT)));
	}

	private DidYouMean meant() {
		return new DidYouMean(this.settings.stream().map(EnvironmentVariables::variableOf).toList());
	}

	/** What belongs to another program, most likely; one line for all of it. */
	Optional<String> warning() {
		List<String> others = this.strange.stream()
			.filter((name) -> !startsWith(OURS, name) && !misspelt(name))
			.toList();
		return others.isEmpty() ? Optional.empty() : Optional
			.of("no setting of this program, though it stands in the environment: " + String.join(", ", others));
	}

	private boolean misspelt(String name) {
		return meant().within(LIKELY, name.toUpperCase(Locale.ROOT)).isPresent()
				|| this.settings.stream().anyMatch((setting) -> inGroup(setting, name));
	}

	/** Such as MX_LIMITS_, or MX_PLATFORM_: no other program has names like that. */
	private static boolean inGroup(String setting, String name) {
		int group = setting.lastIndexOf('.');
		return setting.indexOf('.') < group && startsWith(variableOf(setting.substring(0, group)) + "_", name);
	}

}
