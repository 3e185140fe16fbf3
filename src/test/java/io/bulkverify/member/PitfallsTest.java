package io.bulkverify.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pitfalls of src/docs/mx.md §3.1, one by one. */
class PitfallsTest {

	private static MemberState job(String status, boolean running, @Nullable Instant aggregatedAt,
			@Nullable String job) {
		return new MemberState(ConnectionStatus.of(status), running, aggregatedAt, job, "mxbank", null, null);
	}

	@Test
	@DisplayName("1: last night's CONNECTED is no success, though MX has taken the verify")
	void staleStatus() {
		Story story = new Story().verified("CONNECTED");
		story.reads(Story.idle("CONNECTED")).whenDue().reads(Story.idle("CONNECTED"));
		assertThat(story.outcome()).isEqualTo("poll");
	}

	@Test
	@DisplayName("2: a job too fast to be seen running is known by its start or its guid")
	void fastJob() {
		Story byTime = new Story().verified("CONNECTED");
		byTime.reads(Story.ended("CONNECTED")).whenDue().reads(Story.ended("CONNECTED"));
		assertThat(byTime.outcome()).isEqualTo("numbers");

		MemberState before = job("CONNECTED", false, Story.LAST_NIGHT, "JOB-1");
		MemberState after = job("CONNECTED", false, Story.LAST_NIGHT, "JOB-2");
		Story byGuid = new Story().verified(before, new Answer.Good<>(Taken.WITHOUT_A_WORD));
		byGuid.reads(after).whenDue().reads(after);
		assertThat(byGuid.outcome()).isEqualTo("numbers");
	}

	@Test
	@DisplayName("2: a job that MX named with the verify is ours though nothing else shows it")
	void namedJob() {
		MemberState before = job("CONNECTED", false, null, null);
		MemberState after = job("CONNECTED", false, null, "JOB-2");
		Story story = new Story().verified(before, new Answer.Good<>(new Taken("JOB-2")));
		story.reads(after).whenDue().reads(after);
		assertThat(story.outcome()).isEqualTo("numbers");
		assertThat(story.member.progress().attempt().started()).isTrue();
	}

	@Test
	@DisplayName("2: another job than the one that MX named is not ours, running or not")
	void otherJobThanTheNamedOne() {
		MemberState before = job("DENIED", false, Story.LAST_NIGHT, "JOB-1");
		for (boolean running : List.of(true, false)) {
			Story story = new Story().verified(before, new Answer.Good<>(new Taken("JOB-2")));
			story.reads(job("DENIED", running, Story.TONIGHT, "JOB-3")).whenDue();
			assertThat(story.member.progress().attempt().started()).isFalse();
			story.reads(job("DENIED", false, Story.TONIGHT, "JOB-3"));
			assertThat(story.outcome()).isEqualTo("poll");
			story.whenDue().reads(job("CONNECTED", false, Story.TONIGHT, "JOB-2"));
			assertThat(story.member.progress().attempt().started()).isTrue();
		}
	}

	@Test
	@DisplayName("2: a job that was there before the verify is not its job, whatever MX names with it")
	void oldJobNamed() {
		MemberState before = job("CONNECTED", false, Story.LAST_NIGHT, "JOB-1");
		Story story = new Story().verified(before, new Answer.Good<>(new Taken("JOB-1")));
		assertThat(story.member.progress().attempt().jobGuid()).isNull();
		story.reads(before).whenDue().reads(before);
		assertThat(story.outcome()).isEqualTo("poll");
	}

