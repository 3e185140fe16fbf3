package io.bulkverify.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Waiting: how long, and when it has been long enough. */
class PacingTest {

	@Test
	void a_rest_that_mx_asks_for_with_a_503_is_kept_to_its_end() {
		Story story = new Story().read(new Answer.Unclear<>("HTTP 503", Duration.ofMinutes(40)));

		assertThat(story.outcome()).isEqualTo("error");
		assertThat(story.member.progress().dueAt()).isEqualTo(Story.MIDNIGHT.plus(Duration.ofMinutes(40)));
	}

	@Test
	void aConflictDelayDoublesToItsLimitWithAQuarterOfJitterAtMost() {
		Backoff backoff = new Backoff(Duration.ofSeconds(15), Duration.ofMinutes(5));
		Random jitter = new Random(1);
		long[] most = { 15, 30, 60, 120, 240, 300, 300, 300 };
		for (int count = 1; count <= most.length; count++) {
			long bound = most[count - 1] * 1000;
			for (int i = 0; i < 200; i++) {
				assertThat(backoff.delay(count, jitter).toMillis()).isBetween(bound * 3 / 4, bound);
			}
		}
		assertThat(backoff.delay(Integer.MAX_VALUE, jitter)).isLessThanOrEqualTo(Duration.ofMinutes(5));
		assertThat(IntStream.range(0, 100).mapToObj(i -> backoff.delay(1, jitter)).distinct()).hasSizeGreaterThan(50);
	}

	@Test
	void aBusyMemberIsGivenUpOnAGoodReadAfterTheDeadlineOnly() {
		Story story = new Story().reads(Story.idle("CONNECTED"))
			.intends(Call.VERIFY)
			.verifyAnswered(new Answer.Conflict<>());
		Instant before = story.now;
		while (story.patience.compareTo(Duration.ofHours(2)) < 0) {
			assertThat(story.outcome()).isEqualTo("busy");
			story.whenDue();
			Instant read = story.now;
			story.reads(Story.running("CONNECTED"));
			assertThat(Duration.between(before, read)).isBetween(Duration.ofSeconds(11), Duration.ofMinutes(5));
			before = read;
		}
		assertThat(story.outcome()).isEqualTo("CONFLICT_TIMEOUT");
		assertThat(story.detail()).startsWith("busy with another job at MX");
	}

	@Test
	void anErrorAfterTheDeadlineIsNoConflictTimeoutAndAnIdleMemberIsVerifiedHoweverLate() {
		Story story = new Story().reads(Story.idle("CONNECTED"))
			.intends(Call.VERIFY)
			.verifyAnswered(new Answer.Conflict<>())
			.later(Duration.ofHours(3));
		assertThat(story.read(new Answer.Unclear<>("502")).outcome()).isEqualTo("error");
		assertThat(story.whenDue().reads(Story.idle("CONNECTED")).outcome()).isEqualTo("verify");
	}

	@Test
	void aReadingFromTheFutureIsNotPaidOn() {
		Story story = new Story().reads(Story.idle("CONNECTED"));
		assertThat(story.policy.mayStillVerify(story.member, story.now)).isTrue();
		assertThat(story.policy.mayStillVerify(story.member, story.now.minusSeconds(1)))
			.as("the clock was set back since the run's last process read it")
			.isFalse();
	}

	@Test
	void aVerifyThatWaitsForItsTurnIsPaidForNoLaterThanTenSecondsAfterTheRead() {
		Story story = new Story().reads(Story.idle("CONNECTED")).later(Duration.ofSeconds(9)).intends(Call.VERIFY);
		assertThat(story.policy.mayStillVerify(story.member, story.now)).isTrue();
		story.later(Duration.ofSeconds(1));
		assertThat(story.policy.mayStillVerify(story.member, story.now)).isFalse();
		story.verifyAnswered(new Answer.NotSent<>("not wanted any more")).whenDue();
		assertThat(story.nextCall()).isEqualTo(Call.READ_MEMBER);
		assertThat(story.reads(Story.idle("DENIED")).outcome()).isEqualTo("DENIED");
		assertThat(story.member.progress().attempt().sent()).isZero();
	}

