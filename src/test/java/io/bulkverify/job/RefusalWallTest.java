package io.bulkverify.job;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

import io.bulkverify.member.Attempt;
import io.bulkverify.member.ConnectionStatus;
import io.bulkverify.member.ListedMember;
import io.bulkverify.member.Member;
import io.bulkverify.member.MemberState;
import io.bulkverify.member.Outcome;
import io.bulkverify.member.Progress;
import io.bulkverify.member.Reason;
import io.bulkverify.member.Stage;
import io.bulkverify.store.Decision;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RefusalWallTest {

	private static final Instant NOW = Instant.parse("2026-11-20T02:00:00Z");

	private final StopSignal stop = new StopSignal();

	private final RefusalWall wall = new RefusalWall(this.stop, false);

	@Test
	void fifty_members_that_are_not_found_stop_the_run_and_none_is_reported() {
		assertThat(this.wall.admit(notFound(49))).isEmpty();
		assertThat(this.stop.raised()).isFalse();

		assertThat(this.wall.admit(List.of(notFound(50L)))).isEmpty();

		assertThat(this.stop.cause())
			.hasValueSatisfying((cause) -> assertThat(cause.why()).contains("MEMBER_NOT_FOUND"));
		assertThat(this.wall.withdraw()).hasSize(50);
	}

	@Test
	void one_member_that_is_found_shows_that_the_others_were_not() {
		assertThat(this.wall.admit(notFound(30))).isEmpty();

		assertThat(this.wall.admit(List.of(found(31)))).hasSize(31);
		assertThat(this.wall.admit(notFound(60))).hasSize(60);
		assertThat(this.stop.raised()).isFalse();
	}

	@Test
	void members_that_are_found_do_not_excuse_a_feature_that_is_off_for_everybody() {
		this.wall.admit(List.of(found(1)));

		assertThat(this.wall.admit(
				LongStream.rangeClosed(2, 51).mapToObj((id) -> refused(id, Reason.VERIFICATION_NOT_ENABLED)).toList()))
			.isEmpty();

		assertThat(this.stop.raised()).isTrue();
	}

	@Test
	void refusals_of_different_kinds_are_no_wall() {
		assertThat(this.wall.admit(notFound(49))).isEmpty();
		assertThat(this.wall.admit(List.of(refused(50, Reason.REFUSED)))).isEmpty();

		assertThat(this.stop.raised()).isFalse();
	}

	@Test
	void a_bank_that_refuses_is_not_held_back() {
		assertThat(this.wall.admit(List.of(refused(1, Reason.INSTITUTION_NOT_SUPPORTED)))).hasSize(1);
	}

	@Test
	void a_list_too_short_for_a_wall_gives_its_refusals_up_in_the_end() {
		this.wall.admit(notFound(3));

		assertThat(this.wall.holding()).isEqualTo(3);
		assertThat(this.wall.release()).hasSize(3);
		assertThat(this.wall.holding()).isZero();
	}

	@Test
	void a_run_that_has_had_successes_before_a_restart_knows_no_wall() {
		RefusalWall later = new RefusalWall(this.stop, true);

		assertThat(later.admit(notFound(60))).hasSize(60);
	}

	private static List<Decision> notFound(int members) {
		return LongStream.rangeClosed(1, members).mapToObj(RefusalWallTest::notFound).toList();
	}

	private static Decision notFound(long id) {
		return refused(id, Reason.MEMBER_NOT_FOUND);
	}

	private static Decision refused(long id, Reason reason) {
		Member member = member(id, Progress.listed(NOW));
		return new Decision(member, new Outcome.Report(reason, "no", member.progress()));
	}

	private static Decision found(long id) {
		MemberState state = new MemberState(ConnectionStatus.Known.CONNECTED, false, null, null, null, null, null);
		Member member = member(id, Progress.listed(NOW));
		return new Decision(member, new Outcome.Advance(member.progress().saw(state, NOW).in(Stage.READY, NOW)));
	}

	private static Member member(long id, Progress progress) {
		return new Member(id, 1, new ListedMember(id, "USR-1", "MBR-" + id, null, null, Set.of(), null),
				progress.with(Attempt.NONE), null);
	}

}