	@ParameterizedTest(name = "{0} and {1}: the same {2}")
	@CsvSource({ "2026-11-20T01:02:03Z, 2026-11-20T01:02:03.987Z, true",
			"2026-11-20T01:02:03.987Z, 2026-11-20T01:02:03Z, true",
			"2026-11-20T01:02:03.987Z, 2026-11-20T01:02:03.987654Z, true",
			"2026-11-20T01:02:03.987654Z, 2026-11-20T01:02:03.987654321Z, true",
			"2026-11-20T01:02:03.987Z, 2026-11-20T01:02:03.988Z, false",
			"2026-11-20T01:02:03.987Z, 2026-11-20T01:02:03.988654Z, false",
			"2026-11-20T01:02:03Z, 2026-11-20T01:02:04Z, false",
			"2026-11-20T01:02:03.999Z, 2026-11-20T01:02:04Z, false" })
	@DisplayName("7: fractions of a second that one endpoint leaves out are no other job")
	void fractions(Instant before, Instant after, boolean same) {
		Baseline baseline = Baseline.of(job("CONNECTED", false, before, null), Story.MIDNIGHT);
		assertThat(baseline.movedBy(job("CONNECTED", false, after, null))).isEqualTo(!same);
	}

	@Test
	@DisplayName("2: and one that is seen running needs neither")
	void seenRunning() {
		Story story = new Story().verified("CONNECTED").reads(Story.running("CONNECTED")).whenDue();
		story.reads(Story.idle("CONNECTED")).whenDue().reads(Story.idle("CONNECTED"));
		assertThat(story.outcome()).isEqualTo("numbers");
	}

	@Test
	@DisplayName("3: CONNECTED that flips to IMPEDED is IMPEDED")
	void flips() {
		Story story = new Story().verified("CONNECTED").reads(Story.ended("CONNECTED"));
		assertThat(story.outcome()).isEqualTo("poll");
		assertThat(story.nextCall()).isEqualTo(Call.READ_MEMBER);
		story.whenDue().reads(Story.ended("IMPEDED"));
		assertThat(story.outcome()).isEqualTo("poll");
		story.whenDue().reads(Story.ended("IMPEDED"));
		assertThat(story.outcome()).isEqualTo("IMPEDED");
	}

	@Test
	@DisplayName("4: a failure counts when seen twice, or at once with an error code")
	void failuresLag() {
		assertThat(new Story().verified("CONNECTED").reads(Story.ended("DENIED")).outcome()).isEqualTo("poll");
		Story coded = new Story().verified("CONNECTED")
			.reads(Story.ended("DENIED", new MemberState.MemberError("1000", "No eligible account")));
		assertThat(coded.outcome()).isEqualTo("DENIED");
		assertThat(coded.detail()).isEqualTo("1000: No eligible account");
	}

	@Test
	@DisplayName("4: a failure of last night with its error code is no verdict")
	void staleFailure() {
		MemberState stale = new MemberState(ConnectionStatus.of("DENIED"), false, Story.LAST_NIGHT, null, "mxbank",
				new MemberState.MemberError("1000", null), null);
		Story story = new Story().verified(stale, new Answer.Good<>(Taken.WITHOUT_A_WORD))
			.reads(stale)
			.whenDue()
			.reads(stale);
		assertThat(story.outcome()).isEqualTo("poll");
	}

	@ParameterizedTest
	@ValueSource(strings = { "3000", "3001", "3002" })
	@DisplayName("5: an error of the bank's own is nothing that its customer could mend")
	void bankInTrouble(String code) {
		Story story = new Story().verified("CONNECTED")
			.reads(Story.ended("CONNECTED", new MemberState.MemberError(code, "The bank is down")));
		assertThat(story.outcome()).isEqualTo("INSTITUTION_UNAVAILABLE");
	}

	@Test
	@DisplayName("5: CONNECTED with an error code is no success")
	void connectedWithError() {
		Story story = new Story().verified("CONNECTED")
			.reads(Story.ended("CONNECTED", new MemberState.MemberError("1000", "No eligible account")));
		assertThat(story.outcome()).isEqualTo("MEMBER_ERROR");
		assertThat(story.detail()).isEqualTo("1000: No eligible account");
	}

	private static final MemberState.MemberError OLD = new MemberState.MemberError("1000", "No eligible account");

	/** A member that showed the error before the verify. */
	private static Story verifiedWithOldError() {
		MemberState before = new MemberState(ConnectionStatus.of("CONNECTED"), false, Story.LAST_NIGHT, null, "mxbank",
				OLD, null);
		return new Story().verified(before, new Answer.Good<>(Taken.WITHOUT_A_WORD));
	}

