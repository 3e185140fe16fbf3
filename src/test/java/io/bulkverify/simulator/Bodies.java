package io.bulkverify.simulator;

import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The bodies of each flavour, field by field as src/docs/mx.md §1.2–1.7 has them. Members
 * vary: nulls, and fields unheard of.
 */
final class Bodies {

	private static final String[] BANKS = { "mxbank", "chase", "6930ee63-16b3-4b5c-a1a2-0d6b1a3f9e11", "wells_fargo",
			"usbank" };
	static final String NOT_SUPPORTED = "Member's institution does not support instant account verification.";

	private Bodies() {
	}

	static String bank(Member member) {
		String told = member.story().bank();
		return told != null ? told : BANKS[(int) Spread.below(BANKS.length, member.guid(), 3)];
	}

	static ObjectNode member(Flavour flavour, Member member, Member.View view) {
		return wrapped("member", memberFields(flavour, member, view));
	}

	static ObjectNode memberFields(Flavour flavour, Member member, Member.View view) {
		long variety = Spread.hash(member.guid(), 5);
		boolean nulls = Long.remainderUnsigned(variety, 4) == 1;
		String user = member.user();
		ObjectNode node = Json.object();
		times(node, member, view, flavour == Flavour.NEXUS && Long.remainderUnsigned(view.reading(), 2) == 0);
		node.put("connection_status", view.status());
		node.put("guid", member.guid());
		node.put("institution_code", bank(member));
		node.put("is_being_aggregated", view.running());
		node.put("is_oauth", false);
		node.put("metadata", nulls ? null : "{\"a\":1}");
		node.put("name", nulls ? null : "MX Bank");
		node.put("user_guid", user);
		switch (flavour) {
			case ATRIUM, ALL -> {
				node.put("identifier", nulls ? null : "id-" + Long.toHexString(variety));
				node.put("status", legacyStatus(view));
				node.putNull("oauth_window_uri");
				if (member.story().before().outdated()) {
					node.put("needs_updated_credentials", true);
				}
			}
			case PLATFORM_20250224, PLATFORM_20111101 -> {
				node.put("connection_status_message", nulls ? null : "A message for the user.");
				node.put("id", nulls ? null : "id-" + Long.toHexString(variety));
				node.put("institution_guid", Records.guid(bank(member)));
				node.put("most_recent_job_guid", job(member, view));
				node.put("most_recent_job_detail_code", (Integer) null);
				node.putNull("most_recent_job_detail_text");
				node.putNull("oauth_window_uri");
				node.putNull("user_id");
				node.put("background_aggregation_is_disabled", false);
				node.put("is_managed_by_user", true);
				node.put("is_manual", false);
				node.put("needs_updated_credentials", member.story().before().outdated());
				node.putArray("use_cases").add("MONEY_MOVEMENT");
			}
			case NEXUS -> {
				node.put("background_aggregation_is_disabled", false);
				node.putNull("external_guid");
				node.put("institution_guid", Records.guid(bank(member)));
				node.put("is_managed_by_user", false);
				node.put("is_user_created", true);
				node.put("needs_updated_credentials", member.story().before().outdated());
				node.put("most_recent_job_guid", job(member, view));
				node.put("revision", view.job());
				node.putArray("use_cases").add("PFM");
			}
		}
		error(node, view);
		if (Long.remainderUnsigned(variety, 4) == 2) {
			node.putObject("x_added_later").putArray("list").add(1).add("two").addNull();
			node.put("x_also_new", 3.5);
		}
		return node;
	}

	static ObjectNode status(Flavour flavour, Member member, Member.View view) {
		boolean done = !view.running() && view.numbersReady();
		ObjectNode node = Json.object();
		times(node, member, view, true);
		node.put("connection_status", view.status());
		node.put("guid", member.guid());
		node.put("has_processed_accounts", done);
		node.put("has_processed_transactions", done);
		node.put("is_authenticated", !view.running() && "CONNECTED".equals(view.status()));
		node.put("is_being_aggregated", view.running());
		if (flavour.isPlatform()) {
			node.put("has_processed_account_numbers", done && member.story().numbers().processed());
		}
		else {
			node.put("status", legacyStatus(view));
		}
		if (!view.challenges().isEmpty()) {
			node.set("challenges", challenges(flavour, view.challenges()));
		}
		else if (flavour.isPlatform()) {
			node.putArray("challenges");
		}
		if (member.story().work().errorInStatus()) {
			error(node, view);
		}
		if (Spread.below(4, member.guid(), 6) == 2) {
			node.putObject("x_added_later").put("deep", true);
		}
		return wrapped("member", node);
	}

	static ObjectNode challengeList(Flavour flavour, List<Challenge> asked) {
		ObjectNode node = Json.object();
		node.set("challenges", challenges(flavour, asked));
		if (flavour.isPlatform()) {
			node.set("pagination", pagination(1, 25, asked.size()));
		}
		return node;
	}

