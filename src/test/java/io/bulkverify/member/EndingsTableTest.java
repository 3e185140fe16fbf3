package io.bulkverify.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * src/docs/mx.md §2 as a table: every way a call can end, for every call in every stage.
 */
class EndingsTableTest {

	/**
	 * What follows, and the stage that the member is left in; {@code same} stands for the
	 * stage that the read was made in. A read's answer is given twice in a row, to the
	 * very first read of a member and to every read after a good one; a verify's answer
	 * is given to the next verify too, after another good read.
	 */
	private static final String TABLE = """
			# ending                  | the first read | and again                      | any later read                 | and again                      | verify                               | and again                            | resume
			joined                    | -              | -                              | -                              | -                              | poll VERIFYING                       | -                                    | poll VERIFYING
			good                      | -              | -                              | -                              | -                              | poll VERIFYING                       | -                                    | poll VERIFYING
			conflict                  | error same     | error same                     | error same                     | error same                     | busy PENDING                         | busy PENDING                         | poll VERIFYING
			NOT_FOUND                 | error same     | MEMBER_NOT_FOUND same          | error same                     | error same                     | error PENDING                        | MEMBER_NOT_FOUND REQUESTING          | settle ANSWERING
			INSTITUTION_NOT_SUPPORTED | error same     | INSTITUTION_NOT_SUPPORTED same | error same                     | INSTITUTION_NOT_SUPPORTED same | INSTITUTION_NOT_SUPPORTED REQUESTING | -                                    | INSTITUTION_NOT_SUPPORTED ANSWERING
			INSTITUTION_UNAVAILABLE   | error same     | INSTITUTION_UNAVAILABLE same   | error same                     | error same                     | INSTITUTION_UNAVAILABLE REQUESTING   | -                                    | INSTITUTION_UNAVAILABLE ANSWERING
			NOT_ENABLED               | error same     | VERIFICATION_NOT_ENABLED same  | error same                     | error same                     | error PENDING                        | VERIFICATION_NOT_ENABLED REQUESTING  | settle ANSWERING
			BAD_REQUEST               | error same     | REFUSED same                   | error same                     | error same                     | error PENDING                        | REFUSED REQUESTING                   | settle ANSWERING
			NOT_ALLOWED               | error same     | REFUSED same                   | error same                     | error same                     | error PENDING                        | REFUSED REQUESTING                   | settle ANSWERING
			OTHER                     | error same     | REFUSED same                   | error same                     | error same                     | error PENDING                        | REFUSED REQUESTING                   | settle ANSWERING
			throttled                 | slower same    | slower same                    | slower same                    | slower same                    | slower READY                         | slower READY                         | slower ANSWERING
			unclear                   | error same     | error same                     | error same                     | error same                     | settle REQUESTING                    | settle REQUESTING                    | settle ANSWERING
			not sent                  | unsent same    | unsent same                    | unsent same                    | unsent same                    | unsent READY                         | unsent READY                         | unsent ANSWERING
			everybody                 | HALT same      | HALT same                      | HALT same                      | HALT same                      | HALT READY                           | HALT READY                           | HALT ANSWERING
			""";

	/** The same answer to a read of any kind. */
	static <T> Answer<T> ending(String name) {
		return switch (name) {
			case "conflict" -> new Answer.Conflict<>();
			case "throttled" -> new Answer.Throttled<>(Duration.ofSeconds(7));
			case "unclear" -> new Answer.Unclear<>("502");
			case "not sent" -> new Answer.NotSent<>("connection refused");
			case "everybody" -> new Answer.ForEverybody<>("401");
			default -> new Answer.Refused<>(Refusal.valueOf(name), "no");
		};
	}

	private static Answer<Taken> written(String name) {
		return switch (name) {
			case "good" -> new Answer.Good<>(Taken.WITHOUT_A_WORD);
			case "joined" -> new Answer.Joined<>(Taken.WITHOUT_A_WORD);
			default -> ending(name);
		};
	}

	enum Read {

		FIRST_READ(Stage.PENDING), MEMBER_PENDING(Stage.PENDING), MEMBER_READY(Stage.READY),
		MEMBER_REQUESTING(Stage.REQUESTING), STATUS_VERIFYING(Stage.VERIFYING), STATUS_ANSWERING(Stage.ANSWERING),
		NUMBERS_CONNECTED(Stage.CONNECTED), CHALLENGES_PENDING(Stage.PENDING), CHALLENGES_VERIFYING(Stage.VERIFYING);