	@Test
	@DisplayName("5: an error that stood there before the verify decides nothing after one look")
	void oldErrorSeenOnce() {
		for (String status : List.of("CONNECTED", "DENIED", "FAILED", "CREATED")) {
			assertThat(verifiedWithOldError().reads(Story.ended(status, OLD)).outcome()).isEqualTo("poll");
		}
		Story gone = verifiedWithOldError().reads(Story.ended("CONNECTED", OLD)).whenDue();
		gone.reads(Story.ended("CONNECTED")).whenDue().reads(Story.ended("CONNECTED"));
		assertThat(gone.outcome()).isEqualTo("numbers");
	}

	@Test
	@DisplayName("5: it decides when it stays, and a new one decides at once")
	void oldErrorThatStays() {
		Story stays = verifiedWithOldError().reads(Story.ended("CONNECTED", OLD)).whenDue();
		assertThat(stays.reads(Story.ended("CONNECTED", OLD)).outcome()).isEqualTo("MEMBER_ERROR");
		Story statusHasNone = verifiedWithOldError().reads(Story.ended("CONNECTED")).whenDue();
		assertThat(statusHasNone.reads(Story.ended("CONNECTED", OLD)).outcome()).isEqualTo("poll");
		MemberState.MemberError other = new MemberState.MemberError("1001", null);
		assertThat(verifiedWithOldError().reads(Story.ended("CONNECTED", other)).outcome()).isEqualTo("MEMBER_ERROR");
	}

	@Test
	@DisplayName("6: CONNECTED without numbers is asked again for two minutes")
	void noNumbers() {
		Story story = new Story().at(Stage.CONNECTED).numbers();
		int reads = 1;
		while ("poll".equals(story.outcome())) {
			assertThat(Duration.between(story.now, story.member.progress().dueAt())).isBetween(Duration.ofSeconds(3),
					Duration.ofSeconds(30));
			story.whenDue().numbers();
			reads++;
		}
		assertThat(story.outcome()).isEqualTo("NO_ACCOUNT_NUMBERS");
		assertThat(story.patience).isBetween(Duration.ofMinutes(2), Duration.ofSeconds(150));
		assertThat(reads).isBetween(8, 20);
		Story late = new Story().at(Stage.CONNECTED).numbers();
		while (late.patience.compareTo(Duration.ofSeconds(100)) < 0) {
			late.whenDue().numbers();
		}
		assertThat(late.whenDue().numbers("0012345").outcome()).isEqualTo("VERIFIED");
	}

	@Test
	@DisplayName("6: time in which nobody could look does not count")
	void noNumbersAndNoPatienceUsed() {
		Story story = new Story().at(Stage.CONNECTED).numbers();
		for (int i = 0; i < 5; i++) {
			story.whilePatienceStandsStill(Duration.ofHours(1)).numbers();
		}
		assertThat(story.outcome()).isEqualTo("poll");
	}

	@Test
	@DisplayName("6: where MX says that it is done with them, two reads are enough")
	void numbersProcessed() {
		for (boolean done : List.of(true, false)) {
			Story story = new Story().verified("CONNECTED")
				.reads(Story.numbersProcessed(Story.ended("CONNECTED"), done))
				.whenDue()
				.reads(Story.ended("CONNECTED"));
			assertThat(story.outcome()).isEqualTo("numbers");
			assertThat(story.numbers().outcome()).isEqualTo("poll");
			assertThat(story.whenDue().numbers().outcome()).isEqualTo(done ? "NO_ACCOUNT_NUMBERS" : "poll");
		}
	}

	@Test
	@DisplayName("6: masked numbers are believed when they come twice")
	void maskedNumbers() {
		Story story = new Story().at(Stage.CONNECTED).numbers("XXXX1234");
		assertThat(story.outcome()).isEqualTo("poll");
		assertThat(story.whenDue().numbers("XXXX1234").outcome()).isEqualTo("MASKED_NUMBERS");
		assertThat(new Story().at(Stage.CONNECTED).numbers("XXXX1234").whenDue().numbers("0012345").outcome())
			.isEqualTo("VERIFIED");
	}

