package io.bulkverify.mx;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
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

	private final List<ByteBuffer> parts = new ArrayList<>(1);

	private HttpResponse.@Nullable ResponseInfo head;

	private Flow.@Nullable Subscription source;

	private @Nullable String flaw = "the answer broke off";

	private int size;

	private boolean isLarge;

	private boolean closed;

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
	public synchronized void onNext(List<ByteBuffer> more) {
		if (source == null || closed) {
			return;
		}
		long grown = size;
		for (ByteBuffer part : more) {
			grown += part.remaining();
		}
		if (tooLarge(grown)) {
			flaw = "answer too large";
			parts.clear();
			source.cancel();
			ended.complete(this);
			return;
		}
		size = (int) grown;
		parts.addAll(more);
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

	@Override
	public synchronized void onComplete() {
		flaw = null;
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
		byte[] body = new byte[size];
		int filled = 0;
		for (ByteBuffer part : parts) {
			int length = part.remaining();
			part.get(part.position(), body, filled, length);
			filled += length;
		}
		return body;
	}

	/** Nothing more is kept of it. */
	@Override
	public synchronized void close() {
		closed = true;
		parts.clear();
		size = 0;
		if (isLarge) {
			isLarge = false;
			large.release();
		}
	}

}
