package io.bulkverify.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Finance reads next_step, and acts on it. */
class ReasonTest {

	@ParameterizedTest
	@EnumSource
	void theNextStepIsASentenceThatTellsSomebodyToDoSomething(Reason reason) {
		assertThat(reason.nextStep()).matches("(Ask|Choose|Show|Correct|Give|Have) .*[^.]\\.").hasSizeBetween(40, 160);
	}

	@ParameterizedTest
	@EnumSource
	void theNextStepHasNoWordsOfProgrammers(Reason reason) {
		assertThat(reason.nextStep().replace("the command rerun", "")).doesNotContainPattern(
				"(?i)\\b(API|HTTP|JSON|GUID|status|null|timeout|exception|retry|rerun|credentials|institution|40[0-9])\\b");
	}

	@ParameterizedTest
	@EnumSource
	void theNextStepAsksWhomTheCategoryNames(Reason reason) {
		switch (reason.category()) {
			case NEEDS_END_USER -> assertThat(reason.nextStep()).containsAnyOf("customer", "account_label");
			case RETRY_LATER -> assertThat(reason.nextStep()).containsAnyOf("verified again", "developers");
			case TERMINAL -> assertThat(reason.nextStep()).containsAnyOf("customer", "MX support", "list");
		}
	}

	@Test
	void noTwoReasonsSayTheSame() {
		assertThat(Arrays.stream(Reason.values()).map(Reason::nextStep)).doesNotHaveDuplicates();
	}

}
