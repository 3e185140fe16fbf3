package io.bulkverify.simulator;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The ready-made stories and how a member's GUID tells them, so that a list alone brings
 * its stories along:
 *
 * <pre>
 *   MBR-&lt;story&gt;[.&lt;key&gt;-&lt;value&gt;…]-&lt;anything&gt;        MBR-end.status-DENIED-0001    MBR-busy.for-5000.count-2-17
 * </pre>
 *
 * A GUID without a known story (also {@code test_atrium_member},
 * {@code test_nexus_member}) is {@code fine}. A known story with a wrong key or value is
 * a mistake in the list: the simulator answers 501 and says what is wrong.
 *
 * <pre>
 * spelling                        what happens
 * fine                            CONNECTED, runs a while, CONNECTED, one account number
 * start.status-LOCKED             idle in this status before the verify (22 names, null, any word)
 * end.status-DENIED               the job ends in this status (the same; CHALLENGED: without a question)
 * end.status-FAILED.then-CONNECTED   a second verify would end otherwise
 * stale.lag-4000                  the old idle status (start-FAILED) is shown for so long first (status-DENIED)
 * fast                            done at once, never seen running; aggregated_at and job guid move (status-DENIED)
 * sameid                          seen running, but the job guid stays (moves-none: aggregated_at too)
 * unmoved                         never runs, nothing moves, CONNECTED with numbers: UNCONFIRMED
 * flicker                         CONNECTED and idle for one reading, then IMPEDED (status-IMPAIRED)
 * error.code-1000                 CONNECTED with member.error (where-member: not in the status read)
 * busy.for-3000                   a foreign job from the first touch: 409 (for-ever; leaves-DENIED)
 * busy.for-3000.hidden-1          the foreign job comes between our read and our verify
 * joined.for-3000                 somebody else's verification runs: 202 (hidden-1; options-2: it asks)
 * mfa.types-text                  asks the user: text, options, lookalike (options that nearly look like
 *                                 accounts), image, images, token; several: types-text_image; the answer
 *                                 "correct" succeeds, "challenge" asks again, any other is REJECTED
 * selection.options-2             asks which account: options-0, 1, n; external-1: with external_id; idle-1: shown
 *                                 with is_being_aggregated false; window-5000: EXPIRED if unanswered for so long
 * leftover.options-2              CHALLENGED by account selection from before our time
 * leftover.status-EXPIRED         EXPIRED by it; a new verify asks again
 * pages.count-60.cap-25           many accounts; who asks for more than the cap gets 25
 * nonumbers                       CONNECTED, no account number
 * late.reads-1                    the first so many reads of the numbers find none
 * masked, zeros, canadian         how the numbers look (count-3)
 * valid.is-true, false, null      passed_validation (not on Atrium)
 * byaccount                       numbers by account only, the list by member stays empty
 * known                           numbers can be read before any verify
 * unsupported                     400 on verify, MX's sentence
 * unsupported.type-maintenance    400 with an institution-block type: maintenance, unavailable, prevented,
 *                                 prevent_new, prevent_verification
 * forbidden                       403 on verify: the feature is off
 * address                         403 on every read: our address is not allowed
 * gone                            404 always (on-verify: only the verify)
 * blink.reads-1                   404 on the first reads right after the verify
 * refused.code-422                405 or 422 on verify
 * never                           runs for ever (status-DELAYED: and shows that)
 * flaky.how-503.times-3.on-status reads break so often, then are fine; how: reset, cut, timeout, garbage, html,
 *                                 deep, huge, empty, 429, 500, 502, 503, 504; on: status, member, numbers,
 *                                 reads, verify, resume, all; times-ever
 * lost.when-after.how-reset       the verify's answer is lost before or after the work was done; how as above;
 *                                 times-2; delay-3000: held back first; on-resume: asks for an account
 * times.format-offset             z, zero, offset, millis, mixed (another one at each reading), fractions (of seconds,
 *                                 in one endpoint only), odd (years that cannot be)
 * credentials                     needs_updated_credentials
 * record.says-unable              what the institution's own record says: unable, disabled, missing, nothing, other,
 *                                 once, broken, gone, forbidden, empty ({@link Records})
 * olderror                        member.error of an older job stands there before ours, whose end clears it
 *                                 (lingers-1: one reading later; stays-1: never)
 * background                      a background aggregation that nobody sees moves aggregated_at right before our
 *                                 verify; its answer is lost with how-reset (when-before: and nothing was done)
 * overtaken.for-1500              when our job has ended, a foreign one begins
 * partly.count-3                  one account as it should be, the others masked
 * junk.text-nul                   a text in the number's place ({@link AccountNumber}): null, long, nul, lines,
 *                                 blank, empty, words, stars, dots, hashes, formula, letters
 * </pre>
 *
 * Every story takes every key: {@code ms} (duration of the job), {@code lag},
 * {@code start}, {@code end}, {@code then}, {@code running}, {@code moves} (both, time,
 * job, none), {@code for}, {@code hidden}, {@code leaves}, {@code known},
 * {@code options}, {@code external}, {@code types}, {@code idle}, {@code window},
 * {@code count}, {@code cap}, {@code empty}, {@code look}, {@code valid}, {@code only}
 * ({@code account}), {@code bank}, {@code error}, {@code format}, {@code outdated},
 * {@code lingers}, {@code stays}, {@code follows}, {@code nesting} (Nexus' resume: any,
 * wrapped, bare), {@code processed} (has_processed_account_numbers), {@code text};
 * {@code how} with {@code on}, {@code when}, {@code times} breaks answers of any story,
 * by itself the first one to a verify. Values have letters, digits and underscores.
 * {@link Catalogue} has every story once.
 */
