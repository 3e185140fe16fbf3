package io.bulkverify.job;

import java.time.InstantSource;
import java.util.function.LongSupplier;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The only place that reads the machine's clocks; everybody else is handed one. */
@Configuration(proxyBeanMethods = false)
class SystemTime {

	@Bean
	InstantSource clock() {
		return InstantSource.system();
	}

	/** A clock that never goes back, for durations. */
	@Bean
	LongSupplier nanos() {
		return System::nanoTime;
	}

}
