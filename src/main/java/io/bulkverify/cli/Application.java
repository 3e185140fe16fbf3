package io.bulkverify.cli;

import org.springframework.context.ConfigurableApplicationContext;

/** Starts the Spring application, for a command that needs it. */
@FunctionalInterface
public interface Application {

	/**
	 * Starts it.
	 * @param settings the command's own, each as {@code --name=value}
	 */
	ConfigurableApplicationContext start(String... settings);

}
