package io.bulkverify.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One account's number, made from the member's GUID: every process that knows the GUID
 * knows the right numbers.
 */
public record AccountNumber(String accountGuid, String accountNumber, @Nullable String routingNumber,
		@Nullable String institutionNumber, @Nullable String transitNumber, @Nullable Boolean passedValidation) {

	private static final String[] ROUTING = { "121000248", "026009593", "091000019", "322271627" };

	/**
	 * All numbers of a member, or the chosen one where it was asked to select an account.
	 */
	static List<AccountNumber> of(String memberGuid, Story story, int chosen) {
		List<AccountNumber> numbers = new ArrayList<>();
		if (chosen >= 0) {
			numbers.add(one(memberGuid, story.numbers(), chosen));
			return numbers;
		}
		for (int i = 0; i < story.numbers().count(); i++) {
			numbers.add(one(memberGuid, story.numbers(), i));
		}
		return numbers;
	}

	/** Those of them that somebody could be paid at. */
	static List<AccountNumber> right(String memberGuid, Story story, int chosen) {
		List<AccountNumber> all = of(memberGuid, story, chosen);
		return switch (story.numbers().look()) {
			case PLAIN, MASKED, LEADING_ZEROS, CANADIAN -> all;
			case PARTLY_MASKED, PARTLY_JUNK ->
				all.stream().filter(number -> indexOf(number.accountGuid()) == 0).toList();
			case JUNK -> List.of();
		};
	}

	static AccountNumber one(String memberGuid, Story.Numbers plan, int index) {
		String guid = "ACT-" + index + "-" + memberGuid;
		String digits = String.format(Locale.ROOT, "%09d", 100_000_000 + Spread.below(900_000_000, memberGuid, index));
		String routing = ROUTING[(int) Spread.below(ROUTING.length, memberGuid, 7)];
		Boolean valid = plan.passedValidation();
		return switch (plan.look()) {
			case PLAIN -> new AccountNumber(guid, digits, routing, null, null, valid);
			case MASKED -> new AccountNumber(guid, masked(digits), routing, null, null, valid);
			case LEADING_ZEROS -> new AccountNumber(guid, "000" + digits, "011000015", null, null, valid);
			case CANADIAN -> new AccountNumber(guid, digits, null, "003", "0" + digits.substring(5), valid);
			case PARTLY_MASKED ->
				new AccountNumber(guid, index == 0 ? digits : masked(digits), routing, null, null, valid);
			case JUNK -> new AccountNumber(guid, plan.junk(), routing, null, null, valid);
			case PARTLY_JUNK -> new AccountNumber(guid, index == 0 ? digits : plan.junk(), routing, null, null, valid);
		};
	}

	private static String masked(String digits) {
		return "XXXXX" + digits.substring(5);
	}

	/** A text that stands where a number should. */
	static String junk(String word) {
		return switch (word) {
			case "null" -> "null";
			case "long" -> "7".repeat(3_000);
			case "nul" -> "1234\u00005678";
			case "lines" -> "12345678\n87654321\r\n";
			case "blank" -> "   ";
			case "empty" -> "";
			case "words" -> "ask the branch";
			case "stars" -> "*****6789";
			case "dots" -> "\u2022\u2022\u2022\u20226789";
			case "hashes" -> "####6789";
			case "formula" -> "=HYPERLINK(1)";
			case "letters" -> "ABCDEF";
			default -> throw new IllegalArgumentException("Unknown junk " + word);
		};
	}

	/** The member inside an account's GUID, or null. */
	static @Nullable String memberOf(String accountGuid) {
		int dash = accountGuid.indexOf('-', 4);
		return accountGuid.startsWith("ACT-") && dash > 4 ? accountGuid.substring(dash + 1) : null;
	}

	/** The position inside an account's GUID, or -1. */
	static int indexOf(String accountGuid) {
		int dash = accountGuid.indexOf('-', 4);
		try {
			return dash > 4 ? Integer.parseInt(accountGuid.substring(4, dash)) : -1;
		}
		catch (NumberFormatException e) {
			return -1;
		}
	}
}
