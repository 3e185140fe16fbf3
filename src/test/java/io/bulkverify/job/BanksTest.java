package io.bulkverify.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.mockito.ArgumentMatchers;
import org.mockito.Mockito;

import io.bulkverify.member.Answer;
import io.bulkverify.member.Call;
import io.bulkverify.member.ConnectionStatus;
import io.bulkverify.member.Institution;
import io.bulkverify.member.Institutions;
import io.bulkverify.member.ListedMember;
import io.bulkverify.member.Member;
import io.bulkverify.member.MemberState;
import io.bulkverify.member.Moment;
import io.bulkverify.member.Outcome;
import io.bulkverify.member.PolicySettings;
import io.bulkverify.member.Progress;
import io.bulkverify.member.Reason;
import io.bulkverify.member.Refusal;
import io.bulkverify.member.SelectionRule;
import io.bulkverify.member.Stage;
import io.bulkverify.member.Taken;
import io.bulkverify.member.VerificationPolicy;
import io.bulkverify.mx.MxApi;

class BanksTest {

	private static final Instant NOW = Instant.parse("2026-11-20T02:00:00Z");

	private static final Answer<Taken> MAINTENANCE = new Answer.Refused<>(Refusal.INSTITUTION_UNAVAILABLE, "HTTP 400");

	private final MxApi mx = Mockito.mock();

	private long open = 10;

	private Instant now = NOW;

	private final VerificationPolicy policy = new VerificationPolicy(new PolicySettings(
			new PolicySettings.Poll(Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofSeconds(30),
					Duration.ofMinutes(15)),
			new PolicySettings.Conflict(Duration.ofSeconds(15), Duration.ofMinutes(5), Duration.ofHours(2)),
			Duration.ofMinutes(15), Duration.ofSeconds(5), Duration.ofSeconds(30), new SelectionRule.ReportIt(), 0,
			Set.of(), false), () -> 0);

	private final Banks banks = new Banks(new Institutions(), new BankRecords(this.mx), this.policy, () -> this.open,
			Duration.ofSeconds(30));

	@Test
	void members_of_a_bank_in_maintenance_wait_without_a_call_while_others_keep_the_run_busy() {
		assertWaits(refused(1));

		assertThat(this.banks.beforeCall(verify(2), moment())).hasValueSatisfying((outcome) -> {
			assertWaits(outcome);
			assertThat(outcome.progress().attempt().sent()).as("nothing was sent").isZero();
		});
		assertThat(this.banks.beforeCall(read(3), moment())).hasValueSatisfying(BanksTest::assertWaits);
	}

	@Test
	void when_nothing_else_is_left_they_end() {
		refused(1);
		this.banks.beforeCall(verify(2), moment());
		this.open = 2;

		assertThat(this.banks.beforeCall(read(2), moment()))
			.hasValueSatisfying((outcome) -> assertThat(outcome).isInstanceOfSatisfying(Outcome.Report.class,
					(report) -> assertThat(report.reason()).isEqualTo(Reason.INSTITUTION_UNAVAILABLE)));
	}

	@Test
	void whoever_was_asked_after_all_waits_no_more_whatever_came_of_it() {
		refused(1);
		this.banks.beforeCall(verify(2), moment());
		this.now = this.now.plus(Duration.ofMinutes(20));
		CallHealth health = new CallHealth(Duration.ZERO);
		MemberCalls calls = new MemberCalls(this.mx, this.policy, this.banks, health,
				new OwnErrors(health, Mockito.mock(), Duration.ofMinutes(15), Duration.ofSeconds(30)), () -> this.now,
				new PatienceClock(() -> 0), false);
		Mockito.when(this.mx.readMember(ArgumentMatchers.any())).thenReturn(new Answer.Throttled<>(null));

		assertThat(calls.process(read(2)).outcome()).isInstanceOf(Outcome.WaitUntil.class);

		this.now = NOW;
		this.open = 2;
		assertThat(this.banks.beforeCall(read(1), moment())).as("member 2 is other work")
			.hasValueSatisfying(BanksTest::assertWaits);
	}

	@Test
	void after_twenty_minutes_one_of_them_tries_and_ends_the_waiting_for_all() {
		refused(1);
		this.now = this.now.plus(Duration.ofMinutes(20));

		assertThat(this.banks.beforeCall(read(2), moment())).isEmpty();
		assertThat(this.banks.beforeCall(verify(2), moment())).isEmpty();
		assertThat(this.banks.beforeCall(verify(3), moment())).hasValueSatisfying(BanksTest::assertWaits);

		this.banks.afterVerify(requesting(2), new Answer.Good<>(Taken.WITHOUT_A_WORD),
				this.policy.afterVerify(requesting(2), new Answer.Good<>(Taken.WITHOUT_A_WORD), moment()), moment());
		assertThat(this.banks.beforeCall(verify(3), moment())).isEmpty();
	}

	@Test
	void a_bank_whose_own_record_speaks_against_it_costs_no_verify() {
		Mockito.when(this.mx.readInstitution(ArgumentMatchers.any(), ArgumentMatchers.any(), ArgumentMatchers.any()))
			.thenReturn(new Answer.Good<>(new Institution("mxbank", false, null)));
		Member pending = member(1, seen());
		Outcome ready = new Outcome.Advance(pending.progress().in(Stage.READY, this.now));

		Outcome first = this.banks.beforePaying(pending, ready, moment());
		assertWaits(first);
		assertThat(first.progress().dueAt()).isEqualTo(NOW.plusSeconds(3));
		this.now = this.now.plusSeconds(3);
		assertThat(this.banks.beforePaying(pending, ready, moment())).isInstanceOfSatisfying(Outcome.Report.class,
				(report) -> assertThat(report.reason()).isEqualTo(Reason.INSTITUTION_NOT_SUPPORTED));
	}

	private Outcome refused(long id) {
		return this.banks.afterVerify(requesting(id), MAINTENANCE,
				this.policy.afterVerify(requesting(id), MAINTENANCE, moment()), moment());
	}

	private Claim verify(long id) {
		return new Claim(requesting(id), Call.VERIFY);
	}

	private Claim read(long id) {
		return new Claim(member(id, seen()), Call.READ_MEMBER);
	}

	private Member requesting(long id) {
		Member ready = member(id, seen().in(Stage.READY, this.now));
		return member(id, this.policy.intent(ready, Call.VERIFY, this.now));
	}

	private Progress seen() {
		return Progress.listed(this.now)
			.saw(new MemberState(ConnectionStatus.Known.CONNECTED, false, null, null, "mxbank", null, null), this.now);
	}

	private static Member member(long id, Progress progress) {
		return new Member(id, 1, new ListedMember(id, "USR-1", "MBR-" + id, null, null, Set.of(), null), progress,
				null);
	}

	private Moment moment() {
		return new Moment(this.now, Duration.between(NOW, this.now));
	}

	private static void assertWaits(Outcome outcome) {
		assertThat(outcome).isInstanceOf(Outcome.WaitUntil.class);
		assertThat(outcome.progress().stage()).isEqualTo(Stage.PENDING);
	}

}
