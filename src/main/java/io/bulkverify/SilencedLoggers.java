package io.bulkverify;

import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Keeps loggers from printing what nobody may read: drivers that show the parameters of a
 * statement, or clients that show headers. They warn, and say nothing else, whatever
 * level an operator gives to them or to all. {@code logback-spring.xml} names them.
 */
public final class SilencedLoggers extends TurboFilter {

	private final List<String> names = new ArrayList<>();

	/**
	 * Adds a logger, and those below it: Logback calls it for each {@code logger}
	 * element.
	 */
	public void addLogger(String name) {
		this.names.add(name);
	}

	@Override
	public FilterReply decide(@Nullable Marker marker, Logger logger, Level level, @Nullable String format,
			Object @Nullable [] params, @Nullable Throwable thrown) {
		return !level.isGreaterOrEqual(Level.WARN) && silenced(logger.getName()) ? FilterReply.DENY
				: FilterReply.NEUTRAL;
	}

	private boolean silenced(String logger) {
		return this.names.stream()
			.anyMatch((name) -> logger.startsWith(name)
					&& (logger.length() == name.length() || logger.charAt(name.length()) == '.'));
	}

}
