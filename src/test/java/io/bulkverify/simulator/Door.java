package io.bulkverify.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in: the headers that each flavour wants (src/docs/mx.md §1) and MX's
 * answers to wrong ones (§2).
 */
final class Door {

	private static final String ATRIUM = "application/vnd.mx.atrium.v1+json";

	private static final String NEXUS = "application/vnd.mx.nexus.v1+json";

	private static final String PLATFORM = "application/vnd.mx.api.v1+json";

	private static final String SSO = "application/vnd.moneydesktop.sso.v3+json";

	private static final String JSON = "application/json";

	/**
	 * Why somebody may not come in.
	 *
	 * @param why for the ledger, never with a secret
	 */
	record Refusal(int status, String why) {
	}

	private final SimulatorSettings settings;

	private final String basic;

	Door(SimulatorSettings settings) {
		this.settings = settings;
		String pair = settings.clientId() + ":" + settings.apiKey();
		this.basic = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
	}

	/** On a port for all flavours the path and the headers tell which one is meant. */
	Flavour flavourOf(Request request) {
		if (settings.flavour() != Flavour.ALL) {
			return settings.flavour();
		}
		String first = request.segments().getFirst();
		boolean nexusPath = first.equals("members") || first.equals("accounts") || first.equals("sessions")
				|| first.equals("jobs")
				|| (request.segments().size() == 4 && request.segments().get(3).equals("api_token.json"));
		if (nexusPath || request.header("MD-SESSION-TOKEN") != null) {
			return Flavour.NEXUS;
		}
		if (request.header("Authorization") == null) {
			return Flavour.ATRIUM;
		}
		String accept = request.header("Accept");
		return accept != null && accept.contains(PLATFORM) ? Flavour.PLATFORM_20111101 : Flavour.PLATFORM_20250224;
	}

	/** Null: come in. A Nexus session is looked at elsewhere. */
	@Nullable Refusal refuse(Flavour flavour, Call call, Request request) {
		return switch (flavour) {
			case ATRIUM, ALL -> atrium(request);
			case PLATFORM_20250224, PLATFORM_20111101 -> platform(flavour, request);
			case NEXUS -> nexus(call, request);
		};
	}

	private @Nullable Refusal atrium(Request request) {
		if (!settings.apiKey().equals(request.header("MX-API-Key"))) {
			return new Refusal(401, "MX-API-Key missing or wrong");
		}
		if (!settings.clientId().equals(request.header("MX-Client-ID"))) {
			return new Refusal(401, "MX-Client-ID missing or wrong");
		}
		return accept(request, ATRIUM) ? contentType(request, JSON) : new Refusal(406, "Accept is not " + ATRIUM);
	}

	private @Nullable Refusal platform(Flavour flavour, Request request) {
		if (!basic.equals(request.header("Authorization"))) {
			return new Refusal(401, "Authorization missing or wrong");
		}
		String version = request.header("Accept-Version");
		if (flavour == Flavour.PLATFORM_20250224) {
			if (!"v20250224".equals(version)) {
				return new Refusal(406, "Accept-Version is not v20250224");
			}
			return accept(request, JSON) ? contentType(request, JSON) : new Refusal(406, "Accept is not " + JSON);
		}
		// What Accept-Version: v20111101 does is unknown; it does no harm here.
		if (version != null && !version.equals("v20111101")) {
			return new Refusal(406, "Accept-Version is not v20111101");
		}
		return accept(request, PLATFORM) ? contentType(request, JSON) : new Refusal(406, "Accept is not " + PLATFORM);
	}

	private @Nullable Refusal nexus(Call call, Request request) {
		return switch (call) {
			case API_TOKEN -> {
				if (!settings.apiKey().equals(request.header("MD-API-KEY"))) {
					yield new Refusal(401, "MD-API-KEY missing or wrong");
				}
				if (!settings.clientId().equals(request.segments().getFirst())) {
					yield new Refusal(404, "client id in the path is wrong");
				}
				yield accept(request, SSO) ? null : new Refusal(406, "Accept is not " + SSO);
			}
			case SESSION -> {
				if (request.header("MD-API-TOKEN") == null) {
					yield new Refusal(401, "MD-API-TOKEN missing");
				}
				yield accept(request, NEXUS) ? contentType(request, NEXUS) : new Refusal(406, "Accept is not " + NEXUS);
			}
			case VERIFY, RESUME, READ_MEMBER, READ_STATUS, CHALLENGES, NUMBERS_BY_MEMBER, NUMBERS_BY_ACCOUNT, ACCOUNTS,
					LIST_MEMBERS, LIST_USERS, INSTITUTIONS, JOB, UNKNOWN -> {
				if (request.header("MD-SESSION-TOKEN") == null) {
					yield new Refusal(401, "MD-SESSION-TOKEN missing");
				}
				yield accept(request, NEXUS) ? contentType(request, NEXUS) : new Refusal(406, "Accept is not " + NEXUS);
			}
		};
	}

	private static boolean accept(Request request, String wanted) {
		String accept = request.header("Accept");
		return accept != null && accept.toLowerCase(Locale.ROOT).contains(wanted);
	}

	/** Only where there is a body. */
	private static @Nullable Refusal contentType(Request request, String wanted) {
		if (request.body().isEmpty()) {
			return null;
		}
		String type = request.header("Content-Type");
		return type != null && type.toLowerCase(Locale.ROOT).startsWith(wanted) ? null
				: new Refusal(400, "Content-Type is not " + wanted);
	}

}
