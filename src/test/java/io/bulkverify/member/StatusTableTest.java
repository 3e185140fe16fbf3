package io.bulkverify.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * src/docs/mx.md §3 and §3.1 as a table: every status in every situation. Read it beside
 * README.md, "Runbook".
 *
 * <p>
 * {@code verify}: may be verified. {@code busy}: waits for another job. {@code poll}:
 * read again. {@code numbers}: a success, the numbers are read. {@code again}: verified
 * again. A word in capitals: reported with that reason.
 */
class StatusTableTest {

	/**
	 * Before: idle; running; running after a 409. After our verify: running; then idle
	 * where the job moved, seen once and seen twice; the same with retry-failed=1; idle
	 * and unmoved after the grace, twice, with the status of before and with another;
	 * joined (202), moved, twice; moved, twice, and both looks long after the deadline,
	 * as when the program stood still or was slow.
	 */
	private static final String TABLE = """
			# status      | idle            | running    | after 409  | running    | moved once | moved twice     | with retry      | same      | other           | joined          | frozen
			null          | NO_CREDENTIALS  | busy       | busy       | poll       | poll       | NO_CREDENTIALS  | NO_CREDENTIALS  | poll      | NO_CREDENTIALS  | NO_CREDENTIALS  | NO_CREDENTIALS
			CREATED       | verify          | verify     | busy       | poll       | poll       | poll            | poll            | poll      | poll            | poll            | POLL_TIMEOUT
			PREVENTED     | PREVENTED       | busy       | busy       | poll       | poll       | PREVENTED       | PREVENTED       | poll      | PREVENTED       | PREVENTED       | PREVENTED
			DENIED        | DENIED          | busy       | busy       | poll       | poll       | DENIED          | DENIED          | poll      | DENIED          | DENIED          | DENIED
			CHALLENGED    | CHALLENGED      | CHALLENGED | CHALLENGED | CHALLENGED | CHALLENGED | CHALLENGED      | CHALLENGED      | poll      | CHALLENGED      | CHALLENGED      | CHALLENGED
			REJECTED      | REJECTED        | busy       | busy       | poll       | poll       | REJECTED        | REJECTED        | poll      | REJECTED        | REJECTED        | REJECTED
			LOCKED        | LOCKED          | busy       | busy       | poll       | poll       | LOCKED          | LOCKED          | poll      | LOCKED          | LOCKED          | LOCKED
			CONNECTED     | verify          | verify     | busy       | poll       | poll       | numbers         | numbers         | numbers   | numbers         | numbers         | numbers
			IMPEDED       | IMPEDED         | busy       | busy       | poll       | poll       | IMPEDED         | IMPEDED         | poll      | IMPEDED         | IMPEDED         | IMPEDED
			RECONNECTED   | RECONNECTED     | busy       | busy       | poll       | poll       | RECONNECTED     | RECONNECTED     | poll      | RECONNECTED     | RECONNECTED     | RECONNECTED
			DEGRADED      | verify          | verify     | busy       | poll       | poll       | DEGRADED        | again           | poll      | DEGRADED        | DEGRADED        | DEGRADED
			DISCONNECTED  | DISCONNECTED    | busy       | busy       | poll       | poll       | DISCONNECTED    | DISCONNECTED    | poll      | DISCONNECTED    | DISCONNECTED    | DISCONNECTED
			DISCONTINUED  | DISCONTINUED    | busy       | busy       | poll       | poll       | DISCONTINUED    | DISCONTINUED    | poll      | DISCONTINUED    | DISCONTINUED    | DISCONTINUED
			CLOSED        | CLOSED          | busy       | busy       | poll       | poll       | CLOSED          | CLOSED          | poll      | CLOSED          | CLOSED          | CLOSED
			DELAYED       | verify          | verify     | busy       | poll       | poll       | poll            | poll            | poll      | poll            | poll            | POLL_TIMEOUT
			FAILED        | verify          | verify     | busy       | poll       | poll       | FAILED          | again           | poll      | FAILED          | FAILED          | FAILED
			UPDATED       | verify          | verify     | busy       | poll       | poll       | poll            | poll            | poll      | poll            | poll            | POLL_TIMEOUT
			DISABLED      | DISABLED        | busy       | busy       | poll       | poll       | DISABLED        | DISABLED        | poll      | DISABLED        | DISABLED        | DISABLED
			IMPORTED      | IMPORTED        | busy       | busy       | poll       | poll       | IMPORTED        | IMPORTED        | poll      | IMPORTED        | IMPORTED        | IMPORTED
			RESUMED       | verify          | verify     | busy       | poll       | poll       | poll            | poll            | poll      | poll            | poll            | POLL_TIMEOUT
			EXPIRED       | EXPIRED         | busy       | busy       | poll       | poll       | EXPIRED         | EXPIRED         | poll      | EXPIRED         | EXPIRED         | EXPIRED
			IMPAIRED      | IMPAIRED        | busy       | busy       | poll       | poll       | IMPAIRED        | IMPAIRED        | poll      | IMPAIRED        | IMPAIRED        | IMPAIRED
			PENDING       | PENDING         | busy       | busy       | poll       | poll       | PENDING         | PENDING         | poll      | PENDING         | PENDING         | PENDING
			MYSTERIOUS    | UNKNOWN_STATUS  | busy       | busy       | poll       | poll       | UNKNOWN_STATUS  | UNKNOWN_STATUS  | poll      | UNKNOWN_STATUS  | UNKNOWN_STATUS  | UNKNOWN_STATUS
			""";

