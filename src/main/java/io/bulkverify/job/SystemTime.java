package io.bulkverify.job;

import java.time.InstantSource;
import java.util.function.LongSupplier;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The only place that reads the machine's clocks; everybody else is handed one. */
@Configuration(proxyBeanMethods = false)
class SystemTime {

	/** For points in time. */
	@Bean
	InstantSource clock(LongSupplier nanos) {
		return new SteadyClock(InstantSource.system(), nanos);
	}

	/** For durations. */
	@Bean
	LongSupplier nanos() {
		return System::nanoTime;
	}

	/** For durations in which somebody must have been able to look. */
	@Bean
	RunningTime runningTime(LongSupplier nanos) {
		return new RunningTime(nanos);
	}

}