	@Test
	@DisplayName("7: aggregated_at that does not move does not hide a new job guid")
	void jobGuidIsPreferred() {
		Baseline baseline = Baseline.of(job("CONNECTED", false, Story.LAST_NIGHT, "JOB-1"), Story.MIDNIGHT);
		assertThat(baseline.movedBy(job("CONNECTED", false, Story.LAST_NIGHT, "JOB-2"))).isTrue();
		assertThat(baseline.movedBy(job("CONNECTED", false, Story.LAST_NIGHT, "JOB-1"))).isFalse();
		assertThat(baseline.movedBy(job("CONNECTED", false, Story.LAST_NIGHT, null))).isFalse();
		assertThat(baseline.movedBy(job("CONNECTED", false, null, "JOB-1"))).isFalse();
	}

	@Test
	@DisplayName("8: a success does not depend on successfully_aggregated_at, which the core never sees")
	void successfullyAggregatedAt() {
		assertThat(MemberState.class.getRecordComponents())
			.noneMatch(component -> component.getName().startsWith("successfully"));
	}

	@Test
	@DisplayName("9: CHALLENGED counts whatever the running flag says, once the job is ours")
	void challengedAndRunning() {
		for (boolean running : List.of(true, false)) {
			Story ours = new Story().verified("CONNECTED")
				.reads(Story.state("CHALLENGED", running, Story.TONIGHT, Story.SECURITY_QUESTION));
			assertThat(ours.outcome()).isEqualTo("CHALLENGED");
			assertThat(ours.detail()).isEqualTo("TEXT: Name of your first pet?");
		}
		Story stale = new Story().verified("CHALLENGED")
			.reads(Story.state("CHALLENGED", false, Story.LAST_NIGHT, Story.SECURITY_QUESTION));
		assertThat(stale.outcome()).isEqualTo("poll");
	}

	@Test
	@DisplayName("10: after a 409 the foreign job's status is nobody's verdict, and the member is verified again")
	void foreignJob() {
		Story story = new Story().reads(Story.idle("CONNECTED"))
			.intends(Call.VERIFY)
			.verifyAnswered(new Answer.Conflict<>());
		assertThat(story.outcome()).isEqualTo("busy");
		assertThat(story.whenDue().reads(Story.running("CONNECTED")).outcome()).isEqualTo("busy");
		assertThat(story.whenDue().reads(Story.ended("CONNECTED")).outcome()).isEqualTo("verify");
		assertThat(story.nextCall()).isEqualTo(Call.VERIFY);
		story.intends(Call.VERIFY).verifyAnswered(new Answer.Good<>(Taken.WITHOUT_A_WORD)).whenDue();
		story.reads(Story.ended("CONNECTED")).whenDue().reads(Story.ended("CONNECTED"));
		assertThat(story.outcome()).isEqualTo("poll");
	}

	@Test
	@DisplayName("11: no number of 404s makes a verified member unknown, nor breaks a row of two verdicts")
	void notFoundForAMoment() {
		Story story = new Story().verified("CONNECTED").reads(Story.ended("CONNECTED"));
		for (int i = 0; i < 6; i++) {
			story.whenDue().read(new Answer.Refused<>(Refusal.NOT_FOUND, "no member"));
			assertThat(story.outcome()).isEqualTo("error");
		}
		assertThat(story.whenDue().reads(Story.ended("CONNECTED")).outcome()).isEqualTo("numbers");
	}

	@Test
	@DisplayName("12: one failed poll ends nothing, nor does it break a row of two verdicts")
	void oneFailedPoll() {
		Story story = new Story().verified("CONNECTED").reads(Story.ended("CONNECTED")).whenDue();
		story.read(new Answer.Unclear<>("reset"));
		assertThat(story.outcome()).isEqualTo("error");
		assertThat(story.whenDue().reads(Story.ended("CONNECTED")).outcome()).isEqualTo("numbers");
	}

