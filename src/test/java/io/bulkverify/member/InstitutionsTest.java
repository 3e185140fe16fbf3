package io.bulkverify.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InstitutionsTest {

	private static final Instant NOW = Instant.parse("2026-11-20T02:00:00Z");

	private static final Instant LATER = NOW.plus(Duration.ofMinutes(20));

	private final Institutions institutions = new Institutions();

	@Test
	void one_clear_word_condemns_the_institution_and_no_other() {
		this.institutions.answered("chase", refused(Refusal.INSTITUTION_NOT_SUPPORTED), NOW);

		assertThat(this.institutions.beforeVerify("chase", LATER))
			.isEqualTo(new Institutions.Standing.Refuses(Refusal.INSTITUTION_NOT_SUPPORTED));
		assertThat(this.institutions.beforeVerify("usbank", NOW)).isInstanceOf(Institutions.Standing.Open.class);
		assertThat(this.institutions.beforeVerify(null, NOW)).isInstanceOf(Institutions.Standing.Open.class);
	}

	@ParameterizedTest
	@EnumSource(names = { "NOT_FOUND", "NOT_ENABLED", "NOT_ALLOWED", "BAD_REQUEST", "OTHER" })
	void a_refusal_without_such_words_is_its_member_s_own_however_often_it_comes(Refusal refusal) {
		for (int refusals = 0; refusals < 10; refusals++) {
			this.institutions.answered("chase", refused(refusal), NOW);
			this.institutions.answered("chase", new Answer.Unclear<>("reset"), NOW);
			this.institutions.answered(null, refused(Refusal.INSTITUTION_NOT_SUPPORTED), NOW);
		}

		assertThat(this.institutions.beforeVerify("chase", NOW)).isInstanceOf(Institutions.Standing.Open.class);
	}

	@Test
	void maintenance_is_waited_out_and_after_twenty_minutes_one_member_tries() {
		this.institutions.answered("chase", refused(Refusal.INSTITUTION_UNAVAILABLE), NOW);
		this.institutions.answered("chase", refused(Refusal.INSTITUTION_UNAVAILABLE), NOW);

		assertThat(this.institutions.beforeVerify("chase", LATER.minusSeconds(1)))
			.isInstanceOf(Institutions.Standing.Away.class);
		assertThat(this.institutions.beforeVerify("chase", LATER)).isInstanceOf(Institutions.Standing.Open.class);
		assertThat(this.institutions.beforeVerify("chase", LATER)).as("one is enough")
			.isInstanceOf(Institutions.Standing.Away.class);
	}

	@Test
	void a_trial_that_fails_ends_the_waiting() {
		this.institutions.answered("chase", refused(Refusal.INSTITUTION_UNAVAILABLE), NOW);
		this.institutions.beforeVerify("chase", LATER);

		this.institutions.answered("chase", refused(Refusal.INSTITUTION_UNAVAILABLE), LATER);

		assertThat(this.institutions.beforeVerify("chase", LATER))
			.isEqualTo(new Institutions.Standing.Refuses(Refusal.INSTITUTION_UNAVAILABLE));
	}

	@Test
	void a_trial_that_succeeds_opens_the_institution_for_all() {
		this.institutions.answered("chase", refused(Refusal.INSTITUTION_UNAVAILABLE), NOW);
		this.institutions.beforeVerify("chase", LATER);

		this.institutions.answered("chase", new Answer.Good<>("taken"), LATER);

		assertThat(this.institutions.beforeVerify("chase", LATER)).isInstanceOf(Institutions.Standing.Open.class);
	}

	private static Answer<String> refused(Refusal refusal) {
		return new Answer.Refused<>(refusal, "no");
	}

}
