package io.bulkverify.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The pitfalls of mx-api.md §3.1, one by one. */
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

	@Test
	@DisplayName("5: CONNECTED with an error code is no success")
	void connectedWithError() {
		Story story = new Story().verified("CONNECTED")
			.reads(Story.ended("CONNECTED", new MemberState.MemberError("1000", "No eligible account")));
		assertThat(story.outcome()).isEqualTo("MEMBER_ERROR");
		assertThat(story.detail()).isEqualTo("1000: No eligible account");
	}

	@Test
	@DisplayName("6: CONNECTED without numbers, twice, is NO_ACCOUNT_NUMBERS")
	void noNumbers() {
		Story story = new Story().at(Stage.CONNECTED).numbers();
		assertThat(story.outcome()).isEqualTo("poll");
		assertThat(story.whenDue().numbers().outcome()).isEqualTo("NO_ACCOUNT_NUMBERS");
		assertThat(new Story().at(Stage.CONNECTED).numbers().whenDue().numbers("0012345").outcome())
			.isEqualTo("VERIFIED");
		assertThat(new Story().at(Stage.CONNECTED).numbers("XXXX1234").outcome()).isEqualTo("MASKED_NUMBERS");
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
	@DisplayName("11: two 404s right after the start do not end the member, three in a row do")
	void notFoundForAMoment() {
		Story story = new Story().verified("CONNECTED").read(new Answer.Refused<>(Refusal.NOT_FOUND, "no member"));
		assertThat(story.outcome()).isEqualTo("error");
		story.whenDue().reads(Story.running("CONNECTED")).whenDue();
		story.read(new Answer.Refused<>(Refusal.NOT_FOUND, "no member"));
		assertThat(story.outcome()).isEqualTo("error");
		story.whenDue().read(new Answer.Refused<>(Refusal.NOT_FOUND, "no member"));
		assertThat(story.outcome()).isEqualTo("error");
		story.whenDue().read(new Answer.Refused<>(Refusal.NOT_FOUND, "no member"));
		assertThat(story.outcome()).isEqualTo("MEMBER_NOT_FOUND");
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
