package io.bulkverify.member;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class InstitutionsTest {

	private final Institutions institutions = new Institutions();

	@Test
	void one_refusal_in_words_condemns_the_institution_and_no_other() {
		this.institutions.answered("chase", refused(Refusal.INSTITUTION_NOT_SUPPORTED));

		assertThat(this.institutions.refuses("chase")).contains(Refusal.INSTITUTION_NOT_SUPPORTED);
		assertThat(this.institutions.refuses("usbank")).isEmpty();
		assertThat(this.institutions.refuses(null)).isEmpty();
	}

	@Test
	void a_400_without_words_needs_three_members() {
		this.institutions.answered("chase", refused(Refusal.BAD_REQUEST));
		this.institutions.answered("chase", refused(Refusal.BAD_REQUEST));
		assertThat(this.institutions.refuses("chase")).isEmpty();

		this.institutions.answered("chase", refused(Refusal.BAD_REQUEST));
		assertThat(this.institutions.refuses("chase")).contains(Refusal.BAD_REQUEST);
	}

	@Test
	void a_member_that_was_accepted_speaks_for_its_institution() {
		this.institutions.answered("chase", new Answer.Good<>("taken"));
		for (int refusals = 0; refusals < 10; refusals++) {
			this.institutions.answered("chase", refused(Refusal.BAD_REQUEST));
		}

		assertThat(this.institutions.refuses("chase")).isEmpty();
	}

	@Test
	void what_concerns_a_member_alone_condemns_nobody() {
		for (int refusals = 0; refusals < 10; refusals++) {
			this.institutions.answered("chase", refused(Refusal.NOT_ENABLED));
			this.institutions.answered("chase", refused(Refusal.NOT_FOUND));
			this.institutions.answered("chase", new Answer.Unclear<>("reset"));
			this.institutions.answered(null, refused(Refusal.INSTITUTION_NOT_SUPPORTED));
		}

		assertThat(this.institutions.refuses("chase")).isEmpty();
	}

	private static Answer<String> refused(Refusal refusal) {
		return new Answer.Refused<>(refusal, "no");
	}

}
