package io.bulkverify.benchmark.rival;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The three calls that a verification needs, on the JDK's client, and the loop around
 * them that polls. No retries but after too many calls, no reading before the verify,
 * nothing kept.
 */
final class MxCalls {

	private static final int TOO_MANY = 429;

	private static final Duration A_REST = Duration.ofSeconds(1);

	/** Else as many files are opened as there are members. */
	private final Semaphore connections = new Semaphore(256);

	private final HttpClient http = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.executor(Executors.newVirtualThreadPerTaskExecutor())
		.build();

	private final String url;

	private final Duration pollEvery;

	private final RateLimiter reads;

	private final RateLimiter writes;

	/**
	 * @param readsPerSecond 0: without a limit
	 * @param writesPerSecond 0: without a limit
	 */
	MxCalls(String url, Duration pollEvery, int readsPerSecond, int writesPerSecond) {
		this.url = url;
		this.pollEvery = pollEvery;
		this.reads = paced("reads", readsPerSecond);
		this.writes = paced("writes", writesPerSecond);
	}

	/** One permit at a time: whole seconds' worth would let twice as many through. */
	private static RateLimiter paced(String name, int perSecond) {
		int rate = (perSecond == 0) ? 1_000_000 : perSecond;
		return RateLimiter.of(name,
				RateLimiterConfig.custom()
					.limitForPeriod(1)
					.limitRefreshPeriod(Duration.ofNanos(1_000_000_000L / rate))
					.timeoutDuration(Duration.ofHours(1))
					.build());
	}

	/** Verifies a member and waits for the end. Returns its account numbers, as CSV. */
	String verify(String guid) {
		String path = "/users/USR-" + guid.substring(guid.lastIndexOf('-') + 1) + "/members/" + guid;
		call(this.writes, path + "/verify", "POST");
		do {
			LockSupport.parkNanos(this.pollEvery.toNanos());
		}
		while (call(this.reads, path + "/status", "GET").path("member").path("is_being_aggregated").asBoolean());
		return call(this.reads, path + "/account_numbers", "GET").path("account_numbers")
			.valueStream()
			.map((number) -> "%s,%s,%s".formatted(guid, number.path("account_number").asString(),
					number.path("routing_number").asString()))
			.collect(Collectors.joining("\n"));
	}

	/** One small read, for the client's own speed. */
	void read(String guid) {
		call(this.reads, "/users/USR-" + guid.substring(guid.lastIndexOf('-') + 1) + "/members/" + guid + "/status",
				"GET");
	}

	private JsonNode call(RateLimiter limit, String path, String method) {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.url + path))
			.header("Accept", "application/vnd.mx.atrium.v1+json")
			.header("MX-Client-ID", "sim-client")
			.header("MX-API-Key", "sim-key")
			.header("Content-Type", "application/json")
			.method(method, HttpRequest.BodyPublishers.noBody())
			.build();
		try {
			HttpResponse<byte[]> answer = send(limit, request);
			while (answer.statusCode() == TOO_MANY) {
				LockSupport.parkNanos(A_REST.toNanos());
				answer = send(limit, request);
			}
			if (answer.statusCode() / 100 != 2) {
				throw new IllegalStateException(method + " " + path + ": " + answer.statusCode());
			}
			return JsonMapper.shared().readTree(answer.body());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private HttpResponse<byte[]> send(RateLimiter limit, HttpRequest request) throws IOException, InterruptedException {
		RateLimiter.waitForPermission(limit);
		this.connections.acquire();
		try {
			return this.http.send(request, HttpResponse.BodyHandlers.ofByteArray());
		}
		finally {
			this.connections.release();
		}
	}

}
