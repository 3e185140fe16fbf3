package io.bulkverify.member;

import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The numbers of one account as MX gave them (src/docs/mx.md §1.6). Every field but the
 * account number may be missing.
 *
 * @param accountGuid the account
 * @param number the account number, leading zeros kept
 * @param routingNumber nine digits in the United States; other lengths occur and are kept
 * @param institutionNumber three digits, Canada
 * @param transitNumber five digits, Canada
 * @param passedValidation MX's own check; null where it was not run
 * @param zerosUnknown whether the numbers came as JSON integers, so that leading zeros
 * may be lost (Nexus)
 */
public record AccountNumber(@Nullable String accountGuid, @Nullable String number, @Nullable String routingNumber,
		@Nullable String institutionNumber, @Nullable String transitNumber, @Nullable Boolean passedValidation,
		boolean zerosUnknown) {

	private static final Pattern WRITTEN = Pattern.compile("[0-9A-Za-z-]{1,34}");

	/** A run of the letter, or one before the last digits as banks print them. */
	private static final Pattern MASK = Pattern.compile("[xX]{2}|^[xX]-?[0-9]");

	/** Whether there is an account number, and whatever is there is a number. */
	public boolean usable() {
		return number != null && !masked();
	}

	/** Whether MX gave something that is no number, a mask above all. */
	public boolean masked() {
		return Stream.of(number, routingNumber, institutionNumber, transitNumber)
			.anyMatch(value -> value != null && !isNumber(value));
	}

	private static boolean isNumber(String value) {
		return WRITTEN.matcher(value).matches() && value.chars().anyMatch(c -> c >= '0' && c <= '9')
				&& !MASK.matcher(value).find();
	}

	/** Never shows a number: values like this one end up in log lines. */
	@Override
	public String toString() {
		return "AccountNumber[account=" + accountGuid + ", numbers masked]";
	}
}
