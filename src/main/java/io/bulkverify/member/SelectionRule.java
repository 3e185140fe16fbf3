package io.bulkverify.member;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which account of an account selection is verified (README.md, "Settings",
 * {@code verification.account-selection}).
 */
public sealed interface SelectionRule {

	/** The one option to choose; empty where the rule finds none or several. */
	Optional<Challenge.Option> choose(List<Challenge.Option> options);

	/** Nobody chooses: the member is reported with the options. */
	record ReportIt() implements SelectionRule {
		@Override
		public Optional<Challenge.Option> choose(List<Challenge.Option> options) {
			return Optional.empty();
		}
	}

	/** Chosen only where there is nothing to choose. */
	record Only() implements SelectionRule {
		@Override
		public Optional<Challenge.Option> choose(List<Challenge.Option> options) {
			return options.size() == 1 ? Optional.of(options.getFirst()) : Optional.empty();
		}
	}

	/** The first that MX names. */
	record First() implements SelectionRule {
		@Override
		public Optional<Challenge.Option> choose(List<Challenge.Option> options) {
			return options.stream().findFirst();
		}
	}

	/**
	 * The one whose label has a part that matches. A label of more than 500 characters,
	 * or one on which the pattern loses itself, is none.
	 */
	record Match(Pattern pattern) implements SelectionRule {
		@Override
		public Optional<Challenge.Option> choose(List<Challenge.Option> options) {
			return single(options, label -> BoundedLabel.hasPartOf(pattern, label));
		}
	}

	/** The one with this label: to the letter, else whatever the case of its letters. */
	record Labelled(String wanted) implements SelectionRule {
		@Override
		public Optional<Challenge.Option> choose(List<Challenge.Option> options) {
			if (options.stream().anyMatch(option -> wanted.equals(option.label()))) {
				return single(options, wanted::equals);
			}
			String folded = wanted.strip().toLowerCase(Locale.ROOT);
			return single(options, label -> label.strip().toLowerCase(Locale.ROOT).equals(folded));
		}
	}

	/**
	 * The rule for a member: its own label wins over the run's rule.
	 * @param label the list's {@code account_label}; null or blank where it has none
	 */
	static SelectionRule forMember(@Nullable String label, SelectionRule otherwise) {
		return label == null || label.isBlank() ? otherwise : new Labelled(label);
	}

	private static Optional<Challenge.Option> single(List<Challenge.Option> options, Predicate<String> fits) {
		List<Challenge.Option> found = options.stream()
			.filter(option -> option.label() != null && fits.test(option.label()))
			.toList();
		return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
	}

}
