package io.bulkverify.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.bulkverify.member.Answer;
import io.bulkverify.member.Call;
import io.bulkverify.member.ConnectionStatus;
import io.bulkverify.member.ListedMember;
import io.bulkverify.member.Member;
import io.bulkverify.member.MemberState;
import io.bulkverify.member.Moment;
import io.bulkverify.member.Outcome;
import io.bulkverify.member.Progress;
import io.bulkverify.member.Reason;
import io.bulkverify.member.Refusal;
import io.bulkverify.member.Stage;
import io.bulkverify.store.Decision;

class RefusalWallTest {

	private static final Instant START = Instant.parse("2026-11-20T02:00:00Z");

	private final StopSignal stop = new StopSignal();

	private final CallHealth health = new CallHealth(Duration.ZERO);

	private Witnesses.Finding found = Witnesses.Finding.UNCLEAR;

	private Instant now = START;

	private RefusalWall wall = wall(false);

	@Test
	void a_refusal_is_held_back_until_another_member_succeeds_and_the_member_is_asked_again() {
		assertThat(this.wall.admit(notFound(1))).isEmpty();
		assertThat(this.wall.reconsider(false)).isEmpty();

		succeeds(Call.READ_MEMBER, 2);
		assertThat(this.wall.reconsider(false)).singleElement().satisfies(RefusalWallTest::isAskedAgain);

		assertThat(this.wall.admit(notFound(1))).singleElement().satisfies(RefusalWallTest::isReported);
	}

	@Test
	void a_wall_that_ended_before_ten_were_held_back_ends_nobody() {
		this.wall.admit(notFound(1, 2, 3));
		succeeds(Call.READ_MEMBER, 4);

		assertThat(this.wall.reconsider(false)).hasSize(3).allSatisfy(RefusalWallTest::isAskedAgain);
		succeeds(Call.READ_MEMBER, 1);
		assertThat(this.wall.holding()).isZero();
		assertThat(this.stop.raised()).isFalse();
	}

	@Test
	void a_member_is_asked_again_no_sooner_than_it_may_be_read() {
		refused(Call.VERIFY, 1, Refusal.OTHER);
		Progress read = Progress.listed(START)
			.saw(new MemberState(ConnectionStatus.Known.CONNECTED, false, null, null, null, null, null), START);
		Member member = new Member(1, 1, new ListedMember(1, "USR-1", "MBR-1", null, null, Set.of(), null),
				read.in(Stage.REQUESTING, START), null);
		this.wall
			.admit(List.of(new Decision(member, new Outcome.Report(Reason.REFUSED, "HTTP 405", member.progress()))));
		succeeds(Call.VERIFY, 2);

		assertThat(this.wall.reconsider(false)).singleElement()
			.satisfies((again) -> assertThat(again.outcome().progress().dueAt()).isEqualTo(START.plusSeconds(3)));
	}

	@Test
	void ten_members_held_back_are_a_wall_at_any_time_of_a_run() {
		LongStream.rangeClosed(100, 200).forEach((member) -> succeeds(Call.READ_MEMBER, member));
		this.found = Witnesses.Finding.REFUSED;
		tick(1);

		this.wall.admit(notFound(LongStream.rangeClosed(1, 9).toArray()));
		assertThat(this.wall.reconsider(false)).isEmpty();
		assertThat(this.stop.raised()).isFalse();
		this.wall.admit(notFound(10));
		assertThat(this.wall.reconsider(false)).isEmpty();

		assertThat(this.stop.cause()).hasValueSatisfying((cause) -> assertThat(cause.why()).contains("reads")
			.contains("10 members")
			.contains("MEMBER_NOT_FOUND")
			.contains("HTTP 404")
			.contains("https://mx.example"));
		assertThat(this.wall.withdraw()).hasSize(10).allSatisfy(RefusalWallTest::isAskedAgain);
		assertThat(this.wall.holding()).isZero();
	}

	@Test
	void ten_deleted_members_in_a_row_are_no_wall_where_somebody_who_was_read_before_still_is() {
		this.wall.admit(notFound(LongStream.rangeClosed(1, 12).toArray()));
		tick(1);
		succeeds(Call.READ_MEMBER, 99);

		assertThat(this.wall.reconsider(false)).hasSize(12);
		assertThat(this.stop.raised()).isFalse();
	}

	@Test
	void a_refused_answer_to_an_account_selection_is_witnessed_by_another_members_answer_not_by_a_read() {
		refused(Call.RESUME, 1, Refusal.OTHER);
		this.wall.admit(List.of(report(1, Stage.ANSWERING, Reason.REFUSED)));
		succeeds(Call.READ_MEMBER, 2);
		assertThat(this.wall.reconsider(false)).isEmpty();

		succeeds(Call.RESUME, 2);
		assertThat(this.wall.reconsider(false)).singleElement().satisfies(RefusalWallTest::isAskedAgain);
		refused(Call.RESUME, 1, Refusal.OTHER);
		assertThat(this.wall.admit(List.of(report(1, Stage.ANSWERING, Reason.REFUSED)))).singleElement()
			.satisfies(RefusalWallTest::isReported);
	}

	@Test
	void refusals_of_long_ago_do_not_add_up_to_a_wall() {
		for (long member = 1; member <= 12; member++) {
			this.wall.admit(notFound(member));
			this.found = Witnesses.Finding.NOBODY;
			this.wall.reconsider(false);
			tick(60);
		}

		assertThat(this.stop.raised()).isFalse();
	}

