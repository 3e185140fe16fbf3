package io.bulkverify.report;

import io.bulkverify.member.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an operator reads when a run is over: plain text with aligned counts.
 *
 * @param skippedWithoutCall members reported without a verify call
 * @param elapsed how long the program ran
 * @param files what was written; empty where nothing was
 */
public record ClosingSummary(Summary summary, long skippedWithoutCall, Duration elapsed, List<Path> files) {

	private static final int LABEL_WIDTH = 33;

	public ClosingSummary {
		files = List.copyOf(files);
	}

	/** Several lines, each with its line feed. */
	public String text() {
		StringBuilder text = new StringBuilder();
		text.append("Run %s for %s on MX %s: %s, %s\n".formatted(summary.runId(), summary.businessDate(), summary.api(),
				summary.status(), InWords.duration(elapsed)));
		text.append('\n');
		count(text, "Rows in the list", summary.input().rows());
		count(text, "  rejected", summary.input().rejected());
		count(text, "  members", summary.input().members());
		count(text, "    verified", summary.verified());
		count(text, "    exceptions", summary.exceptions().total());
		summary.exceptions()
			.byReason()
			.entrySet()
			.stream()
			.sorted(Map.Entry.<Reason, Long>comparingByValue().reversed())
			.forEach(reason -> count(text, "      " + reason.getKey(), reason.getValue()));
		text.append('\n');
		summary.exceptions().byCategory().forEach((category, count) -> count(text, category.name(), count));
		count(text, "Skipped without a call", skippedWithoutCall);
		count(text, "Account numbers", summary.accounts());
		text.append('\n');
		count(text, "Verify calls", summary.calls().verify());
		count(text, "  billed verifications", summary.billedVerifications());
		count(text, "Reads", summary.calls().reads());
		count(text, "Account number calls", summary.calls().accountNumbers());
		count(text, "Answers to selections", summary.calls().resume());
		text.append('\n');
		if (!summary.ties()) {
			text.append("THE TOTALS DO NOT TIE: no file of this run may be used.\n");
		}
		files.forEach(file -> text.append("Wrote ").append(file).append('\n'));
		return text.toString();
	}

	private static void count(StringBuilder text, String label, long count) {
		text.append(String.format(Locale.ROOT, "%-" + LABEL_WIDTH + "s%,9d\n", label, count));
	}
}
