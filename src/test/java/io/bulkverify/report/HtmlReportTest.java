package io.bulkverify.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.bulkverify.member.Category;
import io.bulkverify.member.InstitutionOutcome;
import io.bulkverify.member.Interval;
import io.bulkverify.member.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** README.md, "Using it": the run as a page for people. */
class HtmlReportTest {

	@Test
	void tellsTheNumbersOfTheSummary() {
		assertThat(text(Samples.story("run-1"))).contains("5 of 8 members verified, 62.5 %")
			.contains("6 account numbers; 6 verifications billed by MX.")
			.contains("2 rows of the list could not be read")
			.contains("✓ 10 rows = 2 rejected + 8 members")
			.contains("✓ 8 members = 5 verified + 3 exceptions")
			.contains("✓ 3 exceptions = 2 needs the customer + 1 try again later")
			.contains("account-numbers.csv 6 exceptions.csv 3 rejected-rows.csv 2")
			.contains("Verify calls 7 of these accepted, and billed 6")
			.contains("Reads of members and statuses 31");
	}

	@Test
	void saysWhatToDoAboutEachReasonTheCommonestFirst() {
		RunStory story = story(90, new EnumMap<>(Map.of(Reason.DENIED, 3L, Reason.LOCKED, 7L, Reason.FAILED, 1L)));

		assertThat(text(story))
			.containsSubsequence("Needs the customer 10", "7 " + Reason.LOCKED.nextStep(), "LOCKED",
					"3 " + Reason.DENIED.nextStep(), "DENIED", "Try again later 1", "1 " + Reason.FAILED.nextStep())
			.doesNotContain(CategoryWords.meaning(Category.TERMINAL));
	}

	@ParameterizedTest
	@EnumSource
	void hasWordsForEveryReason(Reason reason) {
		assertThat(text(story(1, new EnumMap<>(Map.of(reason, 1L))))).contains("1 " + reason.nextStep())
			.contains(reason.name());
	}

	@Test
	void rejectedRowsAreSomethingToDo() {
		assertThat(text(story(new Totals(7, 2, 5, 5, 5, Map.of()), List.of(), List.of())))
			.contains("Mend 2 rows of the list that named no member: rejected-rows.csv has its line")
			.doesNotContain("Nothing: there are no exceptions.", "is a row of exceptions.csv");
		assertThat(text(story(new Totals(5, 0, 5, 5, 5, Map.of()), List.of(), List.of())))
			.contains("Nothing: there are no exceptions.")
			.doesNotContain("Mend");
	}

	@Test
	void aTotalThatDoesNotTieIsCrossed() {
		Totals totals = new Totals(10, 2, 7, 5, 6, Map.of(Reason.DENIED, 3L));

		assertThat(text(story(totals, List.of(), List.of()))).contains("✗ 10 rows = 2 rejected + 7 members")
			.contains("✗ 7 members = 5 verified + 3 exceptions");
	}

	@Test
	void aNightWithoutMembersIsQuiet() {
		assertThat(text(story(new Totals(0, 0, 0, 0, 0, Map.of()), List.of(), List.of()))).contains("Nobody to verify")
			.contains("Nothing: there are no exceptions.")
			.contains("Nothing was called")
			.doesNotContain("By institution");
	}

	@Test
	void theRunOverTimeHasItsBusiestStretchAndItsTroublesMarked() {
		String html = html(Samples.story("run-1"));

		assertThat(text(html)).contains("8 members ended; at most 6 in 10 seconds, from 01:05:00 on.")
			.contains("At most 16 calls in 10 seconds, from 01:03:00 on.")
			.contains("MX asked for fewer calls 3 times, first from 01:03:00 on.")
			.contains("MX or the database was away for 4.0 s, first from 01:03:00 on.");
		assertThat(html).contains("<title>01:03:00–01:03:10: asked for fewer calls, 3 times</title>")
			.contains("<title>01:03:00–01:03:10: away for 4.0 s</title>")
			.contains("class=\"members\" x=\"181\" y=\"0.00\" width=\"8\" height=\"100.00\"");
	}

	@Test
	void aRunWithoutTroubleSaysSo() {
		RunStory story = story(new Totals(1, 0, 1, 1, 1, Map.of()), List.of(),
				List.of(Samples.interval(0, 1, 1, 2, 0, Duration.ZERO)));

		assertThat(text(story)).contains("MX never asked for fewer calls. MX was never away.")
			.doesNotContain("fewer calls asked for");
	}