	@Test
	void pollsAreNeverCloserThanTheIntervalAndGrowToTheLongest() {
		Story story = new Story().verified("CONNECTED");
		assertThat(Duration.between(Story.MIDNIGHT, story.now)).as("the first").isEqualTo(Duration.ofSeconds(5));
		Duration last = Duration.ZERO;
		for (int i = 0; i < 12; i++) {
			story.reads(Story.running("CONNECTED"));
			Duration wait = Duration.between(story.now, story.member.progress().dueAt());
			assertThat(wait).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(30)).isGreaterThanOrEqualTo(last);
			last = wait;
			story.whenDue();
		}
		assertThat(last).isEqualTo(Duration.ofSeconds(30));
		story.reads(Story.ended("CONNECTED"));
		assertThat(Duration.between(story.now, story.member.progress().dueAt())).as("a verdict to confirm")
			.isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void aVerificationWithoutAnEndIsGivenUpAfterItsTimeFromTheVerifyOn() {
		Story story = new Story().later(Duration.ofHours(5)).verified("CONNECTED");
		Duration start = story.patience.minusSeconds(5);
		while (!(story.last instanceof Outcome.Report)) {
			story.reads(Story.running("DELAYED"));
			if (!(story.last instanceof Outcome.Report)) {
				story.whenDue();
			}
		}
		assertThat(story.outcome()).isEqualTo("POLL_TIMEOUT");
		assertThat(story.patience.minus(start)).isBetween(Duration.ofMinutes(15), Duration.ofSeconds(930));
	}

	@Test
	void nobodyTimesOutWhilePatienceStandsStill() {
		Story poll = new Story().verified("CONNECTED");
		Story busy = new Story().at(Stage.REQUESTING).verifyAnswered(new Answer.Conflict<>());
		for (int day = 0; day < 10; day++) {
			poll.whilePatienceStandsStill(Duration.ofDays(1)).reads(Story.running("CONNECTED"));
			busy.whilePatienceStandsStill(Duration.ofDays(1)).reads(Story.running("CONNECTED"));
			assertThat(poll.outcome()).isEqualTo("poll");
			assertThat(busy.outcome()).isEqualTo("busy");
		}
	}

	@Test
	void anErrorAfterThePollDeadlineIsNoPollTimeout() {
		Story story = new Story().verified("CONNECTED").later(Duration.ofHours(1));
		assertThat(story.read(new Answer.Unclear<>("reset")).outcome()).isEqualTo("error");
		while (!(story.last instanceof Outcome.Report)) {
			story.whenDue().reads(Story.running("CONNECTED"));
		}
		assertThat(story.outcome()).isEqualTo("POLL_TIMEOUT");
	}

	/** The slowest pace leaves less than one read for so short a patience. */
	private static final PolicySettings SHORT = Story.polling(Duration.ofSeconds(3), Duration.ofSeconds(30),
			Duration.ofSeconds(20));

	@Test
	void aVerdictThatIsSeenAfterTheDeadlineOnlyGetsItsSecondLookHoweverLate() {
		for (String verdict : List.of("CONNECTED", "DENIED", "FAILED")) {
			Story story = new Story(SHORT).verified("CREATED").reads(Story.running("CREATED"));
			story.later(Duration.ofHours(1)).reads(Story.ended(verdict));
			assertThat(story.outcome()).isEqualTo("poll");
			story.later(Duration.ofHours(1)).reads(Story.ended(verdict));
			assertThat(story.outcome()).isEqualTo(verdict.equals("CONNECTED") ? "numbers" : verdict);
		}
	}