	@Test
	void a_wall_of_verifies_does_not_hide_behind_members_that_can_be_read() {
		this.found = Witnesses.Finding.NOBODY;
		for (long member = 1; member <= 10; member++) {
			succeeds(Call.READ_MEMBER, member + 100);
			this.wall.admit(List.of(notEnabled(member)));
		}
		this.wall.reconsider(false);

		assertThat(this.stop.cause()).hasValueSatisfying(
				(cause) -> assertThat(cause.why()).contains("verifies").contains("VERIFICATION_NOT_ENABLED"));
	}

	@Test
	void a_bank_that_refuses_is_not_held_back() {
		assertThat(this.wall.admit(List.of(report(1, Stage.REQUESTING, Reason.INSTITUTION_NOT_SUPPORTED)))).hasSize(1);
	}

	@Test
	void three_deleted_members_alone_are_believed_after_two_tries_a_minute_apart() {
		this.found = Witnesses.Finding.NOBODY;
		this.wall.admit(notFound(1, 2, 3));
		tick(59);
		assertThat(this.wall.reconsider(true)).isEmpty();

		tick(1);
		assertThat(this.wall.reconsider(true)).hasSize(3).allSatisfy(RefusalWallTest::isAskedAgain);
		assertThat(this.wall.admit(notFound(1, 2, 3))).hasSize(3).allSatisfy(RefusalWallTest::isReported);
		assertThat(this.stop.raised()).isFalse();
	}

	@Test
	void while_nothing_clear_is_heard_nobody_is_believed() {
		this.wall.admit(notFound(1));
		tick(300);

		assertThat(this.wall.reconsider(true)).isEmpty();
		assertThat(this.wall.holding()).isEqualTo(1);
	}

	@Test
	void a_client_that_is_not_let_in_is_never_believed_of_members_alone() {
		this.found = Witnesses.Finding.NOBODY;
		this.wall.admit(List.of(notEnabled(1)));
		tick(120);

		assertThat(this.wall.reconsider(true)).isEmpty();
		assertThat(this.stop.raised()).isTrue();
	}

	@ParameterizedTest
	@EnumSource(names = { "VERIFICATION_NOT_ENABLED", "REFUSED" })
	void where_the_run_has_verified_others_the_last_one_is_believed_in_the_end(Reason reason) {
		this.wall = wall(true);
		this.found = Witnesses.Finding.NOBODY;
		refused(Call.VERIFY, 1, Refusal.NOT_ENABLED);
		this.wall.admit(List.of(report(1, Stage.REQUESTING, reason)));
		tick(60);

		assertThat(this.wall.reconsider(true)).singleElement().satisfies((again) -> {
			isAskedAgain(again);
			assertThat(again.outcome().progress().stage()).isEqualTo(Stage.PENDING);
		});
		assertThat(this.wall.admit(List.of(read(1)))).as("the read before the next verify").hasSize(1);
		assertThat(this.wall.admit(List.of(report(1, Stage.REQUESTING, reason)))).singleElement()
			.satisfies(RefusalWallTest::isReported);
	}

	private RefusalWall wall(boolean verifiedBefore) {
		Witnesses witnesses = new Witnesses() {
			@Override
			public void seek(Call call) {
			}

			@Override
			public Optional<Finding> since(Call call, Instant begun) {
				return Optional.of(RefusalWallTest.this.found);
			}
		};
		return new RefusalWall(this.health, witnesses, this.stop, new RefusalWall.Settings("https://mx.example",
				Duration.ofMinutes(1), Duration.ofSeconds(3), verifiedBefore), () -> this.now);
	}

	private void tick(int seconds) {
		this.now = this.now.plusSeconds(seconds);
	}

	private void succeeds(Call call, long member) {
		tick(1);
		this.health.asking(call, member, this.now);
		this.health.heard(call, member, new Answer.Good<>("here"), this.now, moment());
	}

	private List<Decision> notFound(long... members) {
		List<Decision> decisions = new ArrayList<>();
		for (long member : members) {
			refused(Call.READ_MEMBER, member, Refusal.NOT_FOUND);
			decisions.add(report(member, Stage.PENDING, Reason.MEMBER_NOT_FOUND));
		}
		return decisions;
	}

	private Decision notEnabled(long member) {
		refused(Call.VERIFY, member, Refusal.NOT_ENABLED);
		return report(member, Stage.REQUESTING, Reason.VERIFICATION_NOT_ENABLED);
	}

	private void refused(Call call, long member, Refusal refusal) {
		this.health.asking(call, member, this.now);
		this.health.heard(call, member, new Answer.Refused<>(refusal, "HTTP 404"), this.now, moment());
	}

	private Moment moment() {
		return new Moment(this.now, Duration.between(START, this.now));
	}

	private static Decision read(long id) {
		Decision pending = report(id, Stage.PENDING, Reason.REFUSED);
		return new Decision(pending.member(), new Outcome.Advance(pending.outcome().progress().in(Stage.READY, START)));
	}

	private static Decision report(long id, Stage stage, Reason reason) {
		Progress progress = Progress.listed(START).in(stage, START);
		Member member = new Member(id, 1, new ListedMember(id, "USR-1", "MBR-" + id, null, null, Set.of(), null),
				progress, null);
		return new Decision(member, new Outcome.Report(reason, "HTTP 404: no", progress));
	}

	private static void isAskedAgain(Decision decision) {
		assertThat(decision.outcome()).isInstanceOf(Outcome.WaitUntil.class);
	}

	private static void isReported(Decision decision) {
		assertThat(decision.outcome()).isInstanceOf(Outcome.Report.class);
	}

}
