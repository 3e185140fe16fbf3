package io.bulkverify.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
import io.bulkverify.member.Trouble;

class OwnErrorsTest {

	private static final Instant START = Instant.parse("2026-11-20T02:00:00Z");

	private static final Duration LIMIT = Duration.ofMinutes(15);

	private final CallHealth health = new CallHealth(Duration.ZERO);

	private final List<Call> sought = new ArrayList<>();

	private final OwnErrors ownErrors = new OwnErrors(this.health, new Witnesses() {
		@Override
		public void seek(Call call) {
			OwnErrorsTest.this.sought.add(call);
		}

		@Override
		public Optional<Finding> since(Call call, Instant begun) {
			return Optional.empty();
		}
	}, LIMIT, Duration.ofSeconds(30));

	@Test
	void errors_that_everybody_meets_are_nobody_s() {
		heard(1, 0, new Answer.Unclear<>("HTTP 500"));
		heard(2, 5, new Answer.Unclear<>("HTTP 500"));

		assertThat(judged(900)).isInstanceOf(Outcome.WaitUntil.class);
	}

	@Test
	void errors_that_only_this_member_meets_are_its_own() {
		heard(1, 0, new Answer.Unclear<>("HTTP 500"));
		heard(2, 5, new Answer.Good<>("here"));

		assertThat(judged(900)).isInstanceOf(Outcome.Report.class);
	}

	@Test
	void a_member_that_fails_alone_has_a_witness_looked_for() {
		heard(1, 0, new Answer.Unclear<>("HTTP 500"));
		judged(29);
		assertThat(this.sought).isEmpty();

		judged(30);
		assertThat(this.sought).containsExactly(Call.READ_MEMBER);
	}

	@Test
	void other_ends_are_none_of_its_business() {
		Member member = member();
		Outcome ended = new Outcome.Report(Reason.DENIED, null, member.progress());

		assertThat(this.ownErrors.judge(new Claim(member, Call.READ_STATUS), ended, moment(900))).isSameAs(ended);
	}

	private Outcome judged(int second) {
		Member member = member();
		Progress failed = member.progress().withReadErrors(new Trouble(9, Duration.ZERO));
		return this.ownErrors.judge(new Claim(member, Call.READ_MEMBER),
				new Outcome.Report(Reason.API_ERROR, "9 reads in a row ended in errors", failed), moment(second));
	}

	private void heard(long member, int second, Answer<?> answer) {
		this.health.heard(Call.READ_MEMBER, member, answer, START.plusSeconds(second), moment(second));
	}

	private static Member member() {
		return new Member(1, 1, new ListedMember(1, "USR-1", "MBR-1", null, null, Set.of(), null),
				Progress.listed(START), null);
	}

	private static Moment moment(int second) {
		return new Moment(START.plusSeconds(second), Duration.ofSeconds(second));
	}

}
