package io.bulkverify.mx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.bulkverify.member.Answer;
import io.bulkverify.mx.FakeMx.Said;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the network can do to a request. */
class WireTest {

	private final Wire wire = new Wire(Duration.ofMillis(500), Duration.ofSeconds(1), new JsonBody());

	@Test
	void aRefusedConnectionSentNothing() throws IOException {
		int port;
		try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = unused.getLocalPort();
		}
		assertThat(wire.send(post("http://localhost:" + port)))
			.isEqualTo(new Reply.NeverLeft("no connection: refused, or no way there"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://no-such-host.invalid", "not an address", "http://", "ftp://localhost", "" })
	void anAddressThatLeadsNowhereSentNothing(String url) {
		assertThat(wire.send(post(url))).isInstanceOf(Reply.NeverLeft.class);
	}

	@Test
	void aHostThatNobodyKnowsIsToldFromOneThatRefuses() {
		assertThat(wire.send(post("http://no-such-host.invalid")))
			.isEqualTo(new Reply.NeverLeft("the host is not known"));
	}

	@Test
	void aFailedTlsHandshakeSentNothingButIsNotReliedUponWhereACallCosts() throws IOException {
		Wire patient = new Wire(Duration.ofSeconds(20), Duration.ofSeconds(20), new JsonBody());
		try (RawMx mx = new RawMx(socket -> {
			// All of it: a socket closed with something unread resets the connection.
			socket.getInputStream().read(new byte[16_384]);
			// An alert: handshake failure.
			socket.getOutputStream().write(new byte[] { 21, 3, 3, 0, 2, 2, 40 });
		})) {
			String url = mx.url().replace("http:", "https:");
			assertThat(patient.send(Request.get(Endpoint.READ_MEMBER, url, Map.of(), "MBR-1")))
				.isEqualTo(new Reply.NeverLeft("TLS handshake failed"));
			assertThat(patient.send(post(url))).isEqualTo(new Reply.Lost("TLS handshake failed"));
		}
	}

	@Test
	void aConnectionThatIsCutAfterTheRequestMayHaveDoneIt() throws IOException {
		try (RawMx mx = new RawMx(RawMx::request)) {
			assertThat(wire.send(post(mx.url()))).isInstanceOf(Reply.Lost.class);
		}
	}

	@Test
	void aResetMayHaveDoneIt() throws IOException {
		try (RawMx mx = new RawMx(socket -> {
			RawMx.request(socket);
			socket.setSoLinger(true, 0);
		})) {
			assertThat(wire.send(post(mx.url()))).isInstanceOf(Reply.Lost.class);
		}
	}

	@Test
	void noAnswerInTimeMayHaveDoneIt() throws IOException {
		try (RawMx mx = new RawMx(socket -> {
			RawMx.request(socket);
			RawMx.wait(3);
		})) {
			assertThat(wire.send(post(mx.url()))).isEqualTo(new Reply.Lost("no answer in time"));
		}
	}

	@Test
	void anAnswerThatTricklesIsGivenUpInTime() throws IOException {
		try (RawMx mx = new RawMx(socket -> {
			RawMx.request(socket);
			OutputStream out = socket.getOutputStream();
			RawMx.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
			for (int i = 0; i < 100; i++) {
				RawMx.write(out, " ");
				TimeUnit.MILLISECONDS.sleep(100);
			}
		})) {
			long start = System.nanoTime();
			assertThat(wire.send(post(mx.url()))).isInstanceOfSatisfying(Reply.Received.class,
					reply -> assertThat(reply.flaw()).isNotNull());
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "nonsense\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 99999 X\r\n\r\n", "\u0000\u0000",
			"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", "HTTP/1.1 007 OK\r\nContent-Length: 0\r\n\r\n",
			"HTTP/1.1 101 Switching Protocols\r\n\r\n" })
	void garbageMayHaveDoneIt(String answer) throws IOException {
		try (RawMx mx = new RawMx(socket -> {
			RawMx.request(socket);
			RawMx.write(socket.getOutputStream(), answer);
		})) {
			Request request = post(mx.url());
			assertThat(new AnswerClassifier(Mx.TIME, Mx.KEY)
				.classify(request, wire.send(request), new MemberReading(Whom.byGuid(MxApiContract.MEMBER)))
				.answer()).isInstanceOf(Answer.Unclear.class);
		}
	}

	@Test
	void aPostIsNeverSentAgainOnAConnectionThatTurnsOutToBeDead() throws IOException {
		AtomicInteger requests = new AtomicInteger();
		try (RawMx mx = new RawMx(socket -> {
			RawMx.request(socket);
			if (requests.incrementAndGet() == 1) {
				RawMx.write(socket.getOutputStream(), "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
				RawMx.request(socket);
				requests.incrementAndGet();
			}
			socket.setSoLinger(true, 0);
		})) {
			assertThat(wire.send(post(mx.url()))).isInstanceOf(Reply.Received.class);
			assertThat(wire.send(post(mx.url()))).isInstanceOf(Reply.Lost.class);
			assertThat(requests).hasValue(2);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307, 308 })
	void redirectsAreNotFollowed(int status) throws IOException {
		try (FakeMx mx = new FakeMx()) {
			mx.says(asked -> new Said(status, "", Map.of("Location", mx.url() + "/elsewhere")));
			assertThat(wire.send(post(mx.url() + "/verify"))).isInstanceOfSatisfying(Reply.Received.class,
					reply -> assertThat(reply.status()).isEqualTo(status));
			assertThat(mx.lines()).containsExactly("POST /verify");
		}
	}

	@Test
	void anAnswerWithoutEndIsRefusedWithinBounds() throws IOException {
		try (RawMx mx = new RawMx(socket -> {
			RawMx.request(socket);
			OutputStream out = socket.getOutputStream();
			RawMx.write(out, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
			byte[] block = " ".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
			for (int i = 0; i < 2_000; i++) {
				out.write(block);
			}
		})) {
			Wire patient = new Wire(Duration.ofMillis(500), Duration.ofSeconds(20), new JsonBody());
			assertThat(patient.send(post(mx.url()))).isInstanceOfSatisfying(Reply.Received.class,
					reply -> assertThat(reply.flaw()).isEqualTo("answer too large"));
		}
	}

	@Test
	void aClearNoIsClearThoughItsBodyBreaksOff() throws IOException {
		try (RawMx mx = new RawMx(socket -> {
			RawMx.request(socket);
			RawMx.write(socket.getOutputStream(), "HTTP/1.1 409 Conflict\r\nContent-Length: 500\r\n\r\n{\"err");
		})) {
			assertThat(wire.send(post(mx.url()))).isInstanceOfSatisfying(Reply.Received.class,
					reply -> assertThat(reply.status()).isEqualTo(409));
		}
	}

	@Test
	void connectionsAreKept() throws IOException {
		AtomicInteger connections = new AtomicInteger();
		try (RawMx mx = new RawMx(socket -> {
			connections.incrementAndGet();
			for (int i = 0; i < 10; i++) {
				RawMx.request(socket);
				RawMx.write(socket.getOutputStream(), "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
			}
		})) {
			for (int i = 0; i < 10; i++) {
				assertThat(wire.send(post(mx.url()))).isInstanceOf(Reply.Received.class);
			}
			assertThat(connections).hasValue(1);
		}
	}

	@Test
	void aHeaderThatCannotBeSentIsNotShown() {
		Request request = new Request(Endpoint.VERIFY, Request.Method.POST, "http://localhost:1",
				Map.of("MX-API-Key", "secr3t\r\nX: y"), null, "MBR-1");
		assertThat(wire.send(request).toString()).doesNotContain("secr3t");
		assertThat(request.toString()).doesNotContain("secr3t");
	}

	private static Request post(String url) {
		return Request.post(Endpoint.VERIFY, url, Map.of("Accept", "application/json"), "{\"a\":1}", "MBR-1");
	}

	/**
	 * A server below HTTP: does to each connection what the test says, then closes it.
	 */
	private static final class RawMx implements AutoCloseable {

		private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

		interface Behaviour {

			void to(Socket socket) throws IOException, InterruptedException;

		}

		RawMx(Behaviour behaviour) throws IOException {
			Thread.ofVirtual().start(() -> {
				while (!server.isClosed()) {
					try {
						Socket socket = server.accept();
						Thread.ofVirtual().start(() -> serve(behaviour, socket));
					}
					catch (IOException ex) {
						return;
					}
				}
			});
		}

		private static void serve(Behaviour behaviour, Socket socket) {
			try (socket) {
				behaviour.to(socket);
			}
			catch (IOException ex) {
				// The client went away.
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		/** Reads one request with its body of seven bytes. */
		static void request(Socket socket) throws IOException {
			InputStream in = socket.getInputStream();
			StringBuilder head = new StringBuilder();
			while (!head.toString().endsWith("\r\n\r\n")) {
				int next = in.read();
				if (next < 0) {
					throw new IOException("closed");
				}
				head.append((char) next);
			}
			in.readNBytes(7);
		}

		static void write(OutputStream out, String text) throws IOException {
			out.write(text.getBytes(StandardCharsets.ISO_8859_1));
			out.flush();
		}

		static void wait(int seconds) throws InterruptedException {
			TimeUnit.SECONDS.sleep(seconds);
		}

		String url() {
			return "http://localhost:" + server.getLocalPort();
		}

		@Override
		public void close() throws IOException {
			server.close();
		}

	}

}
