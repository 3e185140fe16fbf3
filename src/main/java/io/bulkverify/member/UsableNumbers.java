package io.bulkverify.member;

import java.util.List;

/**
 * What is left of the account numbers that MX gave for a member.
 *
 * @param numbers those that can be handed on
 * @param othersMasked whether others came masked, or as something that is no number
 */
record UsableNumbers(List<AccountNumber> numbers, boolean othersMasked) {

	static UsableNumbers of(List<AccountNumber> given) {
		return new UsableNumbers(given.stream().filter(AccountNumber::usable).toList(),
				given.stream().anyMatch(AccountNumber::masked));
	}

	boolean none() {
		return numbers.isEmpty();
	}

	Outcome verified(Progress progress, Moment moment) {
		return new Outcome.Verified(numbers, othersMasked, progress.in(Stage.VERIFIED, moment.now()));
	}

	/** Shows no number. */
	@Override
	public String toString() {
		return "UsableNumbers[%d, masked]".formatted(numbers.size());
	}

}
