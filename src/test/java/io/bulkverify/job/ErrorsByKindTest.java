package io.bulkverify.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.bulkverify.member.Answer;
import io.bulkverify.member.Call;
import io.bulkverify.member.ListedMember;
import io.bulkverify.member.Member;
import io.bulkverify.member.Moment;
import io.bulkverify.member.Outcome;
import io.bulkverify.member.Progress;
import io.bulkverify.member.Reason;
import io.bulkverify.member.Stage;
import io.bulkverify.member.Trouble;

class ErrorsByKindTest {

	private static final Instant START = Instant.parse("2026-11-20T02:00:00Z");

	private static final Trouble ERRORS = new Trouble(9, Duration.ZERO);

	private static final Moment LATER = new Moment(START.plusSeconds(1_200), Duration.ofMinutes(20));

	private final CallHealth health = new CallHealth(Duration.ZERO);

	private final OwnErrors errors = new OwnErrors(this.health, new NoWitness(), Duration.ofMinutes(15),
			Duration.ofSeconds(3));

	@Test
	void errors_of_a_verify_are_judged_by_other_verifies_and_those_of_reads_by_other_reads() {
		Progress ofReads = at(Stage.REQUESTING).withReadErrors(ERRORS);
		Progress ofVerifies = at(Stage.REQUESTING).withWriteErrors(ERRORS);
		succeeds(Call.VERIFY, 2);

		assertThat(judged(ofVerifies)).isInstanceOf(Outcome.Report.class);
		fails(Call.READ_MEMBER, 1);
		assertThat(judged(ofReads)).isInstanceOf(Outcome.WaitUntil.class);
		succeeds(Call.READ_MEMBER, 2);
		fails(Call.READ_MEMBER, 1);
		assertThat(judged(ofReads)).isInstanceOf(Outcome.Report.class);
	}

	@Test
	void what_ends_a_member_without_an_error_needs_no_witness() {
		assertThat(judged(at(Stage.VERIFYING))).isInstanceOf(Outcome.Report.class);
	}

	@Test
	void an_answer_to_an_account_selection_that_never_gets_through_is_judged_by_other_answers() {
		Progress answering = at(Stage.ANSWERING).withWriteErrors(ERRORS);

		assertThat(judged(answering)).isInstanceOf(Outcome.WaitUntil.class);
		succeeds(Call.RESUME, 2);
		assertThat(judged(answering)).isInstanceOf(Outcome.Report.class);
	}

	private static Progress at(Stage stage) {
		return Progress.listed(START).in(stage, START);
	}

	private Outcome judged(Progress progress) {
		Member member = new Member(1, 1, new ListedMember(1, "USR-1", "MBR-1", null, null, Set.of(), null), progress,
				null);
		return this.errors.judge(new Claim(member, Call.READ_MEMBER),
				new Outcome.Report(Reason.API_ERROR, "errors", progress), LATER);
	}

	private void succeeds(Call call, long member) {
		this.health.asking(call, member, LATER.now());
		this.health.heard(call, member, new Answer.Good<>("here"), LATER.now(), LATER);
	}

	private void fails(Call call, long member) {
		this.health.asking(call, member, LATER.now());
		this.health.heard(call, member, new Answer.Unclear<>("502"), LATER.now(), LATER);
	}

	private static final class NoWitness implements Witnesses {

		@Override
		public void seek(Call call) {
			// There is none to be found.
		}

		@Override
		public Optional<Finding> since(Call call, Instant begun) {
			return Optional.empty();
		}

	}

}
