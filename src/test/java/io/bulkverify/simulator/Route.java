package io.bulkverify.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a path means (src/docs/mx.md §1.1). Nexus has no user in its paths: the session
 * implies it.
 *
 * @param object the member, account, job or institution that is named, or null
 */
record Route(Call call, @Nullable String user, @Nullable String object) {

	private static final Route UNKNOWN = new Route(Call.UNKNOWN, null, null);

	static Route of(Flavour flavour, String method, List<String> path) {
		if (path.size() == 4 && path.get(1).equals("users") && path.get(3).equals("api_token.json")) {
			return new Route(method.equals("GET") ? Call.API_TOKEN : Call.UNKNOWN, path.get(2), null);
		}
		if (flavour == Flavour.NEXUS) {
			return nexus(method, path);
		}
		if (path.getFirst().equals("institutions") && method.equals("GET") && path.size() <= 2) {
			return new Route(Call.INSTITUTIONS, null, path.size() == 2 ? path.get(1) : null);
		}
		if (!path.getFirst().equals("users") || path.size() > 5) {
			return UNKNOWN;
		}
		boolean get = method.equals("GET");
		String user = path.size() > 1 ? path.get(1) : null;
		String rest = path.size() > 2 ? path.get(2) : "";
		String object = path.size() > 3 ? path.get(3) : null;
		return switch (path.size()) {
			case 1 -> get ? new Route(Call.LIST_USERS, null, null) : UNKNOWN;
			case 3 -> get && rest.equals("members") ? new Route(Call.LIST_MEMBERS, user, null) : UNKNOWN;
			case 4 -> get && rest.equals("members") ? new Route(Call.READ_MEMBER, user, object) : UNKNOWN;
			case 5 -> {
				boolean account = rest.equals("accounts") && get && path.get(4).equals("account_numbers");
				Call call = account ? Call.NUMBERS_BY_ACCOUNT
						: rest.equals("members") ? ofMember(method, path.get(4)) : Call.UNKNOWN;
				yield new Route(call, user, object);
			}
			default -> UNKNOWN;
		};
	}

	private static Route nexus(String method, List<String> path) {
		boolean get = method.equals("GET");
		String object = path.size() > 1 ? path.get(1) : null;
		return switch (path.getFirst()) {
			case "sessions" ->
				new Route(method.equals("POST") && path.size() == 1 ? Call.SESSION : Call.UNKNOWN, null, null);
			case "jobs" -> new Route(get && path.size() == 2 ? Call.JOB : Call.UNKNOWN, null, object);
			case "institutions" -> {
				boolean search = method.equals("POST") && "search".equals(object);
				yield new Route(search || (get && object != null) ? Call.INSTITUTIONS : Call.UNKNOWN, null,
						search ? null : object);
			}
			case "accounts" -> {
				boolean number = get && path.size() == 3 && path.get(2).equals("account_number");
				yield new Route(number ? Call.NUMBERS_BY_ACCOUNT : Call.UNKNOWN, null, object);
			}
			case "members" -> switch (path.size()) {
				case 1 -> new Route(get ? Call.LIST_MEMBERS : Call.UNKNOWN, null, null);
				case 2 -> new Route(get ? Call.READ_MEMBER : Call.UNKNOWN, null, object);
				case 3 -> {
					Call call = ofMember(method, path.get(2));
					yield new Route(call == Call.READ_STATUS ? Call.UNKNOWN : call, null, object);
				}
				default -> UNKNOWN;
			};
			default -> UNKNOWN;
		};
	}

	private static Call ofMember(String method, String action) {
		return switch (method + " " + action) {
			case "POST verify" -> Call.VERIFY;
			case "PUT resume" -> Call.RESUME;
			case "GET status" -> Call.READ_STATUS;
			case "GET challenges" -> Call.CHALLENGES;
			case "GET account_numbers" -> Call.NUMBERS_BY_MEMBER;
			case "GET accounts" -> Call.ACCOUNTS;
			default -> Call.UNKNOWN;
		};
	}
}
