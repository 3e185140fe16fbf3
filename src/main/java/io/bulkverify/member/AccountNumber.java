package io.bulkverify.member;

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

	/** Whether there is a number at all and no character of it is a mask. */
	public boolean usable() {
		return number != null && !number.isBlank() && !masked();
	}

	/** Whether MX hid part of the number or of its routing number. */
	public boolean masked() {
		return hidden(number) || hidden(routingNumber);
	}

	private static boolean hidden(@Nullable String value) {
		return value != null && value.chars().anyMatch(c -> "*•#xX?".indexOf(c) >= 0);
	}

	/** Never shows a number: values like this one end up in log lines. */
	@Override
	public String toString() {
		return "AccountNumber[account=" + accountGuid + ", numbers masked]";
	}
}
