package io.bulkverify.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * src/docs/mx.md §4: which question is an account selection, and which account is chosen.
 */
class AccountSelectionTest {

	private static final String ACCOUNT = "account-bb0ca38d-2193-4ba7-8116-5703105a498";

	private static Challenge question(@Nullable String type, @Nullable String field, @Nullable String external,
			String... values) {
		return new Challenge("CRD-1", type, "Please select an account:", field, external,
				Arrays.stream(values).map(value -> new Challenge.Option("label of " + value, value)).toList());
	}

	@ParameterizedTest(name = "type {0}, field {1}, external id {2}, values {3}: selection {4}")
	@CsvSource(nullValues = "-", textBlock = """
			OPTIONS,   -,        -,                     A1 A2, true
			options,   -,        -,                     A1,    true
			OPTIONS,   -,        single_account_select, x y,   true
			-,         phone,    single_account_select, x,     true
			OPTIONS,   mfa_send, -,                     A1 A2, false
			OPTIONS,   -,        -,                     A1 x,  false
			OPTIONS,   -,        -,                     x y,   false
			OPTIONS,   -,        other_marker,          x y,   false
			OPTIONS,   -,        -,                     '',    false
			OPTIONS,   -,        single_account_select, '',    false
			TEXT,      -,        -,                     A1,    false
			-,         -,        -,                     A1,    false
			""")
	void anAccountSelectionIsToldFromEveryOtherQuestion(@Nullable String type, @Nullable String field,
			@Nullable String external, String values, boolean selection) {
		String[] sent = values.isEmpty() ? new String[0]
				: Arrays.stream(values.split(" ", -1)).map(v -> v.replace("A", ACCOUNT)).toArray(String[]::new);
		assertThat(AccountSelection.in(List.of(question(type, field, external, sent))).isPresent())
			.isEqualTo(selection);
	}

	@Test
	void severalQuestionsAtOnceAreNoAccountSelection() {
		Challenge selection = question("OPTIONS", null, "single_account_select", ACCOUNT + "1");
		assertThat(AccountSelection.in(List.of(selection, Story.SECURITY_QUESTION.getFirst()))).isEmpty();
	}

	@Test
	void whereToSendACodeIsNeverAnswered() {
		Challenge code = question("OPTIONS", null, null, "sms", "email");
		Story story = new Story(Story.settings(new SelectionRule.First(), 0, Set.of(), false)).verified("CONNECTED")
			.reads(Story.state("CHALLENGED", true, Story.TONIGHT, List.of(code)));
		assertThat(story.outcome()).isEqualTo("CHALLENGED");
		assertThat(story.detail()).isEqualTo("OPTIONS: Please select an account:");
	}

	@ParameterizedTest(name = "{0} of {1} -> {2}")
	@CsvSource(nullValues = "-", textBlock = """
			report,         Checking,                    -
			only,           Checking,                    0
			only,           Checking|Savings,            -
			first,          Checking|Savings,            0
			match:Sav,      Checking|Savings,            1
			match:^C,       Checking|Cash|Savings,       -
			match:Gold,     Checking|Savings,            -
			label:Savings,  Checking|Savings,            1
			label:savings,  Checking|Savings,            1
			label:savings,  savings|Savings,             0
			label:SAVINGS,  savings|Savings,             -
			label:Savings,  Savings|Savings,             -
			label:Savings,  Checking|Money Market,       -
			label:Sav,      Checking|Savings,            -
			""")
	void whichAccountIsChosen(String rule, String labels, @Nullable Integer chosen) {
		List<Challenge.Option> options = Arrays.stream(labels.split("\\|", -1))
			.map(label -> new Challenge.Option(label, "value of " + label))
			.toList();
		SelectionRule run = switch (rule) {
			case "report" -> new SelectionRule.ReportIt();
			case "only" -> new SelectionRule.Only();
			case "first" -> new SelectionRule.First();
			default -> new SelectionRule.Match(Pattern.compile(rule.substring(rule.indexOf(':') + 1)));
		};
		String label = rule.startsWith("label:") ? rule.substring(6) : null;
		assertThat(SelectionRule.forMember(label, run).choose(options).map(options::indexOf).orElse(null))
			.isEqualTo(chosen);
	}

