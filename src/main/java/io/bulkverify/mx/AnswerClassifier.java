package io.bulkverify.mx;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.bulkverify.member.Answer;
import io.bulkverify.member.Refusal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The one place where an answer of MX gets its meaning (src/docs/mx.md §2). The texts
 * that it hands on hold no secret and no account number.
 */
final class AnswerClassifier {

	private static final Pattern NOT_SUPPORTED = Pattern.compile(
			"(does not|doesn['’]t|do not|cannot|can['’]t) (support|perform|provide) (instant )?"
					+ "(account )?(verification|identification)|(instant )?account verification is "
					+ "(not supported|unsupported|not available)|institution (does not|doesn['’]t) support|"
					+ "not supported (by|for|at) (this|the|that|its|the member['’]s|member['’]s) institution",
			Pattern.CASE_INSENSITIVE);

	/** Without these words it may be the client, and with those it may pass. */
	private static final Pattern OF_A_BANK = Pattern.compile("institution|bank", Pattern.CASE_INSENSITIVE);

	private static final Pattern FOR_NOW = Pattern.compile(
			"at (this|the) (time|moment)|currently|temporar|right now|try again|your client", Pattern.CASE_INSENSITIVE);

	private final InstantSource time;

	private final String secret;

	/**
	 * A classifier that keeps a secret.
	 * @param secret what must not come back in a text, besides the headers of the request
	 */
	AnswerClassifier(InstantSource time, String secret) {
		this.time = time;
		this.secret = secret;
	}

	/** What the reply to this request means. */
	<T> Heard<T> classify(Request request, Reply reply, Reading<T> reading) {
		return switch (reply) {
			case Reply.NeverLeft(var why) -> new Heard<>(new Answer.NotSent<>(why), false);
			case Reply.NoSocket(var why) -> new Heard<>(new Answer.ForEverybody<>(why), false);
			case Reply.Lost(var what) -> new Heard<>(new Answer.Unclear<>(what), false);
			case Reply.Received received -> {
				Said said = Said.in(received, secrets(request));
				// A call that shows the key itself is in no session that could be over.
				boolean expired = said.sessionExpired() && !request.headers().containsKey(NexusFlavour.KEY_HEADER);
				Answer<T> answer = expired ? sessionExpired(request.endpoint(), said)
						: received(request.endpoint(), received, said, reading);
				yield new Heard<>(answer, received.status() == 401 || expired);
			}
		};
	}

	private Collection<String> secrets(Request request) {
		return Stream.concat(Stream.of(secret), request.headers().values().stream()).toList();
	}

	private <T> Answer<T> received(Endpoint endpoint, Reply.Received reply, Said said, Reading<T> reading) {
		return switch (reply.status()) {
			case 200, 201 -> good(reply, reading);
			case 202 -> accepted(endpoint, reply, reading);
			case 204 -> noContent(reading);
			case 400 -> new Answer.Refused<>(badRequest(said), said.text());
			case 401 -> new Answer.ForEverybody<>(
					"MX does not accept mx.client-id and mx.api-key (correct MX_CLIENT_ID and MX_API_KEY): "
							+ said.text());
			case 403 -> switch (endpoint.forbidden()) {
				case THE_CLIENT -> new Answer.ForEverybody<>(
						"MX does not let this address or client in (address not allowed, or feature off): "
								+ said.text());
				case THE_MEMBER -> new Answer.Refused<>(Refusal.NOT_ALLOWED, said.text());
				case THE_FEATURE -> new Answer.Refused<>(Refusal.NOT_ENABLED, said.text());
			};
			case 404 -> new Answer.Refused<>(Refusal.NOT_FOUND, said.text());
			case 406 -> new Answer.ForEverybody<>(
					"MX does not speak the API version asked for (mx.api, mx.platform.version): " + said.text());
			case 407 -> new Answer.ForEverybody<>("the proxy on the way to MX wants credentials: " + said.text());
			case 408 -> new Answer.Unclear<>(said.text());
			case 409 -> new Answer.Conflict<>();
			case 429 -> new Answer.Throttled<>(retryAfter(reply));
			case 503 -> new Answer.Unclear<>(said.text(), retryAfter(reply));
			default -> reply.status() >= 400 && reply.status() < 500 ? new Answer.Refused<>(Refusal.OTHER, said.text())
					: new Answer.Unclear<>(said.text());
		};
	}