	@Test
	void aLongNightHasAtMost60BarsAndLosesNobody() {
		List<Interval> night = IntStream.range(0, 3_000)
			.mapToObj(i -> Samples.interval(i * 10L, 3, 1, 2, 0, Duration.ZERO))
			.toList();
		TimeChart chart = TimeChart.of(night, Samples.TIME, Samples.TIME.plusSeconds(30_000));

		assertThat(chart.memberBars()).hasSizeBetween(30, 60);
		assertThat(chart.members()).startsWith("9,000 members ended");
		assertThat(chart.step()).isEqualTo("10 minutes");
	}

	@Test
	void smallInstitutionsShareALine() {
		List<InstitutionOutcome> banks = IntStream.rangeClosed(1, 40)
			.mapToObj(i -> new InstitutionOutcome("bank-" + i, i, Map.of(Category.TERMINAL, 1L)))
			.toList();
		RunStory story = story(new Totals(860, 0, 860, 820, 820, Map.of(Reason.CLOSED, 40L)), banks, List.of());

		assertThat(text(story)).containsSubsequence("bank-40 41 40 1 97.6 %", "bank-26 27 26 1", "25 others 350 325 25")
			.doesNotContain("bank-25 ");
	}

	@Test
	void needsNoNetworkAndRunsNoScript() {
		assertThat(html(Samples.story("run-1"))).doesNotContainIgnoringCase("http://")
			.doesNotContainIgnoringCase("https://")
			.doesNotContainIgnoringCase("<script")
			.doesNotContainIgnoringCase("src=")
			.doesNotContainIgnoringCase("url(");
	}

	@Test
	void whatOthersWroteIsText() {
		RunStory story = story(new Totals(1, 0, 1, 1, 1, Map.of()),
				List.of(new InstitutionOutcome("<script>\"&", 1, Map.of())), List.of());

		assertThat(html(story)).contains("&lt;script&gt;&quot;&amp;").doesNotContain("<script");
	}

	@Test
	void everyPictureHasItsTextAndNoneIsEmpty() {
		Matcher pictures = Pattern.compile("role=\"img\" aria-label=\"([^\"]*)\"")
			.matcher(html(Samples.story("run-1")));

		assertThat(pictures.results().map(picture -> picture.group(1))).hasSize(6).doesNotContain("");
	}

	@Test
	void theSameStoryIsTheSameBytes() {
		assertThat(HtmlReport.bytes(Samples.story("run-1"))).isEqualTo(HtmlReport.bytes(Samples.story("run-1")));
	}

	@Test
	void sharesAreNeverRoundedToAllOrNothing() {
		assertThat(InWords.share(99_999, 100_000)).isEqualTo("> 99.9 %");
		assertThat(InWords.share(1, 100_000)).isEqualTo("< 0.1 %");
		assertThat(InWords.share(100_000, 100_000)).isEqualTo("100 %");
		assertThat(InWords.share(0, 3)).isEqualTo("0.0 %");
		assertThat(InWords.share(0, 0)).isEqualTo("–");
	}

	private static RunStory story(long verified, Map<Reason, Long> reasons) {
		long members = verified + reasons.values().stream().mapToLong(Long::longValue).sum();
		return story(new Totals(members, 0, members, verified, verified, reasons), new ArrayList<>(), List.of());
	}

	private static RunStory story(Totals totals, List<InstitutionOutcome> banks, List<Interval> intervals) {
		Summary sample = Samples.summary("run-1");
		Summary.Run run = new Summary.Run("run-1", null, sample.businessDate(), sample.api(), "FINISHED",
				sample.startedAt(), sample.finishedAt());
		return new RunStory(Summary.of(run, totals, sample.calls(), 6), banks, intervals);
	}

	private static String html(RunStory story) {
		return new String(HtmlReport.bytes(story), StandardCharsets.UTF_8);
	}

	private static String text(RunStory story) {
		return text(html(story));
	}

	/** What a reader sees, more or less. */
	private static String text(String html) {
		return html.replaceAll("(?s)<style>.*?</style>|<title>.*?</title>", " ")
			.replaceAll("<[^>]*>", " ")
			.replaceAll("&#39;", "'")
			.replaceAll("&quot;", "\"")
			.replaceAll("&amp;", "&")
			.replaceAll("\\s+", " ");
	}

}