	@ParameterizedTest
	@CsvSource({ "(a|b)*c", "(a+)+c", "(a|aa)*$c", "^(([a-z])+.)+c$", "(?s)(.|a)*c" })
	void aPatternThatLosesItselfInALabelChoosesNothing(String pattern) {
		SelectionRule rule = new SelectionRule.Match(Pattern.compile(pattern));
		List<Challenge.Option> options = List.of(new Challenge.Option("a".repeat(40), "1"),
				new Challenge.Option("a".repeat(500), "2"), new Challenge.Option("a".repeat(100_000) + "c", "3"));

		assertThat(rule.choose(options)).isEmpty();
	}

	@Test
	void aLabelOfTheListWinsOverTheRunsRuleAndABlankOneDoesNot() {
		SelectionRule first = new SelectionRule.First();
		assertThat(SelectionRule.forMember("Savings", first)).isEqualTo(new SelectionRule.Labelled("Savings"));
		assertThat(SelectionRule.forMember(" ", first)).isEqualTo(first);
	}

	private static final Challenge TWO = new Challenge("CRD-1", "OPTIONS", null, null, null,
			List.of(new Challenge.Option("Checking", ACCOUNT + "1"), new Challenge.Option("Savings", ACCOUNT + "2")));

	private static MemberState asks(@Nullable List<Challenge> challenges) {
		return Story.state("CHALLENGED", true, Story.TONIGHT, challenges);
	}

	@Test
	void theNamedAccountIsAnsweredThroughResumeAndPolledOn() {
		Story story = new Story(Story.SETTINGS, "savings", null).verified("CONNECTED").reads(asks(null));
		assertThat(story.nextCall()).isEqualTo(Call.LIST_CHALLENGES);
		assertThat(story.lists(List.of(TWO)).outcome()).isEqualTo("answer");
		assertThat(story.member.progress().selection()).isEqualTo(new Selection("CRD-1", ACCOUNT + "2", 0, null, null));
		story.intends(Call.RESUME).resumeAnswered(new Answer.Good<>(Taken.WITHOUT_A_WORD)).whenDue();
		assertThat(story.reads(asks(List.of(TWO))).outcome()).as("MX still shows the question").isEqualTo("poll");
		story.whenDue().reads(Story.ended("CONNECTED")).whenDue().reads(Story.ended("CONNECTED"));
		assertThat(story.outcome()).isEqualTo("numbers");
	}

	@Test
	void aLabelThatFitsNoneOrSeveralIsReportedWithTheOptions() {
		Story story = new Story(Story.SETTINGS, "Gold", null).verified("CONNECTED").reads(asks(List.of(TWO)));
		assertThat(story.outcome()).isEqualTo("ACCOUNT_SELECTION_NEEDED");
		assertThat(story.detail()).isEqualTo("Checking | Savings");
	}

	@Test
	void aQuestionWithoutOptionsIsForTheCustomer() {
		for (String marker : Arrays.asList("single_account_select", null)) {
			Challenge none = question("OPTIONS", null, marker);
			Story story = new Story().verified("CONNECTED").reads(asks(List.of(none)));
			assertThat(story.outcome()).isEqualTo("CHALLENGED");
			assertThat(story.detail()).isEqualTo("OPTIONS: Please select an account: (without any option)");
		}
	}

	@Test
	void aSelectionOfAJoinedVerificationIsNeverAnswered() {
		Story story = new Story(Story.SETTINGS, "Savings", null)
			.verified(Story.idle("CONNECTED"), new Answer.Joined<>(Taken.WITHOUT_A_WORD))
			.reads(asks(List.of(TWO)));
		assertThat(story.outcome()).isEqualTo("ACCOUNT_SELECTION_NEEDED");
		assertThat(story.detail())
			.isEqualTo("Checking | Savings; this program did not ask for it: the customer must choose");
	}

	@Test
	void aSelectionThatSomebodyElseLeftOpenIsToldFromASecurityQuestion() {
		for (boolean running : List.of(true, false)) {
			Story shown = new Story(Story.SETTINGS, "Savings", null)
				.reads(Story.state("CHALLENGED", running, Story.LAST_NIGHT, List.of(TWO)));
			Story listed = new Story(Story.SETTINGS, "Savings", null)
				.reads(Story.state("CHALLENGED", running, Story.LAST_NIGHT, null));
			assertThat(listed.nextCall()).isEqualTo(Call.LIST_CHALLENGES);
			listed.lists(List.of(TWO));
			assertThat(List.of(shown, listed)).allSatisfy(story -> {
				assertThat(story.outcome()).isEqualTo("ACCOUNT_SELECTION_NEEDED");
				assertThat(story.detail()).startsWith("Checking | Savings; ").endsWith("the customer must choose");
				assertThat(story.member.progress().attempt().sent()).isZero();
			});
		}
		Story other = new Story().reads(Story.idle("CHALLENGED")).lists(Story.SECURITY_QUESTION);
		assertThat(other.outcome()).isEqualTo("CHALLENGED");
		assertThat(other.detail()).isEqualTo("TEXT: Name of your first pet?");
		assertThat(new Story().reads(Story.idle("CHALLENGED")).lists(List.of()).outcome()).isEqualTo("CHALLENGED");
	}

