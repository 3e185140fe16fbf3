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

/** mx-api.md §2 as a table: every way a call can end, for every call in every stage. */
class EndingsTableTest {

	/**
	 * What follows, and the stage that the member is left in. A read's answer is given
	 * twice in a row; {@code same} stands for the stage that the read was made in.
	 */
	private static final String TABLE = """
			# ending                  | any read, once | and again                 | verify                               | resume
			joined                    | -              | -                         | poll VERIFYING                       | poll VERIFYING
			good                      | -              | -                         | poll VERIFYING                       | poll VERIFYING
			conflict                  | error same     | error same                | busy PENDING                         | poll VERIFYING
			NOT_FOUND                 | error same     | MEMBER_NOT_FOUND          | MEMBER_NOT_FOUND REQUESTING          | poll VERIFYING
			INSTITUTION_NOT_SUPPORTED | error same     | INSTITUTION_NOT_SUPPORTED | INSTITUTION_NOT_SUPPORTED REQUESTING | ACCOUNT_SELECTION_NEEDED ANSWERING
			INSTITUTION_UNAVAILABLE   | error same     | INSTITUTION_UNAVAILABLE   | INSTITUTION_UNAVAILABLE REQUESTING   | ACCOUNT_SELECTION_NEEDED ANSWERING
			NOT_ENABLED               | error same     | VERIFICATION_NOT_ENABLED  | VERIFICATION_NOT_ENABLED REQUESTING  | ACCOUNT_SELECTION_NEEDED ANSWERING
			BAD_REQUEST               | error same     | REFUSED                   | REFUSED REQUESTING                   | ACCOUNT_SELECTION_NEEDED ANSWERING
			OTHER                     | error same     | REFUSED                   | REFUSED REQUESTING                   | poll VERIFYING
			throttled                 | slower same    | slower same               | slower READY                         | slower ANSWERING
			unclear                   | error same     | error same                | settle REQUESTING                    | settle ANSWERING
			not sent                  | unsent same    | unsent same               | unsent READY                         | unsent ANSWERING
			everybody                 | HALT same      | HALT same                 | HALT READY                           | HALT ANSWERING
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

		MEMBER_PENDING(Stage.PENDING), MEMBER_READY(Stage.READY), MEMBER_REQUESTING(Stage.REQUESTING),
		STATUS_VERIFYING(Stage.VERIFYING), STATUS_ANSWERING(Stage.ANSWERING), NUMBERS_PENDING(Stage.PENDING),
		NUMBERS_CONNECTED(Stage.CONNECTED), CHALLENGES_PENDING(Stage.PENDING), CHALLENGES_VERIFYING(Stage.VERIFYING);

		private final Stage stage;

		Read(Stage stage) {
			this.stage = stage;
		}

		Story before() {
			return new Story().at(stage);
		}

		Story answer(Story story, String ending) {
			return switch (this) {
				case MEMBER_PENDING, MEMBER_READY, MEMBER_REQUESTING, STATUS_VERIFYING, STATUS_ANSWERING ->
					story.read(ending(ending));
				case NUMBERS_PENDING, NUMBERS_CONNECTED -> story.numbers(EndingsTableTest.ending(ending));
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
		return rows().filter(row -> !"-".equals(row.get(1)))
			.flatMap(row -> Arrays.stream(Read.values())
				.map(read -> Arguments.of(row.getFirst(), read, row.get(1), row.get(2))));
	}

	@ParameterizedTest(name = "{0} to {1} -> {2}, then {3}")
	@MethodSource("reads")
	void everyEndingOfEveryRead(String ending, Read read, String once, String twice) {
		Story story = read.answer(read.before(), ending);
		assertThat(told(story, read.stage)).isEqualTo(once);
		if (ending.equals("NOT_FOUND") && story.member.progress().attempt().sent() > 0) {
			// Right after a write a member may not be found twice.
			read.answer(story.whenDue(), ending);
			assertThat(told(story, read.stage)).isEqualTo(once);
		}
		read.answer(story.whenDue(), ending);
		assertThat(told(story, read.stage)).isEqualTo(twice.contains(" ") ? twice : twice + " same");
	}

	private static String told(Story story, Stage before) {
		return story.outcome() + " " + (story.member.stage() == before ? "same" : story.member.stage());
	}

	static Stream<Arguments> writes() {
		return rows().map(row -> Arguments.of(row.getFirst(), row.get(3), row.get(4)));
	}

	@ParameterizedTest(name = "{0} to a verify -> {1}, to a resume -> {2}")
	@MethodSource("writes")
	void everyEndingOfAVerifyAndOfAResume(String ending, String verify, String resume) {
		Story verified = new Story().at(Stage.REQUESTING).verifyAnswered(written(ending));
		assertThat(verified.outcome() + " " + verified.member.stage()).isEqualTo(verify);
		Story resumed = new Story().at(Stage.ANSWERING).resumeAnswered(written(ending));
		assertThat(resumed.outcome() + " " + resumed.member.stage()).isEqualTo(resume);
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
	void aRefusalBeforeAGoodReadDoesNotCountWithOneAfterIt() {
		Story story = new Story().read(ending("NOT_FOUND"))
			.reads(Story.running("DENIED"))
			.whenDue()
			.read(ending("NOT_FOUND"));
		assertThat(story.outcome()).isEqualTo("error");
	}

	@Test
	void challengesThatMxRefusesToListEndTheMember() {
		Story story = new Story().verified("CONNECTED").reads(Story.state("CHALLENGED", true, Story.TONIGHT, null));
		for (int i = 0; i < 2; i++) {
			assertThat(story.nextCall()).isEqualTo(Call.LIST_CHALLENGES);
			story.lists(ending("OTHER")).whenDue();
		}
		assertThat(story.outcome()).isEqualTo("REFUSED");
	}

	@Test
	void numbersFirstThatMxRefusesToReadEndTheMember() {
		Story story = new Story(Story.settings(new SelectionRule.ReportIt(), 0, Set.of(), true))
			.reads(Story.idle("CONNECTED"));
		for (int i = 0; i < 2; i++) {
			assertThat(story.nextCall()).isEqualTo(Call.READ_ACCOUNT_NUMBERS);
			story.numbers(EndingsTableTest.<List<AccountNumber>>ending("OTHER")).whenDue();
		}
		assertThat(story.outcome()).isEqualTo("REFUSED");
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
		assertThat(story.detail()).contains("51 errors in a row", "502");
	}

	@Test
	void aFewErrorsWithALongWaitForATurnBetweenThemAreNotEndless() {
		Story story = new Story().read(ending("throttled"));
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
		assertThat(story.patience).isBetween(Duration.ofMinutes(15), Duration.ofMinutes(17));
		assertThat(posts).isBetween(10, 40);
	}

	@Test
	void aVerifyThatIsThrottledForEverEndsInApiError() {
		Story story = new Story();
		while (!(story.last instanceof Outcome.Report) && story.patience.toHours() < 5) {
			story.whenDue();
			if (story.nextCall() == Call.VERIFY) {
				story.intends(Call.VERIFY).verifyAnswered(ending("throttled"));
			}
			else {
				story.reads(Story.idle("CONNECTED"));
			}
		}
		assertThat(story.outcome()).isEqualTo("API_ERROR");
	}

}
