package io.bulkverify.mx;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;

import org.jspecify.annotations.Nullable;

/**
 * One answer as it comes in from the network: its head, then its body within bounds.
 * Whatever becomes of the body, what has come by then is kept, for the status alone says
 * enough where it is a clear no.
 *
 * <p>
 * To be closed by whoever waits for it, also while it is still coming.
 */
final class Arrival implements HttpResponse.BodyHandler<Arrival>, HttpResponse.BodySubscriber<Arrival>, AutoCloseable {

	static final int LARGEST = 8 * 1024 * 1024;

	/** Real answers are far smaller; larger ones are taken a few at a time. */
	private static final int USUAL = 256 * 1024;

	private final Semaphore large;

	private final CompletableFuture<Arrival> ended = new CompletableFuture<>();

	private final ByteArrayOutputStream body = new ByteArrayOutputStream();

	private HttpResponse.@Nullable ResponseInfo head;

	private Flow.@Nullable Subscription source;

	private @Nullable String flaw = "the answer broke off";

	private boolean isLarge;

	/** Nobody wants more of it. */
	private boolean refused;

	/**
	 * An answer of which nothing has come yet.
	 * @param large how many large ones may come at once, shared with all others
	 */
	Arrival(Semaphore large) {
		this.large = large;
	}

	@Override
	public synchronized HttpResponse.BodySubscriber<Arrival> apply(HttpResponse.ResponseInfo head) {
		this.head = head;
		return this;
	}

	@Override
	public CompletionStage<Arrival> getBody() {
		return ended;
	}

	@Override
	public synchronized void onSubscribe(Flow.Subscription source) {
		this.source = source;
		source.request(1);
	}

	@Override
	public synchronized void onNext(List<ByteBuffer> parts) {
		if (source == null || refused) {
			return;
		}
		for (ByteBuffer part : parts) {
			if (tooLarge((long) body.size() + part.remaining())) {
				refused = true;
				flaw = "answer too large";
				body.reset();
				source.cancel();
				ended.complete(this);
				return;
			}
			// Whatever size its parts have, it takes the memory of its own size.
			byte[] bytes = new byte[part.remaining()];
			part.get(bytes);
			body.writeBytes(bytes);
		}
		source.request(1);
	}

	private boolean tooLarge(long grown) {
		if (grown > USUAL && !isLarge) {
			isLarge = large.tryAcquire();
		}
		return grown > (isLarge ? LARGEST : USUAL);
	}

	@Override
	public void onError(Throwable failure) {
		ended.complete(this);
	}

	/** May come after a refusal too. */
	@Override
	public synchronized void onComplete() {
		if (!refused) {
			flaw = null;
		}
		ended.complete(this);
	}

	/** The head, as far as it has come; null before. */
	synchronized HttpResponse.@Nullable ResponseInfo head() {
		return head;
	}

	/**
	 * What is wrong with the body; null where it came to its end.
	 */
	synchronized @Nullable String flaw() {
		return flaw;
	}

	/** The body as far as it has come. */
	synchronized byte[] body() {
		return body.toByteArray();
	}

	/** Nothing more is kept of it. */
	@Override
	public synchronized void close() {
		refused = true;
		body.reset();
		if (isLarge) {
			isLarge = false;
			large.release();
		}
	}

}
