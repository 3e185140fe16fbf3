package io.bulkverify.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a call whose answer was lost. */
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
		assertThat(story.member.progress().writeErrors()).isEqualTo(Trouble.NONE);
	}

	@Test
	void whateverKeepsNumbersAwayFromALostVerifyTheReportSaysThatItMayNotHaveStarted() {
		Story verdict = posted().verifyAnswered(new Answer.Unclear<>("reset")).whenDue().reads(Story.ended("DENIED"));
		verdict.whenDue().reads(Story.ended("DENIED")).whenDue().reads(Story.ended("DENIED"));
		assertThat(verdict.outcome()).isEqualTo("DENIED");
		assertThat(verdict.detail()).endsWith("it may not have started");
	}

	/** Without numbers, after a verdict and for as long as they are asked for. */
	private static Story withoutNumbers(Story story) {
		for (int read = 0; !(story.last instanceof Outcome.Report) && read < 50; read++) {
			story.whenDue();
			if (story.nextCall() == Call.READ_ACCOUNT_NUMBERS) {
				story.numbers();
			}
			else {
				story.reads(Story.ended("CONNECTED"));
			}
		}
		return story;
	}

	@Test
	void aLostVerifyWithoutNumbersIsUnconfirmedWhateverRan() {
		Story movedOn = withoutNumbers(posted().verifyAnswered(new Answer.Unclear<>("reset")));
		assertThat(movedOn.outcome()).isEqualTo("UNCONFIRMED");
		assertThat(movedOn.detail()).endsWith("it may not have started");
		Story besideAForeignJob = new Story().reads(Story.running("CONNECTED")).intends(Call.VERIFY);
		besideAForeignJob.verifyAnswered(new Answer.Unclear<>("reset")).whenDue().reads(Story.running("CONNECTED"));
		assertThat(besideAForeignJob.member.stage()).isEqualTo(Stage.VERIFYING);
		assertThat(withoutNumbers(besideAForeignJob).outcome()).isEqualTo("UNCONFIRMED");
		assertThat(besideAForeignJob.member.progress().attempt().sent()).as("never sent again").isOne();
	}

	@Test
	void aVerifyThatMxTookAndNothingEverRanForIsUnconfirmedWithoutNumbers() {
		for (Answer<Taken> taken : List.<Answer<Taken>>of(new Answer.Good<>(Taken.WITHOUT_A_WORD),
				new Answer.Joined<>(Taken.WITHOUT_A_WORD))) {
			Story story = new Story().verified(Story.idle("CONNECTED"), taken);
			while (story.nextCall() != Call.READ_ACCOUNT_NUMBERS) {
				story.reads(Story.idle("CONNECTED")).whenDue();
			}
			assertThat(withoutNumbers(story).outcome()).isEqualTo("UNCONFIRMED");
			assertThat(story.detail()).contains("seen to run");
		}
	}

	@Test
	void aVerificationThatWasSeenToRunAndHasNoNumbersIsNoMatterOfDoubt() {
		Story story = new Story().verified("CONNECTED").reads(Story.running("CONNECTED"));
		assertThat(withoutNumbers(story).outcome()).isEqualTo("NO_ACCOUNT_NUMBERS");
	}

	@Test
	void aDoubtfulVerificationThatHasNumbersIsVerified() {
		Story story = posted().verifyAnswered(new Answer.Unclear<>("reset")).whenDue().reads(Story.ended("CONNECTED"));
		story.whenDue().reads(Story.ended("CONNECTED")).whenDue().reads(Story.ended("CONNECTED"));
		assertThat(story.numbers("0012345").outcome()).isEqualTo("VERIFIED");
	}

	/** A 200 that is about somebody else reaches the policy as no answer at all. */
	@Test
	void anAnswerAboutAnotherMemberIsALostOne() {
		Story story = posted().verifyAnswered(new Answer.Unclear<>("about another member"));
		assertThat(story.outcome()).isEqualTo("settle");
		story.whenDue().reads(Story.idle("CONNECTED")).whenDue().reads(Story.idle("CONNECTED"));
		assertThat(story.outcome()).as("idle and unmoved twice").isEqualTo("again");
		assertThat(story.member.progress().attempt().accepted()).isZero();
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

	/** Sends the chosen account as often as the policy wants it sent. */
	private static int answered(Story story, Answer<Taken> answer) {
		int sent = 0;
		while (!(story.last instanceof Outcome.Report) && sent < 100) {
			if (story.nextCall() == Call.RESUME) {
				sent++;
				story.intends(Call.RESUME).resumeAnswered(answer).whenDue();
			}
			else {
				story.reads(Story.state("CHALLENGED", true, Story.TONIGHT, ACCOUNTS)).whenDue();
			}
		}
		return sent;
	}

	@Test
	void anAnswerThatNeverGetsThroughIsTroubleAndNotTheMembers() {
		Story story = choosing();
		assertThat(answered(story, new Answer.Unclear<>("reset"))).isBetween(10, 40);
		assertThat(story.outcome()).isEqualTo("API_ERROR");
		assertThat(story.detail()).contains("answers to the account selection in a row ended in errors");
		assertThat(story.patience).isGreaterThan(Duration.ofMinutes(15));
	}

	@Test
	void anAnswerThatMxRefusesThreeTimesEndsForTheReasonOfTheRefusal() {
		Map<Refusal, String> reasons = Map.of(Refusal.NOT_ENABLED, "VERIFICATION_NOT_ENABLED", Refusal.BAD_REQUEST,
				"ACCOUNT_SELECTION_NEEDED", Refusal.NOT_FOUND, "REFUSED", Refusal.OTHER, "REFUSED");
		reasons.forEach((refusal, reason) -> {
			Story story = choosing();
			assertThat(answered(story, new Answer.Refused<>(refusal, "no"))).as(refusal.name()).isEqualTo(3);
			assertThat(story.outcome()).isEqualTo(reason);
			if (refusal != Refusal.BAD_REQUEST) {
				assertThat(story.nextCall()).as("for whoever doubts it").isEqualTo(Call.RESUME);
			}
		});
		Story wrong = choosing();
		answered(wrong, new Answer.Refused<>(Refusal.BAD_REQUEST, "invalid answer"));
		assertThat(wrong.detail()).isEqualTo("Checking");
	}

	@Test
	void maintenanceThatRefusesTheAnswerIsReportedAsSuch() {
		Story story = choosing().intends(Call.RESUME)
			.resumeAnswered(new Answer.Refused<>(Refusal.INSTITUTION_UNAVAILABLE, "maintenance"));
		assertThat(story.outcome()).isEqualTo("INSTITUTION_UNAVAILABLE");
		assertThat(story.detail()).isEqualTo("maintenance");
	}

	@Test
	void anAnswerThatMxRefusedOnceAndTookThenIsPolledOn() {
		Story story = choosing().intends(Call.RESUME)
			.resumeAnswered(new Answer.Refused<>(Refusal.NOT_ENABLED, "403"))
			.whenDue();
		while (story.nextCall() != Call.RESUME) {
			story.reads(Story.state("CHALLENGED", true, Story.TONIGHT, ACCOUNTS)).whenDue();
		}
		story.intends(Call.RESUME).resumeAnswered(new Answer.Good<>(Taken.WITHOUT_A_WORD));
		assertThat(story.outcome()).isEqualTo("poll");
		story.whenDue().reads(Story.ended("CONNECTED")).whenDue().reads(Story.ended("CONNECTED"));
		assertThat(story.outcome()).isEqualTo("numbers");
	}

	@Test
	void aSelectionThatExpiredWhileTheProgramWasDownIsNotTheCustomersDoing() {
		Story chosen = choosing().intends(Call.RESUME).whilePatienceStandsStill(Duration.ofHours(1));
		chosen.reads(Story.ended("EXPIRED")).whenDue().reads(Story.ended("EXPIRED")).whenDue();
		assertThat(chosen.reads(Story.ended("EXPIRED")).outcome()).isEqualTo("API_ERROR");
		Story unseen = new Story(Story.SETTINGS, "Savings", null).verified("CONNECTED")
			.whilePatienceStandsStill(Duration.ofHours(1));
		unseen.reads(Story.ended("EXPIRED")).whenDue();
		assertThat(unseen.reads(Story.ended("EXPIRED")).outcome()).isEqualTo("API_ERROR");
		Story nobodyChooses = new Story().verified("CONNECTED").reads(Story.ended("EXPIRED")).whenDue();
		assertThat(nobodyChooses.reads(Story.ended("EXPIRED")).outcome()).isEqualTo("EXPIRED");
		Story notOurs = new Story(Story.SETTINGS, "Savings", null)
			.verified(Story.idle("CONNECTED"), new Answer.Joined<>(Taken.WITHOUT_A_WORD))
			.reads(Story.ended("EXPIRED"))
			.whenDue();
		assertThat(notOurs.reads(Story.ended("EXPIRED")).outcome()).isEqualTo("EXPIRED");
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
				Story.LAST_NIGHT, null, true, true);
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
	void anInheritedVerdictWithoutNumbersIsUnconfirmedUnlessTheEarlierRunSawItRun() {
		for (boolean seenRunning : List.of(true, false)) {
			for (Stage stage : List.of(Stage.VERIFYING, Stage.CONNECTED, Stage.REQUESTING)) {
				Earlier earlier = new Earlier(1, stage, Reason.POLL_TIMEOUT, false, false,
						Baseline.of(Story.idle("CONNECTED"), Story.MIDNIGHT), Story.LAST_NIGHT, null, true,
						seenRunning);
				Story story = withoutNumbers(new Story(Story.SETTINGS, null, earlier));
				assertThat(story.outcome()).isEqualTo(seenRunning ? "NO_ACCOUNT_NUMBERS" : "UNCONFIRMED");
				assertThat(story.detail() == null ? "" : story.detail())
					.isEqualTo(seenRunning ? "" : "an earlier run sent the verify and never saw it run");
			}
		}
	}

	@Test
	void aSelectionThatAnEarlierRunLetExpireIsVerifiedAgainAndNotTakenForItsVerdict() {
		Earlier earlier = new Earlier(1, Stage.VERIFYING, Reason.API_ERROR, true, false,
				Baseline.of(Story.idle("CONNECTED"), Story.MIDNIGHT), Story.TONIGHT, null, true, true);
		Story story = new Story(Story.SETTINGS, "Checking", earlier).reads(Story.ended("EXPIRED"));
		assertThat(story.outcome()).isEqualTo("verify");
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
