package io.bulkverify.report;

import io.bulkverify.member.Category;
import io.bulkverify.member.InstitutionOutcome;
import io.bulkverify.member.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the template of {@code report.html} puts into its places: words and numbers ready
 * to be read.
 */
record ReportPage(Head head, Outcome outcome, List<Group> groups, boolean anyGroups, boolean nothingToDo,
		TimeChart time, List<BankLine> banks, boolean anyBanks, List<Check> checks, List<Line> files,
		List<Line> calls) {

	private static final int BANKS_SHOWN = 15;

	/** Which run it is. */
	record Head(String date, String runId, @Nullable String rerunOf, String api, String from, String until, String took,
			boolean closed) {
	}

	/** How it came out. */
	record Outcome(String verified, String members, String share, StackedBar bar, boolean nobody, String accounts,
			String billed, String rejected, boolean anyRejected) {
	}

	/** A category with its reasons. */
	record Group(String name, String tone, String code, String meaning, String count, boolean rerunHelps,
			List<Todo> todos) {
	}

	/** A reason and what to do about it. */
	record Todo(String count, String reason, String nextStep) {
	}

	/** An institution, or all that have no line of their own. */
	record BankLine(String name, boolean code, String members, String verified, String exceptions, String share,
			StackedBar bar) {
	}

	/** Something that must be equal to its parts. */
	record Check(boolean ties, String whole, String parts) {
	}

	/** A number with its name. */
	record Line(String name, String count) {
	}

	static ReportPage of(RunStory story) {
		Summary summary = story.summary();
		List<Group> groups = groups(summary);
		List<BankLine> banks = banks(story.institutions());
		Instant end = end(summary);
		return new ReportPage(head(summary, end), outcome(summary), groups, !groups.isEmpty(),
				groups.isEmpty() && summary.input().rejected() == 0,
				TimeChart.of(story.intervals(), summary.startedAt(), end), banks, !banks.isEmpty(), checks(summary),
				files(summary), calls(summary));
	}

	private static Instant end(Summary summary) {
		return summary.finishedAt() == null ? summary.startedAt() : summary.finishedAt();
	}

	private static Head head(Summary summary, Instant end) {
		return new Head(InWords.date(summary.businessDate()), summary.runId(), summary.rerunOf(),
				"MX " + capitalised(summary.api()), InWords.moment(summary.startedAt()), InWords.moment(end),
				InWords.duration(Duration.between(summary.startedAt(), end)), summary.status().equals("CLOSED"));
	}

	private static String capitalised(String word) {
		return word.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
	}

	private static Outcome outcome(Summary summary) {
		long members = summary.input().members();
		long rejected = summary.input().rejected();
		return new Outcome(InWords.count(summary.verified()), InWords.count(members, "member"),
				InWords.share(summary.verified(), members),
				StackedBar.of(summary.verified(), summary.exceptions().byCategory()), members == 0,
				InWords.count(summary.accounts(), "account number"),
				InWords.count(summary.billedVerifications(), "verification"),
				rejected == 1 ? "1 row" : InWords.count(rejected) + " rows", rejected > 0);
	}

	private static List<Group> groups(Summary summary) {
		return summary.exceptions()
			.byCategory()
			.entrySet()
			.stream()
			.map(category -> group(category.getKey(), category.getValue(), summary.exceptions().byReason()))
			.toList();
	}

	private static Group group(Category category, long count, Map<Reason, Long> byReason) {
		List<Todo> todos = byReason.entrySet()
			.stream()
			.filter(reason -> reason.getKey().category() == category)
			.sorted(Map.Entry.<Reason, Long>comparingByValue()
				.reversed()
				.thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
			.map(reason -> new Todo(InWords.count(reason.getValue()), reason.getKey().name(),
					reason.getKey().nextStep()))
			.toList();
		return new Group(CategoryWords.name(category), CategoryWords.tone(category), category.name(),
				CategoryWords.meaning(category), InWords.count(count), category == Category.RETRY_LATER, todos);
	}

	private static List<BankLine> banks(List<InstitutionOutcome> institutions) {
		List<InstitutionOutcome> largestFirst = institutions.stream()
			.sorted(Comparator.comparingLong(InstitutionOutcome::members)
				.reversed()
				.thenComparing(bank -> bank.code() == null ? "" : bank.code()))
			.toList();
		boolean all = largestFirst.size() <= BANKS_SHOWN + 1;
		List<BankLine> lines = new ArrayList<>(largestFirst.stream()
			.limit(all ? largestFirst.size() : BANKS_SHOWN)
			.map(bank -> line(bank.code() == null ? "not known" : bank.code(), bank.code() != null, bank))
			.toList());
		if (!all) {
			List<InstitutionOutcome> rest = largestFirst.subList(BANKS_SHOWN, largestFirst.size());
			InstitutionOutcome together = rest.stream()
				.reduce(new InstitutionOutcome(null, 0, new EnumMap<>(Category.class)), InstitutionOutcome::plus);
			lines.add(line(InWords.count(rest.size()) + " others", false, together));
		}
		return lines;
	}

	private static BankLine line(String name, boolean code, InstitutionOutcome bank) {
		return new BankLine(name, code, InWords.count(bank.members()), InWords.count(bank.verified()),
				InWords.count(bank.exceptions()), InWords.share(bank.verified(), bank.members()),
				StackedBar.of(bank.verified(), bank.reported()));
	}

	private static List<Check> checks(Summary summary) {
		Summary.Input input = summary.input();
		Summary.Exceptions exceptions = summary.exceptions();
		long byCategory = exceptions.byCategory().values().stream().mapToLong(Long::longValue).sum();
		long byReason = exceptions.byReason().values().stream().mapToLong(Long::longValue).sum();
		return List.of(
				new Check(input.rows() == input.rejected() + input.members(), InWords.count(input.rows(), "row"),
						"%s rejected + %s".formatted(InWords.count(input.rejected()),
								InWords.count(input.members(), "member"))),
				new Check(input.members() == summary.verified() + exceptions.total(),
						InWords.count(input.members(), "member"),
						"%s verified + %s".formatted(InWords.count(summary.verified()),
								InWords.count(exceptions.total(), "exception"))),
				new Check(exceptions.total() == byCategory && exceptions.total() == byReason,
						InWords.count(exceptions.total(), "exception"), sum(exceptions.byCategory())));
	}

	private static String sum(Map<Category, Long> byCategory) {
		return byCategory.isEmpty() ? "none"
				: String.join(" + ",
						byCategory.entrySet()
							.stream()
							.map(category -> InWords.count(category.getValue()) + " "
									+ CategoryWords.name(category.getKey()).toLowerCase(Locale.ROOT))
							.toList());
	}

	private static List<Line> files(Summary summary) {
		return List.of(new Line(OutputSet.ACCOUNT_NUMBERS, InWords.count(summary.accounts())),
				new Line(OutputSet.EXCEPTIONS, InWords.count(summary.exceptions().total())),
				new Line(OutputSet.REJECTED_ROWS, InWords.count(summary.input().rejected())));
	}

	private static List<Line> calls(Summary summary) {
		Summary.Calls calls = summary.calls();
		return List.of(new Line("Verify calls", InWords.count(calls.verify())),
				new Line("of these accepted, and billed", InWords.count(summary.billedVerifications())),
				new Line("Reads of members and statuses", InWords.count(calls.reads())),
				new Line("Reads of account numbers", InWords.count(calls.accountNumbers())),
				new Line("Answers to account selections", InWords.count(calls.resume())));
	}
}
