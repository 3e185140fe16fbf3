package io.bulkverify.mx;

import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Sends one request and brings back what came of it: no retry, no redirect, no judgement.
 * Nothing of a request or an answer is logged here. The JDK may repeat a GET, never a
 * POST or PUT, on a kept connection that turns out to be dead, unless it is told to by
 * {@code jdk.httpclient.enableAllMethodRetry}.
 *
 * <p>
 * Spring's RestClient is not between us and the JDK's client: it cost a tenth of the time
 * of a run without a quota, and one deadline for the whole answer is kept more easily
 * here.
 */
final class Wire {

	private static final int LARGE_AT_ONCE = 4;

	private static final String UNKNOWN_HOST = "the host is not known";

	private final HttpClient http;

	private final Duration readTimeout;

	private final JsonBody bodies;

	private final Semaphore large = new Semaphore(LARGE_AT_ONCE);

	/**
	 * A wire with connections of its own.
	 * @param connectTimeout for the connection alone, TLS included
	 * @param readTimeout from sending to the last byte of the answer
	 */
	Wire(Duration connectTimeout, Duration readTimeout, JsonBody bodies) {
		this.http = HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout(connectTimeout)
			.executor(Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("mx-http-", 0).factory()))
			.build();
		this.readTimeout = readTimeout;
		this.bodies = bodies;
	}

	Reply send(Request request) {
		@Nullable URI uri = address(request.url());
		if (uri == null) {
			return new Reply.NeverLeft("its address is not one");
		}
		try (Arrival arrival = new Arrival(large)) {
			return send(call(request, uri), arrival);
		}
		catch (InternalError ex) {
			// So the JDK says that it could not open a socket.
			return noSocket(ex, new Reply.Lost("the call failed (" + ex.getClass().getSimpleName() + ")"));
		}
		catch (RuntimeException ex) {
			// Its message may hold a header.
			return new Reply.Lost("the call failed (" + ex.getClass().getSimpleName() + ")");
		}
	}

	private static HttpRequest call(Request request, URI uri) {
		@Nullable String json = request.body();
		HttpRequest.Builder call = HttpRequest.newBuilder(uri)
			.method(request.method().name(),
					json == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(json));
		request.headers().forEach(call::setHeader);
		return call.build();
	}

	private Reply send(HttpRequest call, Arrival arrival) {
		CompletableFuture<HttpResponse<Arrival>> exchange = http.sendAsync(call, arrival);
		try {
			HttpResponse<Arrival> response = exchange.get(readTimeout.toNanos(), TimeUnit.NANOSECONDS);
			// A proxy's own answer to the wish for a tunnel does not come by way of the
			// handler.
			return received(response.statusCode(), response.headers(), arrival);
		}
		catch (ExecutionException ex) {
			return received(arrival, noSocket(ex, broken(call, ex.getCause())));
		}
		catch (TimeoutException ex) {
			exchange.cancel(true);
			return received(arrival, new Reply.Lost("no answer in time"));
		}
		catch (InterruptedException ex) {
			exchange.cancel(true);
			Thread.currentThread().interrupt();
			return new Reply.Lost("interrupted");
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

	/**
	 * What has come.
	 * @param otherwise where not even the head has
	 */
	private Reply received(Arrival arrival, Reply otherwise) {
		HttpResponse.@Nullable ResponseInfo head = arrival.head();
		if (head == null) {
			return otherwise;
		}
		return received(head.statusCode(), head.headers(), arrival);
	}

	private Reply received(int status, HttpHeaders headers, Arrival arrival) {
		@Nullable String flaw = arrival.flaw();
		@Nullable JsonNode body = flaw == null ? bodies.read(arrival.body()) : MissingNode.getInstance();
		return new Reply.Received(status, headers.firstValue("Retry-After").orElse(null),
				headers.firstValue("Date").orElse(null), body == null ? MissingNode.getInstance() : body,
				body == null ? "the answer is no JSON" : flaw);
	}

	private static Reply noSocket(Throwable failed, Reply otherwise) {
		return OpenFiles.wereMissing(failed) ? new Reply.NoSocket(OpenFiles.remedy()) : otherwise;
	}

	private static Reply broken(HttpRequest call, @Nullable Throwable cause) {
		return switch (cause) {
			case HttpConnectTimeoutException ignored -> new Reply.NeverLeft("no connection in time");
			case ConnectException failed -> new Reply.NeverLeft(noConnection(failed));
			case UnknownHostException ignored -> new Reply.NeverLeft(UNKNOWN_HOST);
			// On a kept connection it may come of a late alert, after the request was
			// sent.
			case SSLHandshakeException failed when !call.method().equals(Request.Method.GET.name()) ->
				new Reply.Lost(noHandshake(failed));
			case SSLHandshakeException failed -> new Reply.NeverLeft(noHandshake(failed));
			case SSLPeerUnverifiedException failed -> new Reply.NeverLeft(noHandshake(failed));
			case HttpTimeoutException ignored -> new Reply.Lost("no answer in time");
			case null -> new Reply.Lost("the connection broke");
			default -> new Reply.Lost("the connection broke (" + cause.getClass().getSimpleName() + ")");
		};
	}

	/** The JDK does not tell a refusal from a network without a way there. */
	private static String noConnection(ConnectException failed) {
		for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
			if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
				return UNKNOWN_HOST;
			}
		}
		return "no connection: refused, or no way there";
	}

	private static String noHandshake(Throwable failed) {
		for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
			if (cause instanceof CertificateException || cause instanceof CertPathValidatorException
					|| cause instanceof CertPathBuilderException) {
				return "TLS handshake failed: its certificate is not trusted";
			}
		}
		return "TLS handshake failed";
	}

}
