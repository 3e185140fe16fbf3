package io.bulkverify.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Between the socket and the service. The only class that waits. */
final class Wire implements HttpHandler {

	private final Service service;

	private final Control control;

	Wire(Service service, Control control) {
		this.service = service;
		this.control = control;
	}

	@Override
	public void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
			Request request = Request.of(exchange.getRequestMethod().toUpperCase(Locale.ROOT),
					exchange.getRequestURI().getRawPath(), exchange.getRequestURI().getRawQuery(),
					exchange.getRequestHeaders(), body);
			if (request.segments().getFirst().equals("_sim")) {
				send(exchange, control.answer(request));
				return;
			}
			try {
				reply(exchange, service.serve(request));
			}
			finally {
				service.left();
			}
		}
	}

	private static void reply(HttpExchange exchange, Reply reply) throws IOException {
		switch (reply) {
			case Reply.Answer answer -> send(exchange, answer);
			case Reply.Late late -> {
				waitFor(late.delayMs());
				send(exchange, late.answer());
			}
			case Reply.HangUp hangUp -> {
				waitFor(hangUp.delayMs());
				hangUp(exchange, hangUp.bytes());
			}
		}
	}

	private static void send(HttpExchange exchange, Reply.Answer answer) throws IOException {
		if (!answer.contentType().isEmpty()) {
			exchange.getResponseHeaders().set("Content-Type", answer.contentType());
		}
		answer.headers().forEach(exchange.getResponseHeaders()::set);
		byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
		if (answer.compressed()) {
			body = compressed(body);
		}
		exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
		if (body.length > 0) {
			exchange.getResponseBody().write(body);
		}
	}

	private static byte[] compressed(byte[] body) throws IOException {
		ByteArrayOutputStream small = new ByteArrayOutputStream();
		try (GZIPOutputStream zip = new GZIPOutputStream(small)) {
			zip.write(body);
		}
		return small.toByteArray();
	}

	/** Closing an exchange that was not answered to its end closes its connection. */
	private static void hangUp(HttpExchange exchange, int bytes) throws IOException {
		if (bytes > 0) {
			exchange.sendResponseHeaders(200, bytes * 10L);
			byte[] part = new byte[bytes];
			Arrays.fill(part, (byte) ' ');
			part[0] = '{';
			OutputStream out = exchange.getResponseBody();
			out.write(part);
			out.flush();
		}
		exchange.close();
	}

	private static void waitFor(long millis) {
		if (millis <= 0) {
			return;
		}
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}

}
