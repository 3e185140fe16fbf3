package io.bulkverify.simulator;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The institutions' own records (src/docs/mx.md §1.7). A bank whose code begins with
 * {@link #TOLD} tells in the rest of it what its record says:
 *
 * <pre>
 * unable     it cannot verify                    disabled   it is disabled for this client
 * missing    says nothing of either              nothing    null for both
 * other      is the record of another bank       once       cannot verify at the first read, can afterwards
 * broken     500                                 gone       404
 * forbidden  403                                 empty      200 with nothing in it
 * </pre>
 */
final class Records {

	static final String TOLD = "sim_record_";

	private static final String GUID = "INS-";

	private final Map<String, AtomicInteger> reads = new ConcurrentHashMap<>();

	/** By what the record is asked for on Nexus, and beside the code on the Platform. */
	static String guid(String code) {
		return GUID + code;
	}

	/** The bank that is named by what a flavour asks for; null where none is. */
	@Nullable String code(Flavour flavour, @Nullable String asked) {
		return flavour == Flavour.NEXUS && asked != null && asked.startsWith(GUID) ? asked.substring(GUID.length())
				: asked;
	}

	Reply.Answer answer(Flavour flavour, String asked) {
		String code = String.valueOf(code(flavour, asked));
		int nth = reads.computeIfAbsent(code, fresh -> new AtomicInteger()).incrementAndGet();
		String says = code.startsWith(TOLD) ? code.substring(TOLD.length()) : "";
		ObjectNode record = Bodies.institution(flavour, says.equals("other") ? "someone_elses_bank" : code);
		switch (says) {
			case "unable" -> Bodies.supports(flavour, record, Boolean.FALSE);
			case "once" -> Bodies.supports(flavour, record, nth > 1);
			case "other" -> Bodies.supports(flavour, record, Boolean.FALSE);
			case "disabled" -> record.put("is_disabled_by_client", true);
			case "nothing" -> {
				Bodies.supports(flavour, record, null);
				record.putNull("is_disabled_by_client");
			}
			case "missing" -> {
				Bodies.supports(flavour, record, null);
				record.remove("supports_account_verification");
				record.remove("supported_products");
				record.remove("is_disabled_by_client");
			}
			default -> {
				// an ordinary bank, or no record at all
			}
		}
		return switch (says) {
			case "broken" -> refuse(flavour, 500);
			case "gone" -> refuse(flavour, 404);
			case "forbidden" -> refuse(flavour, 403);
			case "empty" -> Reply.text(200, "application/json", "");
			default -> Reply.json(200, Bodies.wrapped("institution", record));
		};
	}

	private static Reply.Answer refuse(Flavour flavour, int status) {
		return Reply.json(status, Bodies.error(flavour, status, "No record", null));
	}

}