	enum Situation {

		BEFORE_IDLE, BEFORE_RUNNING, BEFORE_RUNNING_AFTER_409, AFTER_RUNNING, AFTER_MOVED_ONCE, AFTER_MOVED_TWICE,
		AFTER_MOVED_TWICE_WITH_RETRY, AFTER_GRACE_SAME_STATUS, AFTER_GRACE_OTHER_STATUS, JOINED_MOVED_TWICE,
		FROZEN_MOVED_TWICE;

		String outcome(String status) {
			String other = "CREATED".equals(status) ? "UPDATED" : "CREATED";
			return switch (this) {
				case BEFORE_IDLE -> new Story().reads(asked(idle(status))).outcome();
				case BEFORE_RUNNING -> new Story().reads(asked(Story.running(status))).outcome();
				case BEFORE_RUNNING_AFTER_409 -> new Story().at(Stage.REQUESTING)
					.verifyAnswered(new Answer.Conflict<>())
					.whenDue()
					.reads(asked(Story.running(status)))
					.outcome();
				case AFTER_RUNNING -> new Story().verified(other).reads(asked(Story.running(status))).outcome();
				case AFTER_MOVED_ONCE -> new Story().verified(other).reads(asked(Story.ended(status))).outcome();
				case AFTER_MOVED_TWICE -> twice(new Story().verified(other), asked(Story.ended(status)));
				case AFTER_MOVED_TWICE_WITH_RETRY ->
					twice(new Story(Story.settings(new SelectionRule.ReportIt(), 1, Set.of(), false)).verified(other),
							asked(Story.ended(status)));
				case AFTER_GRACE_SAME_STATUS ->
					twice(new Story().verified(status).later(Duration.ofMinutes(1)), asked(idle(status)));
				case AFTER_GRACE_OTHER_STATUS ->
					twice(new Story().verified(other).later(Duration.ofMinutes(1)), asked(idle(status)));
				case JOINED_MOVED_TWICE ->
					twice(new Story(Story.settings(new SelectionRule.First(), 1, Set.of(), false)).verified(idle(other),
							new Answer.Joined<>(Taken.WITHOUT_A_WORD)), asked(Story.ended(status)));
				case FROZEN_MOVED_TWICE -> twice(
						new Story(Story.polling(Duration.ofSeconds(3), Duration.ofSeconds(30), Duration.ofSeconds(20)))
							.verified(other)
							.later(Duration.ofHours(1)),
						asked(Story.ended(status)));
			};
		}

		private static MemberState idle(String status) {
			return Story.idle(status);
		}

		/** CHALLENGED comes with an ordinary security question. */
		private static MemberState asked(MemberState state) {
			return new MemberState(state.status(), state.running(), state.aggregatedAt(), null, "mxbank", null,
					state.status() == ConnectionStatus.Known.CHALLENGED ? Story.SECURITY_QUESTION : List.of());
		}

		private static String twice(Story story, MemberState state) {
			story.reads(state);
			return "poll".equals(story.outcome()) ? story.whenDue().reads(state).outcome() : story.outcome();
		}

	}

