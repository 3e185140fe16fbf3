package io.bulkverify.mx;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.bulkverify.member.Answer;

/**
 * The way of every physical request: is it still wanted, is MX there, is it our turn, and
 * only then out; then its answer is classified, and limits, breaker and counters learn
 * from it. Safe for use by many threads.
 */
final class Line {

	private static final String STOPPED = "nothing is sent any more";

	private static final String AWAY = "MX is away";

	private final Wire wire;

	private final AnswerClassifier classifier;

	private final RateLimits limits;

	private final Outage outage;

	private final CallLog log;

	private final SendPermission permission;

	private final Pause pause;

	private final List<Request> trials;

	/**
	 * A line that puts these parts one behind the other.
	 * @param trials the harmless reads that show whether MX is back after an outage, one
	 * for each of its machines that are needed
	 */
	Line(Wire wire, AnswerClassifier classifier, RateLimits limits, Outage outage, CallLog log,
			SendPermission permission, Pause pause, List<Request> trials) {
		this.wire = wire;
		this.classifier = classifier;
		this.limits = limits;
		this.outage = outage;
		this.log = log;
		this.permission = permission;
		this.pause = pause;
		this.trials = trials;
	}

	/** Sends the request once, when its turn comes, unless it must not be sent. */
	<T> Heard<T> call(Request request, Reading<T> reading) {
		return call(request, reading, () -> true);
	}

	/** The same, unless it is not wanted any more by then. */
	<T> Heard<T> call(Request request, Reading<T> reading, BooleanSupplier wanted) {
		BooleanSupplier allowed = () -> wanted.getAsBoolean() && allowed(request).getAsBoolean();
		if (!allowed.getAsBoolean()) {
			return notSent(STOPPED);
		}
		boolean away = switch (outage.admission()) {
			case SEND -> false;
			case TRY_FIRST -> !isBack();
			case REFUSE -> true;
		};
		if (away) {
			return notSent(AWAY);
		}
		Sent<T> sent = send(request, reading, () -> allowed.getAsBoolean() && outage.outage().isEmpty());
		if (sent.reachedLine()) {
			// No connection at all is never one member's fault.
			boolean anybodys = sent.heard().answer() instanceof Answer.NotSent;
			boolean lineWorks = Ending.of(sent.heard()).lineWorks();
			if (outage.heard(anybodys ? "" : request.subject(), lineWorks) && tryOut() == Trial.FAILED) {
				outage.presumed();
			}
		}
		return sent.heard();
	}

	private boolean isBack() {
		Trial trial = Trial.NOT_MADE;
		try {
			trial = tryOut();
		}
		finally {
			switch (trial) {
				case WORKED -> outage.tried(true);
				case FAILED -> outage.tried(false);
				case NOT_MADE -> outage.notTried();
			}
		}
		return trial == Trial.WORKED;
	}

	private enum Trial {

		WORKED, FAILED, NOT_MADE

	}

	private Trial tryOut() {
		Trial result = Trial.NOT_MADE;
		for (Request trial : trials) {
			Sent<Boolean> sent = send(trial, body -> body.isObject() ? true : null, allowed(trial));
			if (!sent.reachedLine()) {
				return Trial.NOT_MADE;
			}
			if (!Ending.of(sent.heard()).lineWorks()) {
				return Trial.FAILED;
			}
			result = Trial.WORKED;
		}
		return result;
	}

	private <T> Sent<T> send(Request request, Reading<T> reading, BooleanSupplier wanted) {
		AtOnce atOnce = limits.atOnce(request);
		long asked = pause.nanoTime();
		if (!atOnce.enter()) {
			return notReached();
		}
		try {
			return sendInTurn(request, reading, wanted, asked);
		}
		finally {
			atOnce.leave();
		}
	}

	private <T> Sent<T> notReached() {
		return new Sent<>(notSent(outage.outage().isPresent() ? AWAY : STOPPED), false);
	}

	private <T> Sent<T> sendInTurn(Request request, Reading<T> reading, BooleanSupplier wanted, long asked) {
		PacedLimit limit = limits.of(request);
		if (!limit.acquire(wanted) || !wanted.getAsBoolean()) {
			return notReached();
		}
		long sent = pause.nanoTime();
		Heard<T> heard = classifier.classify(request, wire.send(request), reading);
		if (heard.answer() instanceof Answer.Throttled<T>(var retryAfter)) {
			limit.throttled(sent, retryAfter);
		}
		Ending ending = Ending.of(heard);
		Duration took = Duration.ofNanos(pause.nanoTime() - sent);
		limits.ended(request, ending == Ending.GOOD, took);
		log.ended(request.endpoint(), ending, Duration.ofNanos(sent - asked), took);
		if (!ending.lineWorks()) {
			remember(heard.answer());
		}
		return new Sent<>(heard, true);
	}

	private void remember(Answer<?> answer) {
		if (answer instanceof Answer.Unclear<?> unclear) {
			outage.met(unclear.what());
		}
		else if (answer instanceof Answer.NotSent<?> notSent) {
			outage.met(notSent.why());
		}
	}

	/**
	 * What became of a request.
	 *
	 * @param reachedLine whether the request was handed to the network, whatever became
	 * of it
	 */
	private record Sent<T>(Heard<T> heard, boolean reachedLine) {
	}

	private BooleanSupplier allowed(Request request) {
		return request.endpoint().changesMember() ? permission::mayWrite : permission::mayRead;
	}

	private static <T> Heard<T> notSent(String why) {
		return new Heard<>(new Answer.NotSent<>(why), false);
	}

}
