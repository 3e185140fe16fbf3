package io.bulkverify.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One question of MX's (src/docs/mx.md §1.5, §4). */
record Challenge(String guid, String type, String label, @Nullable String externalId, List<Option> options,
		List<Option> imageOptions, @Nullable String imageData) {

	record Option(String label, String value) {
	}

	/** A picture of one pixel: enough to be a data URI. */
	private static final String PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";

	static List<Challenge> of(String memberGuid, Story.Asking asking, int round) {
		List<Challenge> asked = new ArrayList<>();
		switch (asking.question()) {
			case NOTHING -> {
			}
			case ACCOUNT_SELECTION -> asked.add(selection(guid(memberGuid, round, 0), memberGuid, asking));
			case MFA -> {
				for (String type : asking.types()) {
					asked.add(mfa(guid(memberGuid, round, asked.size()), memberGuid, type));
				}
			}
		}
		return asked;
	}

	/** The position of the option with this value, or -1. */
	int indexOf(String value) {
		for (int i = 0; i < options.size(); i++) {
			if (options.get(i).value().equals(value)) {
				return i;
			}
		}
		return -1;
	}

	private static String guid(String memberGuid, int round, int index) {
		return "CRD-" + Long.toHexString(Spread.hash(memberGuid, 1000L + round)) + "-" + index;
	}

	private static Challenge selection(String guid, String memberGuid, Story.Asking asking) {
		List<Option> options = new ArrayList<>();
		for (int i = 0; i < asking.options(); i++) {
			String label = i < asking.labels().size() ? asking.labels().get(i) : accountLabel(i);
			options.add(new Option(label, "account-" + uuid(memberGuid, i)));
		}
		String externalId = asking.externalId() ? "single_account_select" : null;
		return new Challenge(guid, "OPTIONS", "Please select an account:", externalId, options, List.of(), null);
	}

	/** "MX Bank Checking", "MX Bank Savings", "MX Bank Account 3" … */
	static String accountLabel(int index) {
		return switch (index) {
			case 0 -> "MX Bank Checking";
			case 1 -> "MX Bank Savings";
			default -> "MX Bank Account " + (index + 1);
		};
	}

	private static Challenge mfa(String guid, String memberGuid, String type) {
		return switch (type) {
			case "text" -> text(guid, "TEXT", "What city were you born in?", null);
			case "token" -> text(guid, "TOKEN", "Enter the code from your token", null);
			case "image" -> text(guid, "IMAGE_DATA", "Type the letters that you see", PIXEL);
			case "options" -> choice(guid, "Where shall we send the code?", new Option("Text message", "sms"), "email");
			case "lookalike" -> choice(guid, "Please select an account:",
					new Option("MX Bank Checking", "account-" + uuid(memberGuid, 0)), "phone-1");
			case "images" -> new Challenge(guid, "IMAGE_OPTIONS", "Which picture did you choose?", null, List.of(),
					List.of(new Option("cat", "correct"), new Option("dog", "dog")), PIXEL);
			default -> throw new IllegalArgumentException("Unknown challenge type " + type);
		};
	}

	private static Challenge text(String guid, String type, String label, @Nullable String image) {
		return new Challenge(guid, type, label, null, List.of(), List.of(), image);
	}

	private static Challenge choice(String guid, String label, Option first, String second) {
		return new Challenge(guid, "OPTIONS", label, null, List.of(first, new Option("Other", second)), List.of(),
				null);
	}

	private static String uuid(String memberGuid, int index) {
		return UUID.nameUUIDFromBytes((index + memberGuid).getBytes(StandardCharsets.UTF_8)).toString();
	}
}