public final class Stories {

	private static final Pattern SPELLING = Pattern.compile("MBR-([a-z]+)((?:\\.[a-z]+-[A-Za-z0-9_]+)*)(?:-.*)?");

	private static final Pattern KEY = Pattern.compile("\\.([a-z]+)-([A-Za-z0-9_]+)");

	private static final List<String> NAMES = List.of("fine", "start", "end", "stale", "fast", "sameid", "unmoved",
			"flicker", "error", "busy", "joined", "mfa", "selection", "leftover", "pages", "nonumbers", "late",
			"masked", "zeros", "canadian", "valid", "byaccount", "known", "unsupported", "forbidden", "address", "gone",
			"blink", "refused", "never", "flaky", "lost", "times", "credentials", "record", "olderror", "background",
			"overtaken", "partly", "junk");

	private static final Story FINE = Story.builder().name("fine").build();

	/**
	 * A story told by a GUID is the same for every member that spells it so: a million
	 * members share a few.
	 */
	private static final Map<String, Story> TOLD = new ConcurrentHashMap<>();

	private Stories() {
	}

	/** The names that a GUID may spell. */
	public static List<String> names() {
		return NAMES;
	}

	/** The story that this GUID tells. */
	public static Story of(String memberGuid) {
		if (!memberGuid.startsWith("MBR-")) {
			return FINE;
		}
		Matcher spelling = SPELLING.matcher(memberGuid);
		if (!spelling.matches() || !NAMES.contains(spelling.group(1))) {
			return FINE;
		}
		String name = spelling.group(1);
		String keys = spelling.group(2);
		if (keys.isEmpty() && name.equals("fine")) {
			return FINE;
		}
		return TOLD.computeIfAbsent(name + keys, ignored -> tell(name, keys));
	}

	private static Story tell(String name, String keys) {
		Telling telling = new Telling(name);
		Matcher key = KEY.matcher(keys);
		while (key.find()) {
			try {
				telling.key(key.group(1), key.group(2));
			}
			catch (IllegalArgumentException e) {
				throw new IllegalArgumentException(
						"Story " + name + keys + ": " + key.group(1) + "-" + key.group(2) + " is not understood", e);
			}
		}
		return telling.end();
	}

	/** One GUID being read: the story's defaults first, then its keys. */
	private static final class Telling {

		private final String story;

		private final Story.Builder told;

		private Story.Scope scope;

		private @Nullable Breakage how;

		private boolean after;

		private int times;

		private long delay = -1;

		Telling(String story) {
			this.story = story;
			this.told = Story.builder().name(story);
			boolean flaky = story.equals("flaky");
			this.scope = flaky ? Story.Scope.STATUS : Story.Scope.VERIFY;
			this.times = flaky ? 3 : 1;
			this.after = !flaky;
			this.how = flaky ? Breakage.HTTP_503 : story.equals("lost") ? Breakage.RESET : null;
			defaults();
		}

		private void defaults() {
			switch (story) {
				case "stale" -> told.lag(4000);
				case "fast" -> told.shownRunning(false).duration(0);
				case "sameid" -> told.moves(Story.Moves.TIME);
				case "unmoved" -> told.shownRunning(false).duration(0).moves(Story.Moves.NONE);
				case "flicker" -> told.flickersTo("IMPEDED").numbers(0);
				case "error" -> told.error(1000).numbers(0);
				case "busy" -> told.busy(3000);
				case "joined" -> told.joined(3000);
				case "mfa" -> told.mfa(List.of("text"));
				case "selection" -> told.accountSelection(2);
				case "leftover" -> told.accountSelection(2).start("CHALLENGED").leftover(true);
				case "pages" -> told.numbers(60).pageCap(25);
				case "nonumbers" -> told.numbers(0);
				case "late" -> told.emptyReads(1);
				case "masked" -> told.look(Story.Look.MASKED);
				case "zeros" -> told.look(Story.Look.LEADING_ZEROS);
				case "canadian" -> told.look(Story.Look.CANADIAN);
				case "byaccount" -> told.onlyByAccount(true);
				case "known" -> told.known(true);
				case "unsupported" -> told.refuseVerify(400, null).bank("sim_unsupported");
				case "forbidden" -> told.refuseVerify(403, null);
				case "address" -> told.refuseReads(403);
				case "gone" -> told.refuseReads(404).refuseVerify(404, null);
				case "blink" -> told.notFoundAfterVerify(1);
				case "refused" -> told.refuseVerify(422, null);
				case "never" -> told.never(null);
				case "times" -> told.times(TimeFormat.MIXED);
				case "credentials" -> told.outdated(true);
				case "record" -> told.bank(Records.TOLD + "unable");
				case "olderror" -> told.errorBefore(1000);
				case "background" -> told.background();
				case "overtaken" -> told.busy(1500).follows(true);
				case "partly" -> told.look(Story.Look.PARTLY_MASKED).numbers(2);
				case "junk" -> told.look(Story.Look.JUNK);
				default -> {
					// fine, start, end, valid: their keys say it all; flaky and lost
					// become a mishap at the end
				}
			}
		}

