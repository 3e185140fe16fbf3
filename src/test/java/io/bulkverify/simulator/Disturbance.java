package io.bulkverify.simulator;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong for many members at once, with calls of some kind, for a
 * time. Tests, the back door and the command line spell it alike, as words
 * {@code key=value}:
 *
 * <pre>
 * calls=verify       verify, resume, status, member, challenges, numbers, lists (of members), institutions, users,
 *                    logins, reads (all of them), endpoints (all that are about members), all
 * how=403            a {@link Breakage}: 404, maintenance, html, swapped, nulls, cut_pages, late …
 * when=before        the call does nothing (default), or: after, it does its work and only the answer is broken
 * after-calls=60     begins with the 61st call of the kind
 * after-seconds=2.5  and no sooner than so long after it was told
 * seconds=9          lasts so long from its first call on; default: for ever
 * times=20           and befalls so many calls at most
 * share=0.08         this share of the calls, thrown with a seed (seed=7)
 * members=0.5        this share of the members, always the same ones
 * bank=chase         only members of this bank
 * delay-ms=800       the answer is held back
 * retry-after=20     sent with 429 and 503
 * </pre>
 */
record Disturbance(Story.Scope calls, Breakage how, boolean afterWork, long afterCalls, long afterMs, long lastsMs,
		long times, double share, long seed, double members, @Nullable String bank, long delayMs, int retryAfter) {

	private static final Set<String> KEYS = new TreeSet<>(Set.of("calls", "how", "when", "after-calls", "after-seconds",
			"seconds", "times", "share", "seed", "members", "bank", "delay-ms", "retry-after"));

	/** As a test or the command line spells it: words, separated by blanks or commas. */
	static Disturbance of(String spelling) {
		Map<String, String> words = new LinkedHashMap<>();
		for (String word : spelling.strip().split("[ ,]+", -1)) {
			int equals = word.indexOf('=');
			if (equals < 0) {
				throw new IllegalArgumentException("Not key=value: " + word);
			}
			words.put(word.substring(0, equals), word.substring(equals + 1));
		}
		return of(words);
	}

	static Disturbance of(Map<String, String> words) {
		for (String key : words.keySet()) {
			if (!KEYS.contains(key)) {
				throw new IllegalArgumentException("No such key: " + key + "; there are " + KEYS);
			}
		}
		Words told = new Words(words);
		Breakage how = told.as("how", Breakage::named, Breakage.LATE);
		return new Disturbance(
				told.as("calls", word -> Story.Scope.valueOf(word.toUpperCase(Locale.ROOT)), Story.Scope.ALL), how,
				told.as("when", Disturbance::after, false), told.as("after-calls", Long::valueOf, 0L),
				told.as("after-seconds", Disturbance::millis, 0L),
				told.as("seconds", Disturbance::millis, Story.FOR_EVER),
				told.as("times", Long::valueOf, Story.FOR_EVER), told.as("share", Double::valueOf, 1.0),
				told.as("seed", Long::valueOf, 1L), told.as("members", Double::valueOf, 1.0), words.get("bank"),
				told.as("delay-ms", Long::valueOf, how == Breakage.TIMEOUT ? 60_000L : 0L),
				told.as("retry-after", Integer::valueOf, -1));
	}

	private record Words(Map<String, String> words) {

		<T> T as(String key, Function<String, T> reading, T otherwise) {
			String word = words.get(key);
			try {
				return word == null ? otherwise : reading.apply(word);
			}
			catch (IllegalArgumentException e) {
				throw new IllegalArgumentException(key + "=" + word + " is not understood", e);
			}
		}
	}

	private static boolean after(String word) {
		return switch (word) {
			case "after" -> true;
			case "before" -> false;
			default -> throw new IllegalArgumentException(word);
		};
	}

	private static long millis(String seconds) {
		return (long) (Double.parseDouble(seconds) * 1000);
	}

}
