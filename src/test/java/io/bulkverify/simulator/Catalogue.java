package io.bulkverify.simulator;

import java.util.ArrayList;
import java.util.List;

/**
 * Every story once, as a GUID spells it: from it integration tests make their member
 * lists.
 */
public final class Catalogue {

	/** The 22 words of src/docs/mx.md §3. */
	public static final List<String> STATUSES = List.of("CREATED", "PREVENTED", "DENIED", "CHALLENGED", "REJECTED",
			"LOCKED", "CONNECTED", "IMPEDED", "RECONNECTED", "DEGRADED", "DISCONNECTED", "DISCONTINUED", "CLOSED",
			"DELAYED", "FAILED", "UPDATED", "DISABLED", "IMPORTED", "RESUMED", "EXPIRED", "IMPAIRED", "PENDING");

	private static final List<String> OTHERS = List.of("fine", "end.status-FAILED.then-CONNECTED", "stale.lag-2000",
			"stale.lag-2000.start-FAILED", "stale.lag-2000.status-DENIED", "fast", "fast.status-DENIED",
			"fast.start-FAILED", "sameid", "sameid.moves-none", "sameid.moves-job", "unmoved", "flicker",
			"flicker.status-IMPAIRED", "error.code-1000", "error.code-1000.where-member", "busy.for-2000",
			"busy.for-2000.hidden-1", "busy.for-3000.leaves-DENIED", "busy.for-1000.hidden-1.leaves-LOCKED",
			"joined.for-2000", "joined.for-2000.hidden-1", "joined.for-2000.options-2", "mfa.types-text",
			"mfa.types-options", "mfa.types-lookalike", "mfa.types-image", "mfa.types-images", "mfa.types-token",
			"mfa.types-text_options_image_images", "mfa.idle-1", "selection.options-0", "selection.options-1",
			"selection.options-2", "selection.options-7", "selection.options-2.external-1", "selection.idle-1",
			"leftover.options-2", "leftover.options-2.idle-1", "leftover.status-EXPIRED", "pages.count-60.cap-25",
			"pages.count-26", "pages.count-130.cap-1000", "nonumbers", "late.reads-1", "masked", "masked.count-3",
			"zeros", "zeros.count-2", "canadian", "valid.is-true", "valid.is-false", "valid.is-null", "byaccount",
			"known", "unsupported", "unsupported.type-maintenance", "unsupported.type-unavailable",
			"unsupported.type-prevented", "unsupported.type-prevent_new", "unsupported.type-prevent_verification",
			"forbidden", "gone", "gone.on-verify", "blink.reads-1", "blink.reads-2", "refused.code-405",
			"refused.code-422", "never", "never.status-DELAYED", "times.format-z", "times.format-zero",
			"times.format-offset", "times.format-millis", "times.format-mixed");

	/** What hostile servers did, to one member each. */
	private static final List<String> HOSTILE = List.of("lost.how-swapped", "lost.when-before.how-swapped",
			"lost.how-nulls", "lost.when-before.how-nulls", "lost.how-html", "lost.how-redirect",
			"lost.when-before.how-redirect", "lost.how-bodiless", "lost.how-empty_202",
			"lost.when-before.how-empty_202", "lost.how-empty", "lost.when-before.how-empty",
			"lost.how-empty.on-resume", "flaky.on-reads.how-empty", "lost.how-gzip", "lost.how-reset.count-0",
			"lost.how-swapped.on-resume", "unmoved.count-0", "joined.for-1500.how-bodiless",
			"joined.for-1500.how-empty_202", "busy.for-2000.hidden-1.how-reset",
			"busy.for-2000.hidden-1.how-reset.known-1", "background", "background.how-reset",
			"background.when-before.how-reset", "background.when-before.how-reset.known-1", "overtaken",
			"flaky.on-reads.how-swapped", "flaky.on-reads.how-nulls", "flaky.on-reads.how-redirect",
			"flaky.on-reads.how-html", "flaky.on-reads.how-gzip", "blink.reads-5", "lost.when-before.how-empty.known-1",
			"flaky.on-status.how-swapped", "flaky.on-status.how-nulls", "flaky.on-numbers.how-swapped",
			"flaky.on-numbers.how-swapped.known-1", "flaky.on-numbers.how-nulls", "flaky.on-numbers.how-swapped_row",
			"flaky.on-numbers.how-swapped_row.count-3", "flaky.on-numbers.how-404", "flaky.on-numbers.how-403",
			"flaky.on-numbers.how-no_pagination.count-40.cap-25.times-2",
			"flaky.on-numbers.how-cut_pages.count-40.cap-25.times-4",
			"flaky.on-numbers.how-endless_pages.count-40.cap-25.times-2", "flaky.on-verify.how-404.times-1",
			"flaky.on-verify.how-403.times-1", "flaky.on-verify.how-405.times-1", "flaky.on-verify.how-429.times-3",
			"flaky.on-numbers.how-429", "credentials", "record.says-unable", "record.says-disabled",
			"record.says-missing", "record.says-nothing", "record.says-other", "record.says-once", "record.says-broken",
			"record.says-gone", "record.says-forbidden", "record.says-empty", "olderror", "olderror.lingers-1",
			"olderror.lingers-1.start-FAILED", "partly.count-3", "junk.text-null", "junk.text-long", "junk.text-nul",
			"junk.text-lines", "junk.text-blank", "junk.text-words", "junk.text-stars", "junk.text-dots",
			"junk.text-hashes", "junk.text-formula", "junk.text-letters", "junk.text-lines.count-2.look-partly_junk",
			"times.format-fractions", "times.format-odd", "lost.when-before.format-fractions",
			"stale.lag-2000.format-fractions", "stale.lag-2000.status-DENIED.format-fractions",
			"late.reads-1.processed-0");

	private Catalogue() {
	}

	/** What hostile servers did, to one member each, as GUIDs spell it. */
	public static List<String> hostile() {
		return HOSTILE;
	}

	/**
	 * Every story but {@code address}, which stops a whole run, those that are busy or
	 * broken for ever, and answers that never come. {@code never} ends in the program's
	 * own patience.
	 */
	public static List<String> spellings() {
		List<String> all = new ArrayList<>(OTHERS);
		for (String status : STATUSES) {
			all.add("start.status-" + status);
			all.add("end.status-" + status);
		}
		for (String word : List.of("null", "SPELLBOUND", "connected_2")) {
			all.add("start.status-" + word);
			all.add("end.status-" + word);
		}
		for (String how : List.of("reset", "cut", "garbage", "html", "500", "502", "503", "504")) {
			all.add("lost.when-before.how-" + how);
			all.add("lost.when-after.how-" + how);
			all.add("lost.when-after.on-resume.how-" + how);
			all.add("flaky.on-reads.times-3.how-" + how);
			all.add("flaky.on-status.times-2.how-" + how);
			all.add("flaky.on-numbers.times-2.how-" + how);
		}
		all.add("flaky.on-reads.times-2.how-429");
		all.add("lost.when-before.how-429");
		return all;
	}

	/**
	 * So many GUIDs: the catalogue over and over, each story as often as the next.
	 */
	public static List<String> members(int count) {
		List<String> spellings = spellings();
		List<String> guids = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			guids.add("MBR-" + spellings.get(i % spellings.size()) + "-" + (i + 1));
		}
		return guids;
	}

}
