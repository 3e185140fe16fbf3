package io.bulkverify.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 1 of design.md as stories: what becomes of a call whose answer was lost. */
class SettlementTest {

	private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

	private static final List<Challenge> ACCOUNTS = List
		.of(new Challenge("CRD-1", "OPTIONS", "Please select an account:", null, null,
				List.of(new Challenge.Option("Checking", "account-bb0ca38d-2193-4ba7-8116-5703105a498a"))));

	private static Story posted() {
		return new Story().reads(Story.idle("CONNECTED")).later(Duration.ofSeconds(2)).intends(Call.VERIFY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "reset", "time-out", "502", "garbage" })
	void aLostVerifyIsReadTwiceTheSecondTimeNoSoonerThanTheReadTimeoutAfterThePost(String what) {
		Story story = posted().later(Duration.ofSeconds(1)).verifyAnswered(new Answer.Unclear<>(what));
		Instant failed = story.now;
		assertThat(story.outcome()).isEqualTo("settle");
		story.whenDue();
		assertThat(story.nextCall()).isEqualTo(Call.READ_MEMBER);
		assertThat(story.reads(Story.idle("CONNECTED")).outcome()).isEqualTo("settle");
		assertThat(story.member.progress().dueAt()).isEqualTo(failed.plus(READ_TIMEOUT));
		assertThat(story.whenDue().reads(Story.idle("CONNECTED")).outcome()).isEqualTo("again");
		assertThat(story.whenDue().nextCall()).as("a new baseline first").isEqualTo(Call.READ_MEMBER);
		assertThat(story.member.progress().attempt().accepted()).isZero();
	}

	@Test
	void manyEarlyReadsDoNotReplaceTheLateOne() {
		Story story = posted().verifyAnswered(new Answer.Unclear<>("reset"));
		for (int i = 0; i < 9; i++) {
			story.later(Duration.ofSeconds(3)).reads(Story.idle("CONNECTED"));
			assertThat(story.outcome()).isEqualTo("settle");
		}
		assertThat(story.later(Duration.ofSeconds(3)).reads(Story.idle("CONNECTED")).outcome()).isEqualTo("again");
	}

	@Test
	void aCrashAfterTheIntentIsSettledFromTheIntentOn() {
		Story story = posted();
		Instant intent = story.now;
		story.whilePatienceStandsStill(Duration.ofSeconds(20));
		assertThat(story.nextCall()).isEqualTo(Call.READ_MEMBER);
		story.reads(Story.idle("CONNECTED"));
		assertThat(story.member.progress().dueAt()).isEqualTo(intent.plus(READ_TIMEOUT));
		assertThat(story.whenDue().reads(Story.idle("CONNECTED")).outcome()).isEqualTo("again");
	}

	@Test
	void aMemberThatRunsWasStarted() {
		Story story = posted().verifyAnswered(new Answer.Unclear<>("reset")).whenDue();
		started(story.reads(Story.running("CONNECTED")));
	}

	@Test
	void aMemberThatMovedOnWasStartedEvenWhenFoundLate() {
		Story story = posted().verifyAnswered(new Answer.Unclear<>("reset")).whenDue();
		started(story.reads(Story.idle("CONNECTED")).whenDue().reads(Story.ended("CONNECTED")));
	}

	private static void started(Story story) {
		assertThat(story.outcome()).isEqualTo("poll");
		assertThat(story.member.stage()).isEqualTo(Stage.VERIFYING);
		Attempt attempt = story.member.progress().attempt();
		assertThat(attempt.accepted()).isOne();
		assertThat(attempt.lost()).isTrue();
		assertThat(attempt.started()).isTrue();
		assertThat(attempt.since()).isEqualTo(story.patience);
		assertThat(story.member.progress().errors()).isEqualTo(Trouble.NONE);
	}

