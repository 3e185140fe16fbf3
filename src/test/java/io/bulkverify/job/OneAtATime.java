package io.bulkverify.job;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.ResolvableType;

/**
 * Spring Boot's set-up of logging, which belongs to the whole process, for applications
 * that start side by side.
 */
final class OneAtATime implements GenericApplicationListener {

	private static final Object SETTING_UP = new Object();

	private final LoggingApplicationListener logging;

	private OneAtATime(LoggingApplicationListener logging) {
		this.logging = logging;
	}

	static ApplicationListener<?> of(ApplicationListener<?> listener) {
		return (listener instanceof LoggingApplicationListener logging) ? new OneAtATime(logging) : listener;
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		synchronized (SETTING_UP) {
			this.logging.onApplicationEvent(event);
		}
	}

	@Override
	public boolean supportsEventType(ResolvableType type) {
		return this.logging.supportsEventType(type);
	}

	@Override
	public boolean supportsSourceType(@Nullable Class<?> type) {
		return this.logging.supportsSourceType(type);
	}

	@Override
	public int getOrder() {
		return this.logging.getOrder();
	}

}