	static Stream<Arguments> cells() {
		return TABLE.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).flatMap(line -> {
			List<String> cells = Arrays.stream(line.split("\\|")).map(String::strip).toList();
			assertThat(cells).hasSize(Situation.values().length + 1);
			List<Arguments> row = new ArrayList<>();
			Iterator<String> expected = cells.iterator();
			String status = expected.next();
			for (Situation situation : Situation.values()) {
				row.add(Arguments.of(status, situation, expected.next()));
			}
			return row.stream();
		});
	}

	@ParameterizedTest(name = "{0} {1} -> {2}")
	@MethodSource("cells")
	void everyStatusInEverySituation(String status, Situation situation, String expected) {
		assertThat(situation.outcome(status)).isEqualTo(expected);
	}

	@Test
	void theTableHasEveryStatusAndAWordNeverSeenBefore() {
		List<String> words = new ArrayList<>(Arrays.stream(ConnectionStatus.Known.values())
			.map(ConnectionStatus::word)
			.map(String::valueOf)
			.toList());
		words.add("MYSTERIOUS");
		assertThat(cells().map(cell -> cell.get()[0]).distinct())
			.containsExactlyInAnyOrderElementsOf(List.copyOf(words).stream().map(Object.class::cast).toList());
	}

	@ParameterizedTest
	@MethodSource("words")
	void aVerdictThatIsNotOursYetIsReadAgainWithinTheGrace(String status) {
		Story story = new Story().verified(status);
		story.reads(Story.idle(status)).later(Duration.ofSeconds(3)).reads(Story.idle(status));
		assertThat(story.outcome()).isEqualTo("poll");
		assertThat(story.nextCall()).isEqualTo(Call.READ_STATUS);
	}

	static Stream<String> words() {
		return cells().map(cell -> (String) cell.get()[0]).distinct();
	}

	@ParameterizedTest
	@MethodSource("cells")
	void whoMustLogInAgainIsNeverVerified(String status, Situation situation, String expected) {
		if (situation == Situation.BEFORE_IDLE) {
			String reason = "verify".equals(expected) ? "UPDATED_CREDENTIALS_NEEDED" : expected;
			assertThat(new Story().reads(Story.wantsLogin(Situation.asked(Story.idle(status)))).outcome())
				.isEqualTo(reason);
		}
		if (situation == Situation.BEFORE_RUNNING) {
			String waits = "verify".equals(expected) ? "busy" : expected;
			assertThat(new Story().reads(Story.wantsLogin(Situation.asked(Story.running(status)))).outcome())
				.isEqualTo(waits);
		}
	}

	@Test
	void verifyEvenDoesNotVerifyWhoMustLogInAgain() {
		PolicySettings settings = Story.settings(new SelectionRule.ReportIt(), 0,
				Set.of(ConnectionStatus.Known.EXPIRED, ConnectionStatus.Known.CHALLENGED), false);
		for (String status : List.of("EXPIRED", "CHALLENGED", "CONNECTED")) {
			Story story = new Story(settings).reads(Story.wantsLogin(Story.idle(status)));
			assertThat(story.outcome()).isEqualTo("UPDATED_CREDENTIALS_NEEDED");
			assertThat(story.member.progress().attempt().sent()).isZero();
		}
		Story readAgain = new Story().reads(Story.idle("CONNECTED")).later(Duration.ofSeconds(11));
		assertThat(readAgain.reads(Story.wantsLogin(Story.idle("CONNECTED"))).outcome())
			.isEqualTo("UPDATED_CREDENTIALS_NEEDED");
	}

	@Test
	void verifyEvenLiftsTheBlockForTheNamedStatusOnly() {
		PolicySettings settings = Story.settings(new SelectionRule.ReportIt(), 0,
				Set.of(ConnectionStatus.Known.EXPIRED, ConnectionStatus.Known.CHALLENGED), false);
		assertThat(new Story(settings).reads(Story.idle("EXPIRED")).outcome()).isEqualTo("verify");
		assertThat(new Story(settings).reads(Story.idle("CHALLENGED")).outcome()).isEqualTo("verify");
		assertThat(new Story(settings).reads(Story.idle("IMPEDED")).outcome()).isEqualTo("IMPEDED");
	}

	@Test
	void anUnknownWordIsKeptForTheReport() {
		assertThat(new Story().reads(Story.idle("MYSTERIOUS")).detail()).isEqualTo("MYSTERIOUS");
		Story story = new Story().verified("CONNECTED").reads(Story.ended("MYSTERIOUS"));
		assertThat(story.whenDue().reads(Story.ended("MYSTERIOUS")).detail()).isEqualTo("MYSTERIOUS");
	}

}
