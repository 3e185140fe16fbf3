package io.bulkverify.store;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

import io.bulkverify.member.Attempt;
import io.bulkverify.member.Baseline;
import io.bulkverify.member.ConnectionStatus;
import io.bulkverify.member.Guids;
import io.bulkverify.member.Progress;
import io.bulkverify.member.Refusal;
import io.bulkverify.member.Seen;
import io.bulkverify.member.Selection;
import io.bulkverify.member.Sighting;
import io.bulkverify.member.Stage;
import io.bulkverify.member.Trouble;
import org.jspecify.annotations.Nullable;

/** Progress with anything in it that its types allow. */
final class AnyProgress {

	private static final List<String> WORDS = List.of("", " ", "a", "O'Neil; drop table x --", "日本 ✓ 𝄞", "a,b\n\"c\"",
			"MBR-1a2b", "x".repeat(5_000));

	private final Random random;

	AnyProgress(long seed) {
		this.random = new Random(seed);
	}

	Progress next() {
		return new Progress(any(Stage.values()), instant(), maybe(this::seen), maybe(this::baseline), attempt(),
				new Sighting(maybe(this::word), count(), trouble()), trouble(), trouble(), trouble(),
				maybe(this::selection));
	}

	private Trouble trouble() {
		return new Trouble(count(), duration());
	}

	private Seen seen() {
		return new Seen(status(), instant(), maybe(this::instant), maybe(this::word), maybe(this::word),
				new Guids(maybe(this::word), maybe(this::word)), random.nextBoolean());
	}

	private Baseline baseline() {
		return new Baseline(status(), maybe(this::instant), maybe(this::word), random.nextBoolean(), maybe(this::word),
				instant());
	}

	private Attempt attempt() {
		return new Attempt(count(), count(), maybe(this::instant), duration(), count(), random.nextBoolean(),
				random.nextBoolean(), random.nextBoolean(), maybe(this::word), maybe(() -> any(Refusal.values())));
	}

	private Selection selection() {
		return new Selection(word(), word(), count(), maybe(this::instant), maybe(() -> any(Refusal.values())));
	}

	ConnectionStatus status() {
		return random.nextInt(4) == 0 ? ConnectionStatus.of("WORD_" + random.nextInt(100))
				: any(ConnectionStatus.Known.values());
	}

	private String word() {
		return WORDS.get(random.nextInt(WORDS.size()));
	}

	/** Summer and winter, either side of every change of a zone's clocks. */
	private Instant instant() {
		long second = random.nextLong(Instant.parse("1970-01-01T00:00:00Z").getEpochSecond(),
				Instant.parse("2100-01-01T00:00:00Z").getEpochSecond());
		return Instant.ofEpochSecond(second).plus(random.nextInt(1_000_000), ChronoUnit.MICROS);
	}

	private Duration duration() {
		return Duration.ofMillis(random.nextLong(Duration.ofDays(400).toMillis()));
	}

	private int count() {
		return random.nextInt(10_000);
	}

	private <T> T any(T[] values) {
		return values[random.nextInt(values.length)];
	}

	private <T> @Nullable T maybe(Supplier<T> value) {
		return random.nextBoolean() ? value.get() : null;
	}

}