	@Test
	void aVerdictThatChangesAfterTheDeadlineGetsItsSecondLookToo() {
		Story story = new Story(SHORT).verified("CREATED").later(Duration.ofHours(1)).reads(Story.ended("CONNECTED"));
		story.later(Duration.ofHours(1)).reads(Story.ended("IMPEDED"));
		assertThat(story.outcome()).isEqualTo("poll");
		assertThat(story.later(Duration.ofHours(1)).reads(Story.ended("IMPEDED")).outcome()).isEqualTo("IMPEDED");
	}

	@Test
	void aVerdictThatNeverStopsChangingIsGivenUp() {
		Story story = new Story(SHORT).verified("CREATED");
		int looks = 0;
		while ("poll".equals(story.outcome()) && looks < 100) {
			story.whenDue().reads(Story.ended(looks++ % 2 == 0 ? "CONNECTED" : "IMPEDED"));
		}
		assertThat(story.outcome()).isEqualTo("POLL_TIMEOUT");
		assertThat(looks).isBetween(10, 15);
	}

	@Test
	void nobodyIsGivenUpAfterOneLook() {
		Story story = new Story(SHORT).verified("CONNECTED").later(Duration.ofHours(1));
		assertThat(story.reads(Story.running("CONNECTED")).outcome()).isEqualTo("poll");
		assertThat(story.whenDue().reads(Story.running("CONNECTED")).outcome()).isEqualTo("POLL_TIMEOUT");
		assertThat(story.detail()).isEqualTo("no end after 2 reads");
	}

	/** When MX lets few reads through, or this machine is too busy to make them. */
	@Test
	void nobodyIsGivenUpWhoWasHardlyLookedAt() {
		Story story = new Story().verified("CONNECTED");
		for (int look = 1; look < 10; look++) {
			assertThat(story.later(Duration.ofMinutes(10)).reads(Story.running("CONNECTED")).outcome())
				.isEqualTo("poll");
		}
		assertThat(story.later(Duration.ofMinutes(10)).reads(Story.running("CONNECTED")).outcome())
			.isEqualTo("POLL_TIMEOUT");
	}

	@Test
	void aBaselineLastsLessThanTenSeconds() {
		Story story = new Story().reads(Story.idle("CONNECTED")).later(Duration.ofMillis(9_999));
		assertThat(story.nextCall()).isEqualTo(Call.VERIFY);
		assertThat(story.later(Duration.ofMillis(1)).nextCall()).isEqualTo(Call.READ_MEMBER);
		assertThat(story.reads(Story.idle("DENIED")).outcome()).as("what is read then decides").isEqualTo("DENIED");
	}

	@Test
	void numbersFirstAsksOnceAndAStaleBaselineDoesNotAskAgain() {
		Story story = new Story(Story.settings(new SelectionRule.ReportIt(), 0, Set.of(), true))
			.reads(Story.idle("CONNECTED"));
		assertThat(story.nextCall()).isEqualTo(Call.READ_ACCOUNT_NUMBERS);
		assertThat(story.numbers().outcome()).isEqualTo("verify");
		for (int i = 0; i < 3; i++) {
			story.later(Duration.ofMinutes(1));
			assertThat(story.nextCall()).isEqualTo(Call.READ_MEMBER);
			assertThat(story.reads(Story.idle("CONNECTED")).outcome()).isEqualTo("verify");
		}
		assertThat(story.nextCall()).isEqualTo(Call.VERIFY);
	}

	@Test
	void numbersFirstSavesTheVerifyAlsoOfAMemberThatRuns() {
		for (boolean running : new boolean[] { true, false }) {
			Story story = new Story(Story.settings(new SelectionRule.ReportIt(), 0, Set.of(), true))
				.reads(Story.state("CONNECTED", running, Story.LAST_NIGHT));
			assertThat(story.nextCall()).isEqualTo(Call.READ_ACCOUNT_NUMBERS);
			assertThat(story.numbers("0012345").outcome()).isEqualTo("VERIFIED");
			assertThat(story.member.progress().attempt().sent()).isZero();
		}
	}

}