	/**
	 * MX did nothing, and would do it in another session. Where even a new session is
	 * over at once, a read that goes wrong each time comes to its end.
	 */
	private static <T> Answer<T> sessionExpired(Endpoint endpoint, Said said) {
		return endpoint.changesMember() ? new Answer.NotSent<>(said.text(), true) : new Answer.Unclear<>(said.text());
	}

	private static <T> Answer<T> good(Reply.Received reply, Reading<T> reading) {
		if (reply.flaw() != null) {
			return but(reply, reply.flaw());
		}
		About about = reply.body().isMissingNode() ? About.ASKED : reading.about(reply.body());
		if (about != About.ASKED) {
			return but(reply, about.words());
		}
		@Nullable T value = reading.of(reply.body());
		return value != null ? new Answer.Good<>(value) : but(reply, "the answer makes no sense");
	}

	private static <T> Answer<T> but(Reply.Received reply, String flaw) {
		return new Answer.Unclear<>("HTTP " + reply.status() + ", but " + flaw);
	}

	/**
	 * 202 to a verify says that one was running already, whatever became of its body; but
	 * not where it is another member's. Elsewhere 202 is as good as 200.
	 */
	private static <T> Answer<T> accepted(Endpoint endpoint, Reply.Received reply, Reading<T> reading) {
		Answer<T> answer = good(reply, reading);
		if (endpoint != Endpoint.VERIFY) {
			return answer;
		}
		if (answer instanceof Answer.Good<T>(var value)) {
			return new Answer.Joined<>(value);
		}
		@Nullable T untold = reading.of(MissingNode.getInstance());
		return untold == null || reading.about(reply.body()).another() ? answer : new Answer.Joined<>(untold);
	}

	private static <T> Answer<T> noContent(Reading<T> reading) {
		@Nullable T nothing = reading.ofNoContent();
		return nothing == null ? new Answer.Unclear<>("HTTP 204, but an answer was needed")
				: new Answer.Good<>(nothing);
	}

	private static Refusal badRequest(Said said) {
		return switch (said.type()) {
			case "institution_prevented_error", "institution_prevent_new_error",
					"institution_prevent_verification_error" ->
				Refusal.INSTITUTION_NOT_SUPPORTED;
			case "institution_maintenance_error", "institution_unavailable_error" -> Refusal.INSTITUTION_UNAVAILABLE;
			default -> saysNotSupported(said.text()) ? Refusal.INSTITUTION_NOT_SUPPORTED : Refusal.BAD_REQUEST;
		};
	}

	private static boolean saysNotSupported(String text) {
		return NOT_SUPPORTED.matcher(text).find() && OF_A_BANK.matcher(text).find() && !FOR_NOW.matcher(text).find();
	}

	private @Nullable Duration retryAfter(Reply.Received reply) {
		return RetryAfter.of(reply.retryAfter(), reply.date(), time.instant());
	}

	/**
	 * What an answer says in words. MX has several shapes for it (src/docs/mx.md §2), and
	 * whatever stands between us and MX has more.
	 *
	 * @param sessionExpired whether Nexus' own code says so
	 * @param type the error's type; empty where there is none
	 * @param text safe to show
	 */
	private record Said(boolean sessionExpired, String type, String text) {

		private static final String SESSION_EXPIRED = "4011";

		static Said in(Reply.Received reply, Collection<String> secrets) {
			JsonNode body = reply.body();
			JsonNode error = body.path("error");
			String status = "HTTP " + reply.status();
			@Nullable String words = SafeText.of(
					first(Lenient.word(error), Lenient.word(error.path("message")), Lenient.word(body.path("message")),
							Lenient.word(error.path("error_message")), Lenient.word(body.path("error_message"))),
					secrets);
			@Nullable String code = first(Lenient.word(error.path("code")), Lenient.word(body.path("code")),
					Lenient.word(error.path("error_code")), Lenient.word(body.path("error_code")), Lenient.word(error));
			@Nullable String type = first(Lenient.word(error.path("type")), Lenient.word(body.path("type")));
			return new Said(reply.status() >= 400 && SESSION_EXPIRED.equals(code), type == null ? "" : type,
					words == null ? status : status + ": " + words);
		}

		private static @Nullable String first(@Nullable String... words) {
			for (@Nullable
			String word : words) {
				if (word != null) {
					return word;
				}
			}
			return null;
		}

	}

}