	@Test
	void whateverKeepsNumbersAwayFromALostVerifyTheReportSaysThatItMayNotHaveStarted() {
		Story verdict = posted().verifyAnswered(new Answer.Unclear<>("reset")).whenDue().reads(Story.ended("DENIED"));
		verdict.whenDue().reads(Story.ended("DENIED")).whenDue().reads(Story.ended("DENIED"));
		assertThat(verdict.outcome()).isEqualTo("DENIED");
		assertThat(verdict.detail()).endsWith("it may not have started");
		Story numbers = posted().verifyAnswered(new Answer.Unclear<>("reset"))
			.whenDue()
			.reads(Story.ended("CONNECTED"));
		numbers.whenDue().reads(Story.ended("CONNECTED")).whenDue().reads(Story.ended("CONNECTED"));
		assertThat(numbers.numbers().whenDue().numbers().outcome()).isEqualTo("NO_ACCOUNT_NUMBERS");
		assertThat(numbers.detail()).endsWith("it may not have started");
	}

	@Test
	void errorsOfTheSettlingReadsDoNotSettleAnything() {
		Story story = posted().verifyAnswered(new Answer.Unclear<>("reset")).whenDue();
		for (int i = 0; i < 20; i++) {
			story.read(new Answer.Unclear<>("reset")).whenDue();
		}
		assertThat(story.member.stage()).isEqualTo(Stage.REQUESTING);
		assertThat(story.reads(Story.idle("CONNECTED")).outcome()).isEqualTo("settle");
	}

	private static Story choosing() {
		return new Story(Story.settings(new SelectionRule.First(), 0, Set.of(), false)).verified("CONNECTED")
			.reads(Story.state("CHALLENGED", true, Story.TONIGHT, ACCOUNTS));
	}

	@Test
	void aLostResumeIsNotSentAgainWhileItMayStillArrive() {
		Story story = choosing();
		assertThat(story.nextCall()).isEqualTo(Call.RESUME);
		story.intends(Call.RESUME).later(Duration.ofSeconds(1)).resumeAnswered(new Answer.Unclear<>("reset"));
		Instant failed = story.now;
		story.whenDue();
		assertThat(story.nextCall()).isEqualTo(Call.READ_STATUS);
		assertThat(story.reads(Story.state("CHALLENGED", true, Story.TONIGHT, ACCOUNTS)).outcome()).isEqualTo("settle");
		assertThat(story.member.progress().dueAt()).isEqualTo(failed.plus(READ_TIMEOUT));
		story.whenDue().reads(Story.state("CHALLENGED", true, Story.TONIGHT, ACCOUNTS));
		assertThat(story.nextCall()).isEqualTo(Call.RESUME);
	}

	@Test
	void aResumeThatArrivedIsPolledOn() {
		for (MemberState arrived : List.of(Story.state("RESUMED", true, Story.TONIGHT),
				Story.state("CHALLENGED", true, Story.TONIGHT, Story.SECURITY_QUESTION),
				Story.state("CONNECTED", false, Story.TONIGHT))) {
			Story story = choosing().intends(Call.RESUME).resumeAnswered(new Answer.Unclear<>("reset")).whenDue();
			story.reads(arrived);
			assertThat(story.member.stage()).isEqualTo(Stage.VERIFYING);
			assertThat(story.member.progress().attempt().accepted()).isOne();
		}
	}

	@Test
	void aCrashBeforeTheResumeIsReadFirst() {
		Story story = choosing().intends(Call.RESUME);
		assertThat(story.nextCall()).isEqualTo(Call.READ_STATUS);
	}

	@Test
	void anAnswerThatIsNeverTakenIsSentThreeTimesAndReported() {
		Story story = choosing();
		int sent = 0;
		while (!(story.last instanceof Outcome.Report) && sent < 10) {
			if (story.nextCall() == Call.RESUME) {
				sent++;
				story.intends(Call.RESUME).resumeAnswered(new Answer.Unclear<>("reset")).whenDue();
			}
			else {
				story.reads(Story.state("CHALLENGED", true, Story.TONIGHT, ACCOUNTS)).whenDue();
			}
		}
		assertThat(sent).isEqualTo(3);
		assertThat(story.outcome()).isEqualTo("ACCOUNT_SELECTION_NEEDED");
	}

