package io.bulkverify.mx;

import java.time.InstantSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Puts the parts of this room together. What other rooms use: {@link MxApi},
 * {@link CallLog}, {@link RateLimits}, {@link Outage}; what they may give:
 * {@link SendPermission} and a clock.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MxProperties.class)
public class MxConfiguration {

	private final Pause pause = new Pause();

	@Bean
	CallLog callLog(ObjectProvider<InstantSource> time) {
		return new CallLog(time.getIfUnique(InstantSource::system));
	}

	@Bean
	RateLimits rateLimits(MxProperties properties) {
		return new RateLimits(properties.limits(), pause);
	}

	@Bean
	Outage outage(ObjectProvider<InstantSource> time) {
		return new Outage(time.getIfUnique(InstantSource::system));
	}

	@Bean
	MxApi mxApi(MxProperties properties, RateLimits limits, Outage outage, CallLog log,
			ObjectProvider<SendPermission> permission, ObjectProvider<InstantSource> time) {
		return create(properties, limits, outage, log, permission.getIfAvailable(() -> SendPermission.ALWAYS),
				time.getIfUnique(InstantSource::system), pause);
	}

	static MxApi create(MxProperties properties, RateLimits limits, Outage outage, CallLog log,
			SendPermission permission, InstantSource time, Pause pause) {
		Flavour flavour = Flavour.of(properties);
		JsonBody bodies = new JsonBody();
		Wire wire = new Wire(properties.connectTimeout(), properties.readTimeout(), bodies);
		AnswerClassifier classifier = new AnswerClassifier(time, properties.apiKeyOrEmpty());
		Line line = new Line(wire, classifier, limits, outage, log, permission, pause, flavour.trials());
		return new MxClient(flavour, flavour.login(line), line, bodies);
	}

}
