package io.bulkverify.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a failure came of. A framework that closes things after a failure, and fails at
 * that too, hands on the latter and keeps the cause itself among what was suppressed.
 */
public final class Causes {

	private Causes() {
	}

	/**
	 * The failure itself, its causes, and whatever was suppressed on the way, the nearest
	 * first.
	 */
	public static List<Throwable> of(@Nullable Throwable failure) {
		List<Throwable> found = new ArrayList<>();
		gather(failure, found, Collections.newSetFromMap(new IdentityHashMap<>()));
		return found;
	}

	private static void gather(@Nullable Throwable failure, List<Throwable> found, Set<Throwable> seen) {
		if (failure == null || !seen.add(failure)) {
			return;
		}
		found.add(failure);
		gather(failure.getCause(), found, seen);
		for (Throwable suppressed : failure.getSuppressed()) {
			gather(suppressed, found, seen);
		}
	}

	/** The most specific of them that says something, in one line. */
	public static String inWords(Throwable failure) {
		return of(failure).reversed()
			.stream()
			.map(Throwable::getMessage)
			.filter((message) -> message != null && !message.isBlank())
			.findFirst()
			.flatMap((message) -> message.lines().map(String::strip).filter((line) -> !line.isEmpty()).findFirst())
			.orElseGet(() -> failure.getClass().getSimpleName());
	}

}