	@Test
	@DisplayName("13: MX's clock may be years away from ours")
	void clocks() {
		for (Instant tonight : List.of(Instant.EPOCH, Instant.parse("2099-01-01T00:00:00Z"))) {
			MemberState after = Story.state("CONNECTED", false, tonight);
			Story story = new Story().verified("CONNECTED").reads(after).whenDue().reads(after);
			assertThat(story.outcome()).isEqualTo("numbers");
		}
	}

	@Test
	@DisplayName("A joined verification without any sign of a job counts after 30 s, unconfirmed")
	void joinedWithoutASign() {
		Story story = new Story().verified(Story.idle("CONNECTED"), new Answer.Joined<>(Taken.WITHOUT_A_WORD));
		while (story.patience.compareTo(Duration.ofSeconds(30)) < 0) {
			assertThat(story.reads(Story.idle("CONNECTED")).outcome()).isEqualTo("poll");
			story.whenDue();
		}
		story.reads(Story.idle("CONNECTED")).whenDue().reads(Story.idle("CONNECTED"));
		assertThat(story.outcome()).isEqualTo("numbers");
		assertThat(story.member.progress().attempt().started()).isFalse();
	}

	@Test
	@DisplayName("Nor does it count sooner where polls are quick")
	void graceIsNoShorterForQuickPolls() {
		Story story = new Story(Story.polling(Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofMinutes(15)))
			.verified("CONNECTED");
		while (story.patience.compareTo(Duration.ofSeconds(30)) < 0) {
			assertThat(story.reads(Story.idle("CONNECTED")).outcome()).isEqualTo("poll");
			story.later(Duration.ofMillis(250));
		}
		story.later(Duration.ofSeconds(1)).reads(Story.idle("CONNECTED"));
		assertThat(story.whenDue().reads(Story.idle("CONNECTED")).outcome()).isEqualTo("numbers");
	}

	@Test
	@DisplayName("Nor is it given up before it could count")
	void graceOutlastsAShortPatience() {
		Story story = new Story(Story.polling(Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(12)))
			.verified("CONNECTED");
		while ("poll".equals(story.outcome())) {
			story.whenDue().reads(Story.idle("CONNECTED"));
		}
		assertThat(story.outcome()).isEqualTo("numbers");
	}

	@Test
	void retryFailedVerifiesAFailedVerdictAgainThatOftenAndNoMore() {
		Story story = new Story(Story.settings(new SelectionRule.ReportIt(), 2, Set.of(), false));
		for (int verify = 1; verify <= 3; verify++) {
			Instant job = Story.TONIGHT.plusSeconds(verify);
			Instant before = Story.TONIGHT.plusSeconds(verify - 1);
			story.whenDue().reads(Story.state("FAILED", false, before)).whenDue();
			assertThat(story.nextCall()).isEqualTo(Call.VERIFY);
			story.intends(Call.VERIFY).verifyAnswered(new Answer.Good<>(Taken.WITHOUT_A_WORD)).whenDue();
			story.reads(Story.state("FAILED", false, before)).whenDue();
			assertThat(story.outcome()).as("the last attempt's verdict is not this one's").isEqualTo("poll");
			story.reads(Story.state("FAILED", false, job)).whenDue().reads(Story.state("FAILED", false, job));
			assertThat(story.outcome()).isEqualTo(verify < 3 ? "again" : "FAILED");
		}
		assertThat(story.member.progress().attempt().accepted()).isEqualTo(3);
	}

	@Test
	void aFailureOfAJoinedVerificationIsNotVerifiedAgain() {
		Story story = new Story(Story.settings(new SelectionRule.ReportIt(), 5, Set.of(), false)).verified("FAILED");
		story.reads(Story.ended("FAILED")).whenDue().reads(Story.ended("FAILED"));
		assertThat(story.outcome()).isEqualTo("again");
		story.whenDue().reads(Story.ended("FAILED")).intends(Call.VERIFY);
		story.verifyAnswered(new Answer.Joined<>(Taken.WITHOUT_A_WORD)).whenDue();
		story.reads(Story.running("FAILED")).whenDue().reads(Story.ended("FAILED")).whenDue();
		story.reads(Story.ended("FAILED"));
		assertThat(story.outcome()).isEqualTo("FAILED");
	}

}