		void key(String key, String value) {
			switch (key) {
				case "status" -> status(word(value));
				case "start" -> told.start(word(value));
				case "end" -> told.end(word(value));
				case "then" -> told.then(word(value));
				case "running" -> told.running(word(value));
				case "ms" -> told.duration(millis(value));
				case "lag" -> told.lag(millis(value));
				case "moves" -> told.moves(Story.Moves.valueOf(upper(value)));
				case "for" -> {
					if (story.equals("joined")) {
						told.joined(millis(value));
					}
					else {
						told.busy(millis(value));
					}
				}
				case "hidden" -> told.hidden(flag(value));
				case "leaves" -> told.foreignJobLeaves(value);
				case "options" -> told.accountSelection(Integer.parseInt(value));
				case "external" -> told.externalId(flag(value));
				case "types" -> told.mfa(List.of(value.split("_", -1)));
				case "idle" -> told.challengedIdle(flag(value));
				case "window" -> told.window(millis(value));
				case "count" -> told.numbers(Integer.parseInt(value));
				case "cap" -> told.pageCap(Integer.parseInt(value));
				case "empty" -> told.emptyReads(Integer.parseInt(value));
				case "look" -> told.look(Story.Look.valueOf(upper(value)));
				case "valid", "is" -> told.passedValidation(value.equals("null") ? null : flag(value));
				case "only" -> told.onlyByAccount(value.equals("account"));
				case "reads" -> {
					if (story.equals("late")) {
						told.emptyReads(Integer.parseInt(value));
					}
					else {
						told.notFoundAfterVerify(Integer.parseInt(value));
					}
				}
				case "type" -> {
					String type = "institution_" + value + "_error";
					told.refuseVerify(400, type).bank("sim_" + value);
				}
				case "code" -> {
					if (story.equals("error")) {
						told.error(Integer.parseInt(value));
					}
					else {
						told.refuseVerify(Integer.parseInt(value), null);
					}
				}
				case "error" -> told.error(Integer.parseInt(value));
				case "where" -> told.errorInStatus(!value.equals("member"));
				case "on" -> on(value);
				case "how" -> how = Breakage.named(value);
				case "when" -> after = after(value);
				case "times" -> times = value.equals("ever") ? Integer.MAX_VALUE : Integer.parseInt(value);
				case "delay" -> delay = millis(value);
				case "bank" -> told.bank(value);
				case "known" -> told.known(flag(value));
				case "outdated" -> told.outdated(flag(value));
				case "says" -> told.bank(Records.TOLD + value);
				case "lingers" -> told.errorLingers(flag(value));
				case "stays" -> told.error(flag(value) ? 1000 : 0);
				case "follows" -> told.follows(flag(value));
				case "nesting" -> told.nesting(Story.Nesting.valueOf(upper(value)));
				case "processed" -> told.processed(flag(value));
				case "text" -> told.junk(AccountNumber.junk(value));
				case "format" -> told.times(TimeFormat.valueOf(upper(value)));
				default -> throw new IllegalArgumentException("unknown key");
			}
		}

		private void status(@Nullable String status) {
			switch (story) {
				case "start" -> told.start(status);
				case "never" -> told.never(status);
				case "leftover" -> told.start(status).leftover("CHALLENGED".equals(status));
				default -> told.end(status);
			}
		}

		private void on(String value) {
			if (story.equals("gone")) {
				told.refuseReads(value.equals("verify") ? 0 : 404);
				return;
			}
			scope = Story.Scope.valueOf(upper(value));
			if (scope == Story.Scope.RESUME) {
				told.accountSelection(1);
			}
		}

		Story end() {
			if (how != null) {
				long held = delay >= 0 ? delay : how == Breakage.TIMEOUT ? 60_000 : 0;
				told.mishap(new Story.Mishap(scope, how, after, times, held));
			}
			return told.build();
		}

		private static boolean after(String value) {
			return switch (value) {
				case "after" -> true;
				case "before" -> false;
				default -> throw new IllegalArgumentException(value);
			};
		}

		private static boolean flag(String value) {
			return switch (value) {
				case "1", "true" -> true;
				case "0", "false" -> false;
				default -> throw new IllegalArgumentException(value);
			};
		}

		private static long millis(String value) {
			return value.equals("ever") ? Story.FOR_EVER : Long.parseLong(value);
		}

		private static @Nullable String word(String value) {
			return value.equals("null") ? null : value;
		}

		private static String upper(String value) {
			return value.toUpperCase(java.util.Locale.ROOT);
		}

	}

}