	private static ArrayNode challenges(Flavour flavour, List<Challenge> asked) {
		ArrayNode list = Json.array();
		for (Challenge challenge : asked) {
			ObjectNode node = list.addObject();
			node.putNull("field_name");
			node.put("guid", challenge.guid());
			node.put("label", challenge.label());
			node.put("type", challenge.type());
			if (challenge.externalId() != null) {
				node.put("external_id", challenge.externalId());
			}
			boolean every = flavour.isPlatform();
			if (every || challenge.type().equals("OPTIONS")) {
				options(node.putArray("options"), challenge.options(), flavour, null);
			}
			if (every || !challenge.imageOptions().isEmpty()) {
				options(node.putArray("image_options"), challenge.imageOptions(), flavour, challenge.imageData());
			}
			boolean picture = challenge.type().equals("IMAGE_DATA");
			if (every || picture) {
				node.put("image_data", picture ? challenge.imageData() : null);
			}
		}
		return list;
	}

	private static void options(ArrayNode list, List<Challenge.Option> options, Flavour flavour,
			@Nullable String data) {
		for (Challenge.Option option : options) {
			ObjectNode node = list.addObject().put("label", option.label()).put("value", option.value());
			if (flavour.isPlatform()) {
				node.put("guid", "CRD-" + Long.toHexString(Spread.hash(option.value(), 2)));
			}
			if (data != null) {
				node.put("data_uri", data);
			}
		}
	}

	static ObjectNode numbers(Flavour flavour, Member member, List<AccountNumber> numbers, int page, int perPage) {
		ObjectNode node = Json.object();
		ArrayNode list = node.putArray("account_numbers");
		int from = Math.min(numbers.size(), (page - 1) * perPage);
		for (AccountNumber number : numbers.subList(from, Math.min(numbers.size(), from + perPage))) {
			list.add(number(flavour, member, number));
		}
		node.set("pagination", pagination(page, perPage, numbers.size()));
		return node;
	}

	static ObjectNode number(Flavour flavour, Member member, AccountNumber number) {
		ObjectNode node = Json.object();
		node.put("account_guid", number.accountGuid());
		node.put("institution_number", number.institutionNumber());
		node.put("member_guid", member.guid());
		node.put("user_guid", member.user());
		String routing = number.routingNumber();
		if (flavour == Flavour.NEXUS) {
			// As JSON integers, which lose leading zeros; a Canadian transit may come as
			// the routing number (§1.6).
			digits(node, "account_number", number.accountNumber());
			digits(node, "routing_number", routing == null ? number.transitNumber() : routing);
			node.putNull("transit_number");
		}
		else {
			node.put("account_number", number.accountNumber());
			node.put("routing_number", routing);
			node.put("transit_number", number.transitNumber());
		}
		if (flavour.isPlatform() || flavour == Flavour.NEXUS) {
			node.put("guid", "ACN-" + Long.toHexString(Spread.hash(number.accountGuid(), 4)));
			node.put("passed_validation", number.passedValidation());
		}
		if (flavour.isPlatform()) {
			node.putNull("loan_guarantor");
			node.putNull("loan_reference_number");
			node.putNull("sequence_number");
		}
		return node;
	}

	static ObjectNode accounts(Member member, List<AccountNumber> numbers, int page, int perPage) {
		ObjectNode node = Json.object();
		ArrayNode list = node.putArray("accounts");
		int from = Math.min(numbers.size(), (page - 1) * perPage);
		for (AccountNumber number : numbers.subList(from, Math.min(numbers.size(), from + perPage))) {
			String digits = number.accountNumber();
			list.addObject()
				.put("guid", number.accountGuid())
				.put("member_guid", member.guid())
				.put("user_guid", member.user())
				.put("type", "CHECKING")
				.put("name", Challenge.accountLabel(AccountNumber.indexOf(number.accountGuid())))
				.put("account_number", "****" + digits.substring(digits.length() - 4));
		}
		node.set("pagination", pagination(page, perPage, numbers.size()));
		return node;
	}

	static ObjectNode members(Flavour flavour, List<Member> members, long now, int page, int perPage) {
		ObjectNode node = Json.object();
		ArrayNode list = node.putArray("members");
		int from = Math.min(members.size(), (page - 1) * perPage);
		for (Member member : members.subList(from, Math.min(members.size(), from + perPage))) {
			list.add(memberFields(flavour, member, member.look(now)));
		}
		node.set("pagination", pagination(page, perPage, members.size()));
		return node;
	}

	static ObjectNode users(Flavour flavour) {
		ObjectNode node = Json.object();
		ObjectNode user = node.putArray("users").addObject().put("guid", "USR-1").put("is_disabled", false);
		user.putNull("metadata");
		if (flavour.isPlatform()) {
			user.put("id", "user-1").putNull("email");
		}
		else {
			user.put("identifier", "user-1");
		}
		node.set("pagination", pagination(1, 25, 1));
		return node;
	}

	static ObjectNode institutions(Flavour flavour) {
		ObjectNode node = Json.object();
		ArrayNode list = node.putArray("institutions");
		for (String code : BANKS) {
			list.add(institution(flavour, code));
		}
		node.set("pagination", pagination(1, 25, BANKS.length));
		return node;
	}

