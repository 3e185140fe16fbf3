package io.bulkverify.mx;

import java.util.List;
import java.util.stream.Stream;

import io.bulkverify.member.AccountNumber;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A page of account numbers (src/docs/mx.md §1.6). Numbers that come as JSON integers
 * have lost their leading zeros: those of routing numbers can be put back where their
 * checksum proves it, those of account numbers cannot.
 */
final class AccountNumbersReading implements Reading<Page<AccountNumber>> {

	private static final String UNREADABLE = "?";

	private static final int ROUTING_DIGITS = 9;

	private static final int TRANSIT_DIGITS = 5;

	private static final int INSTITUTION_DIGITS = 3;

	private final Whom whom;

	private final @Nullable String accountGuid;

	private AccountNumbersReading(Whom whom, @Nullable String accountGuid) {
		this.whom = whom;
		this.accountGuid = accountGuid;
	}

	/** Of all the member's accounts. */
	static AccountNumbersReading ofAll(Whom whom) {
		return new AccountNumbersReading(whom, null);
	}

	/** Of one account of the member. */
	static AccountNumbersReading ofOne(Whom whom, String accountGuid) {
		return new AccountNumbersReading(whom, accountGuid);
	}

	@Override
	public About about(JsonNode body) {
		List<JsonNode> rows = rows(body);
		boolean another = accountGuid != null && rows.stream()
			.map(row -> Lenient.word(row.path("account_guid")))
			.anyMatch(guid -> guid != null && !guid.equals(accountGuid));
		if (another) {
			return About.ANOTHER_ACCOUNT;
		}
		About named = whom.ofRows(rows.stream(), whom.rowsNamed() && !rows.isEmpty());
		return named == About.ASKED && rows.stream().anyMatch(AccountNumbersReading::saysNothing) ? About.NOBODY
				: named;
	}

	/** A row of nulls is no account without a number: whose it is cannot be said. */
	private static boolean saysNothing(JsonNode row) {
		return row.isObject() && Stream.of("account_number", "account_guid", "member_guid")
			.allMatch(field -> row.path(field).isMissingNode() || row.path(field).isNull());
	}

	@Override
	public @Nullable Page<AccountNumber> of(JsonNode body) {
		JsonNode many = body.path("account_numbers");
		List<JsonNode> rows = rows(body);
		if (rows.isEmpty() && !many.isArray()) {
			return many.isNull() ? Page.none() : null;
		}
		return rows.stream().allMatch(JsonNode::isObject)
				? Page.of(rows.stream().map(AccountNumbersReading::number).toList(), rows.size(), body) : null;
	}

	/** A list, or a single account, wrapped or bare (src/docs/mx.md §1.6). */
	private static List<JsonNode> rows(JsonNode body) {
		JsonNode one = body.path("account_number");
		if (one.isObject()) {
			return List.of(one);
		}
		return one.isValueNode() ? List.of(body) : body.path("account_numbers").valueStream().toList();
	}

	private static AccountNumber number(JsonNode node) {
		JsonNode number = node.path("account_number");
		JsonNode routing = node.path("routing_number");
		@Nullable String institution = padded(node.path("institution_number"), INSTITUTION_DIGITS);
		@Nullable String transit = padded(node.path("transit_number"), TRANSIT_DIGITS);
		boolean transitInItsPlace = isTransit(Lenient.word(routing), institution, transit);
		return new AccountNumber(Lenient.word(node.path("account_guid")), account(number),
				transitInItsPlace ? null : routing(routing), institution,
				transitInItsPlace ? padded(routing, TRANSIT_DIGITS) : transit,
				Lenient.flag(node.path("passed_validation")), number.isNumber() || routing.isNumber());
	}

	/** Even a blank is more than nothing: an account without a number has null. */
	private static @Nullable String account(JsonNode number) {
		return number.isString() && number.asString().isBlank() ? UNREADABLE : given(number);
	}

	/** What is there and cannot be read is no number, but it is not nothing either. */
	private static @Nullable String given(JsonNode number) {
		@Nullable String word = Lenient.word(number);
		boolean nothing = number.isMissingNode() || number.isNull() || number.isString();
		return word == null && !nothing ? UNREADABLE : word;
	}

	/** Canada has no routing number: its transit number may stand in that place. */
	private static boolean isTransit(@Nullable String routing, @Nullable String institution, @Nullable String transit) {
		return institution != null && transit == null && routing != null && routing.length() <= TRANSIT_DIGITS;
	}

	private static @Nullable String routing(JsonNode node) {
		@Nullable String routing = given(node);
		if (routing == null || !node.isNumber() || routing.length() >= ROUTING_DIGITS) {
			return routing;
		}
		String padded = pad(routing, ROUTING_DIGITS);
		return hasRoutingChecksum(padded) ? padded : routing;
	}

	private static @Nullable String padded(JsonNode node, int digits) {
		@Nullable String value = given(node);
		return value == null || !node.isNumber() ? value : pad(value, digits);
	}

	private static String pad(String value, int digits) {
		return "0".repeat(Math.max(0, digits - value.length())) + value;
	}

	/** The checksum of the American Bankers Association: weights 3, 7, 1. */
	private static boolean hasRoutingChecksum(String routing) {
		int sum = 0;
		for (int i = 0; i < ROUTING_DIGITS; i++) {
			int weight = switch (i % 3) {
				case 0 -> 3;
				case 1 -> 7;
				default -> 1;
			};
			sum += weight * (routing.charAt(i) - '0');
		}
		return sum % 10 == 0;
	}

}