	@Test
	void anAnswerForWhichThereIsNeverASessionEndsInApiError() {
		Story story = choosing();
		while (!(story.last instanceof Outcome.Report) && story.patience.toHours() < 5) {
			story.intends(Call.RESUME).resumeAnswered(new Answer.NotSent<>("HTTP 503", true)).whenDue();
		}
		assertThat(story.outcome()).isEqualTo("API_ERROR");
		assertThat(story.detail()).contains("HTTP 503");
	}

	@Test
	void anAnswerWhoseTurnDoesNotComeWaits() {
		Story story = choosing();
		for (int hour = 0; hour < 5; hour++) {
			story.intends(Call.RESUME).resumeAnswered(new Answer.NotSent<>("MX is away")).later(Duration.ofHours(1));
		}
		assertThat(story.nextCall()).isEqualTo(Call.RESUME);
	}

	private static Earlier earlier(Stage stage, boolean joined) {
		return new Earlier(1, stage, null, false, joined, Baseline.of(Story.idle("CONNECTED"), Story.MIDNIGHT),
				Story.LAST_NIGHT, null, true);
	}

	private static Story owed(Stage stage, boolean joined, @Nullable String label) {
		return new Story(Story.settings(new SelectionRule.First(), 3, Set.of(), false), label, earlier(stage, joined));
	}

	@Test
	void aVerificationOfAnEarlierRunIsTakenOverWithoutACall() {
		for (Stage stage : List.of(Stage.REQUESTING, Stage.VERIFYING, Stage.ANSWERING, Stage.CONNECTED,
				Stage.REPORTED)) {
			Story story = owed(stage, false, null).reads(Story.ended("CONNECTED")).whenDue();
			story.reads(Story.ended("CONNECTED")).whenDue().reads(Story.ended("CONNECTED"));
			assertThat(story.outcome()).isEqualTo("numbers");
			assertThat(story.member.progress().attempt().sent()).isZero();
			assertThat(story.member.progress().attempt().accepted()).isZero();
		}
	}

	@Test
	void aVerifyThatAnEarlierRunLostIsSettledOnceAndThenSent() {
		Story story = owed(Stage.REQUESTING, false, null);
		for (int reads = 0; reads < 4; reads++) {
			story.whenDue();
			assertThat(story.nextCall()).isEqualTo(Call.READ_MEMBER);
			story.reads(Story.idle("CONNECTED"));
		}
		assertThat(story.whenDue().nextCall()).isEqualTo(Call.VERIFY);
		assertThat(story.patience).isGreaterThanOrEqualTo(READ_TIMEOUT);
	}

	@Test
	void theQuestionsOfAVerificationThatAnEarlierRunJoinedAreNotAnswered() {
		MemberState asks = Story.state("CHALLENGED", true, Story.TONIGHT, ACCOUNTS);
		assertThat(owed(Stage.VERIFYING, true, null).reads(asks).whenDue().reads(asks).outcome())
			.isEqualTo("ACCOUNT_SELECTION_NEEDED");
		assertThat(owed(Stage.VERIFYING, false, null).reads(asks).whenDue().reads(asks).outcome()).isEqualTo("answer");
	}

	@Test
	void aJobThatRanBeforeALostVerifyIsNotAnsweredFor() {
		Story story = new Story(Story.settings(new SelectionRule.First(), 0, Set.of(), false))
			.verified(Story.running("CONNECTED"), new Answer.Unclear<>("reset"));
		MemberState asks = Story.state("CHALLENGED", true, Story.LAST_NIGHT, ACCOUNTS);
		assertThat(story.reads(asks).whenDue().reads(asks).outcome()).isEqualTo("ACCOUNT_SELECTION_NEEDED");
	}

	@Test
	void anEarlierVerdictThatComesWhileReadyIsTakenToo() {
		Story story = owed(Stage.REPORTED, false, null).reads(Story.idle("CONNECTED"));
		assertThat(story.outcome()).isEqualTo("verify");
		story.later(Duration.ofSeconds(11));
		assertThat(story.nextCall()).isEqualTo(Call.READ_MEMBER);
		assertThat(story.reads(Story.running("CONNECTED")).member.stage()).isEqualTo(Stage.VERIFYING);
	}

}
