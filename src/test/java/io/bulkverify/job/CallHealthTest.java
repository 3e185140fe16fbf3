package io.bulkverify.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import io.bulkverify.member.Answer;
import io.bulkverify.member.Call;
import io.bulkverify.member.Moment;
import io.bulkverify.member.Refusal;

class CallHealthTest {

	private static final Instant START = Instant.parse("2026-11-20T02:00:00Z");

	private static final Duration LIMIT = Duration.ofMinutes(15);

	private final CallHealth health = new CallHealth(Duration.ZERO);

	@Test
	void a_member_refused_before_and_after_another_s_success_is_refused_itself() {
		refused(1, 0);
		good(2, 5);
		refused(1, 10);

		assertThat(this.health.refusedItself(Call.READ_MEMBER, 1)).isTrue();
	}

	@Test
	void refusals_that_only_a_later_success_follows_may_all_have_met_the_same_wall() {
		good(2, 0);
		refused(1, 5);
		refused(1, 8);
		good(2, 10);

		assertThat(this.health.refusedItself(Call.READ_MEMBER, 1)).isFalse();
		assertThat(this.health.worthAskingAgain(Call.READ_MEMBER, 1)).isTrue();
	}

	@Test
	void who_is_refused_in_another_way_than_before_may_have_met_a_wall() {
		refused(1, 0);
		good(2, 5);
		answered(Call.READ_MEMBER, 1, 10, new Answer.Refused<>(Refusal.OTHER, "HTTP 405"));
		assertThat(this.health.refusedItself(Call.READ_MEMBER, 1)).isFalse();

		good(2, 15);
		assertThat(this.health.worthAskingAgain(Call.READ_MEMBER, 1)).isTrue();
		answered(Call.READ_MEMBER, 1, 20, new Answer.Refused<>(Refusal.OTHER, "HTTP 405"));
		assertThat(this.health.refusedItself(Call.READ_MEMBER, 1)).isTrue();
	}

	@Test
	void an_answer_to_a_call_from_before_the_refusal_witnesses_nothing() {
		this.health.asking(Call.READ_MEMBER, 2, at(0));
		refused(1, 5);
		this.health.heard(Call.READ_MEMBER, 2, new Answer.Good<>("here"), at(0), moment(6));

		assertThat(this.health.worthAskingAgain(Call.READ_MEMBER, 1)).isFalse();
	}

	@Test
	void a_member_cannot_be_its_own_witness() {
		refused(1, 0);
		good(2, 3);
		good(1, 5);
		refused(1, 6);
		refused(1, 9);

		assertThat(this.health.refusedItself(Call.READ_MEMBER, 1)).isFalse();
	}

	@Test
	void another_kind_of_call_witnesses_nothing() {
		refused(1, 0);
		answered(Call.VERIFY, 2, 5, new Answer.Good<>("taken"));
		refused(1, 10);

		assertThat(this.health.refusedItself(Call.READ_MEMBER, 1)).isFalse();
	}

	@Test
	void a_success_of_half_a_minute_ago_says_nothing_of_a_refusal_now() {
		refused(1, 0);
		good(2, 5);
		refused(1, 40);

		assertThat(this.health.refusedItself(Call.READ_MEMBER, 1)).isFalse();
	}

	@Test
	void errors_are_a_member_s_own_only_if_another_succeeded_meanwhile() {
		failed(1, 0);
		assertThat(ownErrorsSince(0, 1000)).isFalse();

		good(2, 500);
		failed(1, 1000);
		assertThat(ownErrorsSince(0, 1000)).isTrue();
	}

	@Test
	void what_ten_members_met_without_a_good_answer_between_them_counts_for_none_of_them() {
		LongStream.rangeClosed(1, 10).forEach((member) -> failed(member, 0));
		good(11, 800);
		failed(1, 1000);

		assertThat(ownErrorsSince(0, 1000)).isFalse();
		assertThat(ownErrorsSince(0, 800 + 900)).as("it has gone on for as long since").isTrue();
	}

