package io.bulkverify.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.bulkverify.mx.MxProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Refuses wrong settings before anything is made from them, all of them together, a line
 * each: values that cannot be read, names that nobody knows, and what the settings
 * themselves call wrong. What a command needs and does not find is for the command to
 * say.
 *
 * <p>
 * Other programs share the environment: see {@link EnvironmentVariables}.
 */
class SettingsGate implements BeanFactoryPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(SettingsGate.class);

	private static final List<ConfigurationPropertyName> OURS = List.of(ConfigurationPropertyName.of("mx"),
			ConfigurationPropertyName.of("verification"));

	private static final int LONGEST_SHOWN = 40;

	private final Environment environment;

	private final List<Setting> known = Stream
		.of(Setting.of(MxProperties.class).stream(), Setting.of(VerificationProperties.class).stream())
		.flatMap((settings) -> settings)
		.toList();

	private final List<Setting> database = Stream.of("url", "username", "password")
		.map((name) -> new Setting("spring.datasource." + name, String.class))
		.toList();

	SettingsGate(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
		List<String> problems = problems();
		if (!problems.isEmpty()) {
			throw new UsageException(String.join(System.lineSeparator(), problems));
		}
	}

	List<String> problems() {
		List<String> problems = new ArrayList<>();
		Binder binder = Binder.get(this.environment);
		Stream.concat(this.known.stream(), this.database.stream())
			.flatMap((setting) -> unreadable(binder, setting).stream())
			.forEach(problems::add);
		if (problems.isEmpty()) {
			problems.addAll(binder.bindOrCreate("mx", MxProperties.class).problems());
			problems.addAll(binder.bindOrCreate("verification", VerificationProperties.class).problems());
			problems.addAll(Address.problems("spring.datasource.url",
					binder.bind("spring.datasource.url", String.class).orElse("")));
		}
		problems.addAll(strangers());
		return problems;
	}

	private static Optional<String> unreadable(Binder binder, Setting setting) {
		try {
			binder.bind(setting.name(), Bindable.of(setting.type()));
			return Optional.empty();
		}
		catch (BindException ex) {
			@Nullable Object value = (ex.getProperty() != null) ? ex.getProperty().getValue() : null;
			String shown = (value != null && setting.harmless()) ? " '" + shortened(value.toString()) + "'" : " wrong";
			return Optional.of("%s is%s%s: use %s".formatted(setting.name(), shown, from(origin(ex)), setting.right()));
		}
	}

	/**
	 * A value that could not be converted knows where it stands; the exception may not.
	 */
	private static @Nullable Origin origin(BindException ex) {
		return (ex.getProperty() != null) ? ex.getProperty().getOrigin() : ex.getOrigin();
	}

	private static String shortened(String value) {
		String line = value.lines().findFirst().orElse("");
		return (line.length() > LONGEST_SHOWN) ? line.substring(0, LONGEST_SHOWN) + "…" : line;
	}

	private static String from(@Nullable Origin origin) {
		return (origin != null) ? " (" + origin + ")" : "";
	}

	private List<String> strangers() {
		List<String> problems = new ArrayList<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource variables) {
				EnvironmentVariables strange = EnvironmentVariables.of(source, variables, this.known);
				problems.addAll(strange.problems());
				strange.warning().ifPresent(logger::warn);
			}
			else if (source instanceof IterableConfigurationPropertySource named) {
				named.stream()
					.filter((name) -> OURS.stream().anyMatch((ours) -> ours.isAncestorOf(name)))
					.filter((name) -> this.known.stream()
						.noneMatch((setting) -> ConfigurationPropertyName.of(setting.name()).equals(name)))
					.map((name) -> stranger(source, name))
					.forEach(problems::add);
			}
		}
		return problems;
	}

	private String stranger(ConfigurationPropertySource source, ConfigurationPropertyName name) {
		var property = source.getConfigurationProperty(name);
		String where = (property != null) ? from(property.getOrigin()) : "";
		return "%s%s is no setting of this program: %s".formatted(name, where,
				new DidYouMean(this.known.stream().map(Setting::name).toList()).or("see the README's settings",
						name.toString()));
	}

}