		private final Stage stage;

		Read(Stage stage) {
			this.stage = stage;
		}

		Story before() {
			return switch (this) {
				case MEMBER_PENDING -> new Story().reads(Story.running("DENIED")).whenDue();
				case CHALLENGES_PENDING -> new Story().reads(Story.idle("CHALLENGED"));
				default -> new Story().at(stage);
			};
		}

		Story answer(Story story, String ending) {
			return switch (this) {
				case FIRST_READ, MEMBER_PENDING, MEMBER_READY, MEMBER_REQUESTING, STATUS_VERIFYING, STATUS_ANSWERING ->
					story.read(ending(ending));
				case NUMBERS_CONNECTED -> story.numbers(EndingsTableTest.ending(ending));
				case CHALLENGES_PENDING, CHALLENGES_VERIFYING -> story.lists(EndingsTableTest.ending(ending));
			};
		}

	}

	private static Stream<List<String>> rows() {
		return TABLE.lines()
			.filter(line -> !line.startsWith("#"))
			.map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList());
	}

	static Stream<Arguments> reads() {
		return rows().filter(row -> !"-".equals(row.get(1))).flatMap(row -> Arrays.stream(Read.values()).map(read -> {
			int column = read == Read.FIRST_READ ? 1 : 3;
			return Arguments.of(row.getFirst(), read, row.get(column), row.get(column + 1));
		}));
	}

	@ParameterizedTest(name = "{0} to {1} -> {2}, then {3}")
	@MethodSource("reads")
	void everyEndingOfEveryRead(String ending, Read read, String once, String twice) {
		Story story = read.answer(read.before(), ending);
		assertThat(told(story, read.stage)).isEqualTo(once);
		assertThat(told(read.answer(story.whenDue(), ending), read.stage)).isEqualTo(twice);
	}

	private static String told(Story story, Stage before) {
		return story.outcome() + " " + (story.member.stage() == before ? "same" : story.member.stage());
	}

	static Stream<Arguments> writes() {
		return rows().map(row -> Arguments.of(row.getFirst(), row.get(5), row.get(6), row.get(7)));
	}

	@ParameterizedTest(name = "{0} to a verify -> {1}, then {2}; to a resume -> {3}")
	@MethodSource("writes")
	void everyEndingOfAVerifyAndOfAResume(String ending, String verify, String again, String resume) {
		Story verified = new Story().at(Stage.REQUESTING).verifyAnswered(written(ending));
		assertThat(verified.outcome() + " " + verified.member.stage()).isEqualTo(verify);
		if (!"-".equals(again)) {
			verifiedAgain(verified, ending);
			assertThat(verified.outcome() + " " + verified.member.stage()).isEqualTo(again);
		}
		Story resumed = new Story().at(Stage.ANSWERING).resumeAnswered(written(ending));
		assertThat(resumed.outcome() + " " + resumed.member.stage()).isEqualTo(resume);
	}

	/** Reads until it may be verified, and verifies. */
	private static void verifiedAgain(Story story, String ending) {
		while (story.whenDue().nextCall() != Call.VERIFY) {
			story.reads(Story.idle("FAILED"));
		}
		story.intends(Call.VERIFY).verifyAnswered(written(ending));
	}

	@Test
	void onlyATakenVerifyIsBilledAndAnUnsentOneIsNotCounted() {
		Function<String, Attempt> after = ending -> new Story().at(Stage.REQUESTING)
			.verifyAnswered(written(ending)).member.progress()
			.attempt();
		assertThat(after.apply("good").accepted()).isOne();
		assertThat(Stream.of("joined", "conflict", "throttled", "NOT_FOUND", "unclear").map(after))
			.allSatisfy(attempt -> assertThat(attempt.accepted()).isZero())
			.allSatisfy(attempt -> assertThat(attempt.sent()).isOne());
		assertThat(Stream.of("not sent", "everybody").map(after))
			.allSatisfy(attempt -> assertThat(attempt.sent()).isZero());
	}

	@Test
	void retryAfterIsHonouredToTheSecond() {
		Story story = new Story().read(ending("throttled"));
		assertThat(story.member.progress().dueAt()).isEqualTo(Story.MIDNIGHT.plusSeconds(7));
	}

	@Test
	void aMemberThatWasReadOnceIsNeverNotFoundNorRefused() {
		for (String refusal : List.of("NOT_FOUND", "NOT_ENABLED", "BAD_REQUEST", "OTHER", "INSTITUTION_UNAVAILABLE")) {
			Story story = new Story().reads(Story.running("DENIED"));
			while (!(story.last instanceof Outcome.Report)) {
				story.whenDue().read(ending(refusal));
			}
			assertThat(story.outcome()).as(refusal).isEqualTo("API_ERROR");
			assertThat(story.patience).isGreaterThan(Duration.ofMinutes(15));
			assertThat(story.detail()).contains("reads in a row ended in errors, the last: no");
		}
	}

	@Test
	void aPaidMemberWhoseNumbersAreRefusedForAMinuteIsVerified() {
		for (String refusal : List.of("NOT_FOUND", "NOT_ENABLED", "OTHER")) {
			Story story = new Story().at(Stage.CONNECTED);
			while (story.patience.compareTo(Duration.ofMinutes(1)) < 0) {
				assertThat(story.numbers(EndingsTableTest.<List<AccountNumber>>ending(refusal)).outcome())
					.isEqualTo("error");
				story.whenDue();
			}
			assertThat(story.numbers("0012345").outcome()).isEqualTo("VERIFIED");
		}
	}

	@Test
	void aWallAroundTwoVerifiesThatAreNotAlikeEndsNobody() {
		Story story = new Story().at(Stage.REQUESTING).verifyAnswered(ending("OTHER"));
		verifiedAgain(story, "NOT_FOUND");
		assertThat(story.outcome()).isEqualTo("error");
		verifiedAgain(story, "good");
		assertThat(story.outcome()).isEqualTo("poll");
		assertThat(story.member.progress().attempt().refused()).isNull();
		assertThat(story.member.progress().attempt().accepted()).isOne();
	}

	@Test
	void aClearAnswerBetweenTwoRefusedVerifiesSetsThemApart() {
		Story story = new Story().at(Stage.REQUESTING).verifyAnswered(ending("OTHER"));
		verifiedAgain(story, "conflict");
		verifiedAgain(story, "OTHER");
		assertThat(story.outcome()).isEqualTo("error");
		verifiedAgain(story, "unclear");
		verifiedAgain(story, "OTHER");
		assertThat(story.outcome()).isEqualTo("REFUSED");
	}

	@Test
	void refusalsOfAVerifyThatAreNeverAlikeEndInApiError() {
		Story story = new Story().at(Stage.REQUESTING);
		for (int i = 0; !(story.last instanceof Outcome.Report); i++) {
			String refusal = i % 2 == 0 ? "OTHER" : "NOT_FOUND";
			if (i == 0) {
				story.verifyAnswered(ending(refusal));
			}
			else {
				verifiedAgain(story, refusal);
			}
		}
		assertThat(story.outcome()).isEqualTo("API_ERROR");
		assertThat(story.detail()).contains("verifies in a row ended in errors, the last: no");
		assertThat(story.patience).isGreaterThan(Duration.ofMinutes(15));
	}

	@Test
	void challengesThatMxRefusesToListAreAnErrorLikeOthers() {
		Story story = new Story().verified("CONNECTED").reads(Story.state("CHALLENGED", true, Story.TONIGHT, null));
		for (int i = 0; i < 5; i++) {
			assertThat(story.nextCall()).isEqualTo(Call.LIST_CHALLENGES);
			assertThat(story.lists(ending("OTHER")).whenDue().outcome()).isEqualTo("error");
		}
		assertThat(story.lists(Story.SECURITY_QUESTION).outcome()).isEqualTo("CHALLENGED");
	}

	@Test
	void numbersFirstThatMxRefusesToReadSaveNoVerifyAndSayNoMore() {
		for (String refusal : List.of("NOT_FOUND", "NOT_ENABLED", "BAD_REQUEST", "OTHER")) {
			Story story = new Story(Story.settings(new SelectionRule.ReportIt(), 0, Set.of(), true))
				.reads(Story.idle("CONNECTED"));
			assertThat(story.nextCall()).isEqualTo(Call.READ_ACCOUNT_NUMBERS);
			story.numbers(EndingsTableTest.<List<AccountNumber>>ending(refusal));
			assertThat(story.outcome()).isEqualTo("verify");
			assertThat(story.nextCall()).isEqualTo(Call.VERIFY);
		}
	}

	/**
	 * What a reading makes of another member's body, of a list that was cut short, or of
	 * a proxy's page is an answer that says nothing.
	 */
	@Test
	void anAnswerAboutAnotherMemberOrACutPageIsReadAgainWhateverItShowed() {
		Story story = new Story().at(Stage.VERIFYING)
			.read(new Answer.Unclear<>("about another member"))
			.whenDue()
			.reads(Story.ended("CONNECTED"))
			.whenDue()
			.read(new Answer.Unclear<>("about another member"))
			.whenDue()
			.reads(Story.ended("CONNECTED"));
		assertThat(story.outcome()).isEqualTo("numbers");
		story.numbers(new Answer.Unclear<>("24 of 26 account numbers"));
		assertThat(story.outcome()).isEqualTo("error");
		assertThat(story.whenDue().numbers("0012345").outcome()).isEqualTo("VERIFIED");
	}

	@Test
	void errorsOfOneMemberEndInApiErrorAfterTheirTimeAndNotWhilePatienceStandsStill() {
		Story story = new Story().at(Stage.VERIFYING);
		for (int i = 0; i < 50; i++) {
			story.read(ending("unclear")).whilePatienceStandsStill(Duration.ofMinutes(1));
		}
		assertThat(story.outcome()).isEqualTo("error");
		story.later(Duration.ofMinutes(15)).read(ending("unclear"));
		assertThat(story.outcome()).isEqualTo("API_ERROR");
		assertThat(story.detail()).contains("51 reads in a row ended in errors", "502");
	}

	@Test
	void aFewErrorsWithALongWaitForATurnBetweenThemAreNotEndless() {
		Story story = new Story().read(ending("unclear"));
		for (int error = 2; error < 8; error++) {
			assertThat(story.later(Duration.ofHours(1)).read(ending("unclear")).outcome()).isEqualTo("error");
		}
		assertThat(story.later(Duration.ofHours(1)).read(ending("unclear")).outcome()).isEqualTo("API_ERROR");
	}

	@Test
	void aVerifyThatAlwaysFailsIsSettledEachTimeAndEndsInApiError() {
		Story story = new Story();
		int posts = 0;
		while (!(story.last instanceof Outcome.Report) && posts < 1000) {
			story.whenDue();
			if (story.nextCall() == Call.VERIFY) {
				posts++;
				story.intends(Call.VERIFY).verifyAnswered(ending("unclear"));
			}
			else {
				story.reads(Story.idle("CONNECTED"));
			}
		}
		assertThat(story.outcome()).isEqualTo("API_ERROR");
		assertThat(story.detail()).contains(posts + " verifies in a row ended in errors").doesNotContain("or reads");
		assertThat(story.patience).isBetween(Duration.ofMinutes(15), Duration.ofMinutes(17));
		assertThat(posts).isBetween(10, 40);
	}

	@Test
	void errorsOfReadsAndOfVerifiesAreCountedApart() {
		Story story = new Story().at(Stage.REQUESTING).verifyAnswered(ending("unclear")).whenDue();
		for (int i = 0; i < 50; i++) {
			story.read(ending("unclear")).whenDue();
		}
		assertThat(story.member.progress().readErrors().count()).isGreaterThan(20);
		assertThat(story.member.progress().writeErrors().count()).isOne();
		story.reads(Story.idle("FAILED")).whenDue().reads(Story.idle("FAILED"));
		assertThat(story.outcome()).as("one lost verify is not endless, however long the reads took")
			.isEqualTo("again");
		assertThat(story.member.progress().readErrors()).isEqualTo(Trouble.NONE);
		verifiedAgain(story, "good");
		assertThat(story.member.progress().writeErrors()).isEqualTo(Trouble.NONE);
	}

	@Test
	void tooManyCallsAreNobodysFaultHoweverLong() {
		Story story = new Story();
		while (story.patience.toHours() < 5) {
			story.whenDue();
			if (story.nextCall() == Call.VERIFY) {
				story.intends(Call.VERIFY).verifyAnswered(ending("throttled"));
				assertThat(story.outcome()).isEqualTo("slower");
			}
			else {
				story.reads(Story.idle("CONNECTED"));
			}
		}
		for (Stage stage : List.of(Stage.VERIFYING, Stage.CONNECTED)) {
			Story read = new Story().at(stage);
			for (int i = 0; i < 200; i++) {
				Answer<MemberState> throttled = ending("throttled");
				Answer<List<AccountNumber>> numbers = ending("throttled");
				read = (stage == Stage.CONNECTED ? read.numbers(numbers) : read.read(throttled))
					.later(Duration.ofMinutes(1));
				assertThat(read.outcome()).isEqualTo("slower");
			}
			assertThat(read.member.progress().readErrors()).isEqualTo(Trouble.NONE);
		}
	}

}