	@Test
	void errors_from_before_this_process_are_not_judged_by_it() {
		CallHealth next = new CallHealth(Duration.ofSeconds(1000));
		next.heard(Call.READ_MEMBER, 2, new Answer.Good<>("here"), at(1001), moment(1001));

		assertThat(next.failedItself(Call.READ_MEMBER, 1, Duration.ZERO, LIMIT, moment(1002))).isFalse();
	}

	@Test
	void a_kind_of_call_is_silent_from_its_first_bad_answer_until_anybody_s_good_one() {
		failed(1, 0);
		answered(Call.READ_MEMBER, 2, 7, new Answer.Throttled<>(null));

		assertThat(this.health.silence(Call.READ_MEMBER)).hasValueSatisfying((silence) -> {
			assertThat(silence.since()).isEqualTo(at(0));
			assertThat(silence.members()).isEqualTo(2);
			assertThat(silence.answers()).isEqualTo(2);
			assertThat(silence.last()).isEqualTo("HTTP 429");
		});
		assertThat(this.health.silence(Call.VERIFY)).isEmpty();

		answered(Call.READ_MEMBER, 3, 8, new Answer.Conflict<>());
		assertThat(this.health.silence(Call.READ_MEMBER)).isEmpty();
	}

	@Test
	void a_kind_of_call_that_nobody_needs_any_more_is_not_missed() {
		failed(1, 0);

		this.health.ended(1);

		assertThat(this.health.silence(Call.READ_MEMBER)).isEmpty();
	}

	@Test
	void a_refusal_is_neither_a_good_answer_nor_a_silence() {
		failed(1, 0);
		refused(2, 5);

		assertThat(this.health.silence(Call.READ_MEMBER))
			.hasValueSatisfying((silence) -> assertThat(silence.members()).isEqualTo(1));
	}

	@Test
	void a_refusal_that_is_borne_like_an_error_is_missed_until_somebody_is_answered_well() {
		refused(1, 0);
		this.health.bears(Call.READ_MEMBER, 1, at(0));
		assertThat(this.health.silence(Call.READ_MEMBER)).get()
			.extracting(CallHealth.Silence::last)
			.isEqualTo("HTTP 404");

		good(2, 5);
		assertThat(this.health.silence(Call.READ_MEMBER)).isEmpty();
	}

	@Test
	void a_kind_of_call_that_a_member_needs_no_more_is_not_missed() {
		failed(1, 0);
		failed(2, 1);

		this.health.wantsNoMore(Call.READ_MEMBER, 1);
		assertThat(this.health.silence(Call.READ_MEMBER)).isPresent();
		this.health.wantsNoMore(Call.READ_MEMBER, 2);
		assertThat(this.health.silence(Call.READ_MEMBER)).isEmpty();
	}

	private boolean ownErrorsSince(int since, int now) {
		return this.health.failedItself(Call.READ_MEMBER, 1, Duration.ofSeconds(since), LIMIT, moment(now));
	}

	private void good(long member, int second) {
		answered(Call.READ_MEMBER, member, second, new Answer.Good<>("here"));
	}

	private void refused(long member, int second) {
		answered(Call.READ_MEMBER, member, second, new Answer.Refused<>(Refusal.NOT_FOUND, "HTTP 404"));
	}

	private void failed(long member, int second) {
		answered(Call.READ_MEMBER, member, second, new Answer.Unclear<>("HTTP 500"));
	}

	private void answered(Call call, long member, int second, Answer<?> answer) {
		this.health.asking(call, member, at(second));
		this.health.heard(call, member, answer, at(second), moment(second));
	}

	private static Instant at(int second) {
		return START.plusSeconds(second);
	}

	private static Moment moment(int second) {
		return new Moment(at(second), Duration.ofSeconds(second));
	}

}