	private static Story leftBehind(String status, @Nullable String label, boolean joined) {
		return new Story(Story.SETTINGS, label,
				new Earlier(1, Stage.REPORTED, Reason.ACCOUNT_SELECTION_NEEDED, true, joined, null, Story.TONIGHT, null,
						false, true))
			.reads(Story.state(status, "CHALLENGED".equals(status), Story.TONIGHT, List.of(TWO)));
	}

	@Test
	void itIsTheSameThoughThisEndpointLeavesOutFractionsOfASecond() {
		Story story = new Story(Story.SETTINGS, "savings", new Earlier(1, Stage.REPORTED,
				Reason.ACCOUNT_SELECTION_NEEDED, true, false, null, Story.TONIGHT.plusMillis(123), null, false, true));
		assertThat(story.reads(Story.state("CHALLENGED", true, Story.TONIGHT, List.of(TWO))).outcome())
			.isEqualTo("answer");
	}

	@Test
	void whatAnEarlierSelectionLeftBehindIsTakenUpOnceTheListNamesAnAccount() {
		assertThat(leftBehind("CHALLENGED", "Savings", false).outcome()).isEqualTo("answer");
		assertThat(leftBehind("CHALLENGED", null, false).outcome()).isEqualTo("ACCOUNT_SELECTION_NEEDED");
		assertThat(leftBehind("CHALLENGED", "Savings", true).outcome()).isEqualTo("ACCOUNT_SELECTION_NEEDED");
		assertThat(leftBehind("CHALLENGED", "Savings", true).detail()).endsWith("the customer must choose");
		assertThat(leftBehind("EXPIRED", "Savings", false).outcome()).isEqualTo("verify");
		assertThat(leftBehind("EXPIRED", null, false).outcome()).isEqualTo("EXPIRED");
		assertThat(leftBehind("EXPIRED", "Savings", true).outcome()).isEqualTo("EXPIRED");
	}

	@Test
	void aMemberLeftChallengedThatIsAskedNothingWaitsAsBusyAndNotForEver() {
		Story story = new Story(Story.SETTINGS, "Savings",
				new Earlier(1, Stage.REPORTED, null, true, false, null, null, null, false, true));
		while (!(story.last instanceof Outcome.Report) && story.patience.toDays() < 1) {
			story.whenDue();
			if (story.nextCall() == Call.LIST_CHALLENGES) {
				story.lists(List.of());
			}
			else {
				story.reads(asks(null));
			}
		}
		assertThat(story.outcome()).isEqualTo("CONFLICT_TIMEOUT");
	}

	/** Lists of questions name nobody: an empty one may have been another member's. */
	@Test
	void anEmptyListOfQuestionsIsBelievedTheSecondTime() {
		Story story = new Story().verified("CONNECTED").reads(asks(null));
		assertThat(story.nextCall()).isEqualTo(Call.LIST_CHALLENGES);
		story.lists(List.of()).whenDue();
		story.reads(asks(null)).whenDue();
		assertThat(story.nextCall()).isEqualTo(Call.LIST_CHALLENGES);
		assertThat(story.lists(List.of(TWO)).outcome()).isEqualTo("ACCOUNT_SELECTION_NEEDED");

		Story empty = new Story().verified("CONNECTED").reads(asks(null));
		empty.lists(List.of()).whenDue().reads(asks(null)).whenDue();
		empty.lists(List.of()).whenDue();
		assertThat(empty.reads(asks(null)).outcome()).isEqualTo("CHALLENGED");
	}

	@Test
	void aReadySelectionLeftBehindIsListedBeforeAnyVerify() {
		Story story = new Story(Story.SETTINGS, "Savings",
				new Earlier(1, Stage.REPORTED, null, true, false, null, null, null, false, true))
			.reads(Story.idle("CONNECTED"))
			.later(Duration.ofSeconds(11))
			.reads(asks(null));
		assertThat(story.nextCall()).isEqualTo(Call.LIST_CHALLENGES);
		assertThat(story.lists(List.of(TWO)).outcome()).isEqualTo("answer");
	}

}
