package io.bulkverify.mx;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Sends one request and brings back what came of it: no retry, no redirect, no judgement.
 * Nothing of a request or an answer is logged here. The JDK may repeat a GET, never a
 * POST or PUT, on a kept connection that turns out to be dead, unless it is told to by
 * {@code jdk.httpclient.enableAllMethodRetry}.
 */
final class Wire {

	private final RestClient client;

	private final JsonBody bodies;

	/**
	 * A wire with connections of its own.
	 * @param connectTimeout for the connection alone, TLS included
	 * @param readTimeout from sending to the last byte of the answer
	 */
	Wire(Duration connectTimeout, Duration readTimeout, JsonBody bodies) {
		Executor threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("mx-http-", 0).factory());
		HttpClient http = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout(connectTimeout)
			.executor(threads)
			.build();
		JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(http, threads);
		requests.setReadTimeout(readTimeout);
		requests.enableCompression(false);
		// Bodies are read and written here: loading the usual converters would only cost
		// half a second at start.
		this.client = RestClient.builder().requestFactory(requests).configureMessageConverters(none -> {
		}).build();
		this.bodies = bodies;
	}

	Reply send(Request request) {
		@Nullable URI uri = address(request.url());
		if (uri == null) {
			return new Reply.NeverLeft("its address is not one");
		}
		try {
			RestClient.RequestBodySpec call = client.method(request.method())
				.uri(uri)
				.headers(headers -> request.headers().forEach(headers::set));
			@Nullable String json = request.body();
			if (json != null) {
				byte[] body = json.getBytes(StandardCharsets.UTF_8);
				// A plain body would be handed to a converter, which logs it.
				call.contentLength(body.length).body(out -> out.write(body));
			}
			return call.exchangeForRequiredValue((sent, response) -> received(response));
		}
		catch (ResourceAccessException ex) {
			return broken(ex.getCause());
		}
		catch (RuntimeException ex) {
			// Its message may hold a header.
			return new Reply.Lost("the call failed (" + ex.getClass().getSimpleName() + ")");
		}
	}

	private static @Nullable URI address(String url) {
		try {
			URI uri = new URI(url);
			boolean web = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
			return web && uri.getHost() != null ? uri : null;
		}
		catch (URISyntaxException ex) {
			return null;
		}
	}

	private Reply received(ClientHttpResponse response) throws IOException {
		int status = response.getStatusCode().value();
		HttpHeaders headers = response.getHeaders();
		JsonNode body = MissingNode.getInstance();
		@Nullable String flaw = null;
		try {
			body = bodies.read(response.getBody());
		}
		catch (JsonBody.TooLarge ex) {
			flaw = "answer too large";
		}
		catch (IOException ex) {
			// The status alone says enough where it is a clear no.
			flaw = "the answer broke off";
		}
		return new Reply.Received(status, headers.getFirst(HttpHeaders.RETRY_AFTER), headers.getFirst(HttpHeaders.DATE),
				body, flaw);
	}

	private static Reply broken(@Nullable Throwable cause) {
		return switch (cause) {
			case HttpConnectTimeoutException ignored -> new Reply.NeverLeft("no connection in time");
			case ConnectException ignored -> new Reply.NeverLeft("no connection");
			case UnknownHostException ignored -> new Reply.NeverLeft("the host is not known");
			case SSLHandshakeException ignored -> new Reply.NeverLeft("TLS handshake failed");
			case SSLPeerUnverifiedException ignored -> new Reply.NeverLeft("TLS handshake failed");
			case HttpTimeoutException ignored -> new Reply.Lost("no answer in time");
			case null -> new Reply.Lost("the connection broke");
			default -> new Reply.Lost("the connection broke (" + cause.getClass().getSimpleName() + ")");
		};
	}

}