	static ObjectNode institution(Flavour flavour, String code) {
		ObjectNode node = Json.object().put("code", code).put("name", code).put("url", "https://www." + code + ".com");
		supports(flavour, node, true);
		if (flavour == Flavour.PLATFORM_20250224) {
			node.put("is_hidden", false);
		}
		if (flavour != Flavour.ATRIUM) {
			node.put("guid", Records.guid(code));
			node.put("is_disabled_by_client", false);
		}
		return node;
	}

	/** Null: the record has the field, and says nothing in it. */
	static void supports(Flavour flavour, ObjectNode institution, @Nullable Boolean verification) {
		if (flavour != Flavour.PLATFORM_20250224) {
			institution.put("supports_account_verification", verification);
		}
		else if (verification == null) {
			institution.putNull("supported_products");
		}
		else {
			ArrayNode products = institution.putArray("supported_products").add("transactions");
			if (verification) {
				products.add("account_verification");
			}
		}
	}

	/** GET /jobs/{guid}, Nexus (src/docs/mx.md §1.3). */
	static ObjectNode job(Member member, Member.View view, String guid) {
		TimeFormat format = format(member);
		ObjectNode node = Json.object().put("guid", guid).put("member_guid", member.guid());
		node.put("started_at", format.print(view.aggregatedAt(), view.reading(), false));
		node.put("finished_at",
				view.running() ? null : format.print(view.aggregatedAt() + 1000, view.reading(), false));
		node.put("is_authenticated", !view.running());
		node.put("status", view.running() ? 2 : 6);
		node.put("status_name", view.running() ? "STARTED" : "COMPLETED");
		node.putNull("error_message");
		return wrapped("job", node);
	}

	static String job(Member member, Member.View view) {
		return "JOB-" + view.job() + "-" + member.guid();
	}

	/**
	 * An error as this flavour words it (src/docs/mx.md §2); only the HTTP status is to
	 * be relied on.
	 */
	static JsonNode error(Flavour flavour, int status, String message, @Nullable String type) {
		ObjectNode node = Json.object();
		if (flavour == Flavour.NEXUS && type == null) {
			return node.put("code", nexusCode(status)).put("message", message);
		}
		ObjectNode error = node.putObject("error").put("message", message).put("status", word(status));
		if (type != null) {
			error.put("type", type);
		}
		return node;
	}

	static ObjectNode wrapped(String name, JsonNode inner) {
		ObjectNode node = Json.object();
		node.set(name, inner);
		return node;
	}

	static ObjectNode pagination(int page, int perPage, int total) {
		return Json.object()
			.put("current_page", page)
			.put("per_page", perPage)
			.put("total_entries", total)
			.put("total_pages", Math.max(1, (total + perPage - 1) / perPage));
	}

	private static void times(ObjectNode node, Member member, Member.View view, boolean otherEndpoint) {
		TimeFormat format = format(member);
		node.put("aggregated_at", format.print(view.aggregatedAt(), view.reading(), otherEndpoint));
		node.put("successfully_aggregated_at", format.print(view.succeededAt(), view.reading(), otherEndpoint));
	}

	private static TimeFormat format(Member member) {
		TimeFormat told = member.story().times();
		return told != null ? told : TimeFormat.of(Spread.hash(member.guid(), 8));
	}

	private static void error(ObjectNode node, Member.View view) {
		if (view.errorCode() != 0) {
			node.putObject("error")
				.put("error_type", "MEMBER")
				.put("error_code", view.errorCode())
				.put("error_message", "No eligible checking, savings, or money market account.")
				.put("user_message", "We could not find an account that can be verified.")
				.put("locale", "en");
		}
	}

	private static void digits(ObjectNode node, String field, @Nullable String digits) {
		if (digits == null) {
			node.putNull(field);
		}
		else if (!digits.isEmpty() && digits.chars().allMatch(Character::isDigit)) {
			node.put(field, new BigInteger(digits));
		}
		else {
			node.put(field, digits);
		}
	}

	/** Atrium's older status word (src/docs/mx.md §3). */
	private static String legacyStatus(Member.View view) {
		String status = view.status() == null ? "" : view.status();
		return switch (status) {
			case "CHALLENGED", "PREVENTED", "DENIED" -> status;
			case "RESUMED" -> "RECEIVED";
			default -> view.running() ? "INITIATED" : status.equals("CONNECTED") ? "COMPLETED" : "HALTED";
		};
	}

	private static int nexusCode(int status) {
		return switch (status) {
			case 401 -> 4011;
			case 400 -> 4001;
			case 422 -> 4220;
			default -> status * 10;
		};
	}

	private static String word(int status) {
		return switch (status) {
			case 400 -> "bad_request";
			case 401 -> "unauthorized";
			case 403 -> "forbidden";
			case 404 -> "not_found";
			case 405 -> "method_not_allowed";
			case 406 -> "not_acceptable";
			case 409 -> "conflict";
			case 422 -> "unprocessable_entity";
			default -> "error";
		};
	}

}
