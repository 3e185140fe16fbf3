package io.bulkverify.member;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tells the question "which account is to be verified?" from every other (src/docs/mx.md
 * §4). MX documents no marker, so this is careful: an ordinary OPTIONS challenge may ask
 * where to send a code, and must never be answered.
 */
final class AccountSelection {

	private static final Pattern ACCOUNT_VALUE = Pattern.compile("account-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
			Pattern.CASE_INSENSITIVE);

	private AccountSelection() {
	}

	/** The account selection among the challenges, if that is what they are. */
	static Optional<Challenge> in(List<Challenge> challenges) {
		if (challenges.size() != 1) {
			return Optional.empty();
		}
		Challenge only = challenges.getFirst();
		return isOne(only) ? Optional.of(only) : Optional.empty();
	}

	private static boolean isOne(Challenge challenge) {
		if (challenge.options().isEmpty()) {
			// Nothing to choose from: only the customer can get on from here.
			return false;
		}
		if (!"OPTIONS".equalsIgnoreCase(challenge.type()) && !isMarked(challenge)) {
			return false;
		}
		if (isMarked(challenge)) {
			return true;
		}
		return challenge.fieldName() == null
				&& challenge.options().stream().allMatch(option -> ACCOUNT_VALUE.matcher(option.value()).matches());
	}

	private static boolean isMarked(Challenge challenge) {
		return "single_account_select".equals(challenge.externalId());
	}

	/** The labels to choose from, for the report. */
	static String labels(Challenge selection) {
		return selection.options()
			.stream()
			.map(Challenge.Option::label)
			.filter(Objects::nonNull)
			.collect(Collectors.joining(" | "));
	}

	/** An ordinary challenge in a few words: its type and its label. */
	static String describe(List<Challenge> challenges) {
		return challenges.stream().map(AccountSelection::describe).collect(Collectors.joining(" | "));
	}

	private static String describe(Challenge challenge) {
		String type = String.valueOf(challenge.type());
		String asked = challenge.label() == null ? type : type + ": " + challenge.label();
		return "OPTIONS".equalsIgnoreCase(type) && challenge.options().isEmpty() ? asked + " (without any option)"
				: asked;
	}

}
