package io.bulkverify.simulator;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a program with the default settings should make of a story, in the words of its
 * own files: VERIFIED with so many numbers, or the reason in {@code exceptions.csv}.
 */
public sealed interface Expectation {

	/**
	 * In {@code account-numbers.csv}.
	 *
	 * @param warning what the number's row should warn of, or null; warnings that only
	 * some flavours can give (LIKELY_INVALID, LEADING_ZEROS_UNKNOWN) are not foretold
	 * here
	 */
	record Verified(int numbers, @Nullable String warning) implements Expectation {
	}

	/**
	 * In {@code exceptions.csv}.
	 *
	 * @param reasons usually one; several where MX's documents leave the choice open
	 * @param verifyCalled false where the member must be reported without a verify call
	 */
	record Reported(Set<String> reasons, boolean verifyCalled) implements Expectation {
		public Reported {
			reasons = Set.copyOf(reasons);
		}
	}

	/** Not this member's affair: the whole run must stop and report nobody. */
	record RunStops(String why) implements Expectation {
	}

	/** Any of these is right. */
	record AnyOf(List<Expectation> choices) implements Expectation {
		public AnyOf {
			choices = List.copyOf(choices);
		}
	}

	static Expectation verified(int numbers) {
		return new Verified(numbers, null);
	}

	static Expectation reported(String... reasons) {
		return new Reported(Set.of(reasons), true);
	}

	static Expectation withoutCall(String... reasons) {
		return new Reported(Set.of(reasons), false);
	}

	/**
	 * Whether a member that ended in {@code account-numbers.csv} with so many rows is
	 * right.
	 */
	default boolean acceptsVerified(int rows) {
		return switch (this) {
			case Verified verified -> verified.numbers() == rows;
			case Reported ignored -> false;
			case RunStops ignored -> false;
			case AnyOf any -> any.choices().stream().anyMatch(choice -> choice.acceptsVerified(rows));
		};
	}

	/**
	 * Whether a member that ended in {@code exceptions.csv} with this reason is right.
	 */
	default boolean acceptsReason(String reason) {
		return switch (this) {
			case Verified ignored -> false;
			case Reported reported -> reported.reasons().contains(reason);
			case RunStops ignored -> false;
			case AnyOf any -> any.choices().stream().anyMatch(choice -> choice.acceptsReason(reason));
		};
	}

	/** Whether no verify call may be sent for this member. */
	default boolean forbidsVerify() {
		return switch (this) {
			case Verified ignored -> false;
			case Reported reported -> !reported.verifyCalled();
			case RunStops ignored -> false;
			case AnyOf any -> any.choices().stream().allMatch(Expectation::forbidsVerify);
		};
	}

	/**
	 * One word for a report: {@code VERIFIED:1}, {@code DENIED},
	 * {@code CHALLENGED|ACCOUNT_SELECTION_NEEDED}.
	 */
	default String text() {
		return switch (this) {
			case Verified verified ->
				"VERIFIED:" + verified.numbers() + (verified.warning() == null ? "" : ":" + verified.warning());
			case Reported reported -> String.join("|", new TreeSet<>(reported.reasons()));
			case RunStops stops -> "RUN_STOPS:" + stops.why();
			case AnyOf any -> String.join("|", any.choices().stream().map(Expectation::text).toList());
		};
	}

}
