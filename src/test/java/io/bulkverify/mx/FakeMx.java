package io.bulkverify.mx;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;

/** An HTTP server that says what a test tells it to, and remembers what it was asked. */
final class FakeMx implements AutoCloseable {

	private final HttpServer server;

	private final List<Asked> asked = new CopyOnWriteArrayList<>();

	private volatile Function<Asked, Said> script = request -> new Said(404, "");

	record Asked(String method, String path, @Nullable String query, Map<String, String> headers, String body) {

		String line() {
			return method + " " + path + (query == null ? "" : "?" + query);
		}

		/** The same, for another page. */
		Asked page(int number) {
			return new Asked(method, path, "page=" + number, headers, body);
		}

		/** The member in its address. */
		String member() {
			return path.replaceFirst(".*/members/([^/]+).*", "$1");
		}

		String header(String name) {
			return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
		}
	}

	record Said(int status, String body, Map<String, String> headers) {
		Said(int status, String body) {
			this(status, body, Map.of());
		}

		Said withPages(int pages) {
			return new Said(status, body.replaceAll("\"total_pages\":\\d+", "\"total_pages\":" + pages), headers);
		}
	}

	FakeMx() throws IOException {
		server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		server.createContext("/", this::handle);
		server.start();
	}

	String url() {
		return "http://localhost:" + server.getAddress().getPort();
	}

	void says(int status, String body) {
		script = request -> new Said(status, body);
	}

	void says(Function<Asked, Said> script) {
		this.script = script;
	}

	List<Asked> asked() {
		return new ArrayList<>(asked);
	}

	List<String> lines() {
		return asked.stream().map(Asked::line).toList();
	}

	Asked last() {
		return asked.getLast();
	}

	void forget() {
		asked.clear();
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			Map<String, String> headers = new HashMap<>();
			Headers sent = exchange.getRequestHeaders();
			sent.forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
			Asked request = new Asked(exchange.getRequestMethod(), exchange.getRequestURI().getRawPath(),
					exchange.getRequestURI().getRawQuery(), headers, body);
			asked.add(request);
			Said said = script.apply(request);
			said.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
			byte[] bytes = said.body().getBytes(StandardCharsets.UTF_8);
			boolean bodyAllowed = said.status() != 204 && bytes.length > 0;
			exchange.sendResponseHeaders(said.status(), bodyAllowed ? bytes.length : -1);
			if (bodyAllowed) {
				try (OutputStream out = exchange.getResponseBody()) {
					out.write(bytes);
				}
			}
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

	@Override
	public void close() {
		server.stop(0);
	}

}
