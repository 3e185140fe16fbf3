package io.bulkverify.job;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CausesTest {

	/** As Spring Batch hands on a full disk. */
	@Test
	void what_was_suppressed_is_a_cause_too() {
		IllegalStateException full = new IllegalStateException("Cannot write out/account-numbers.csv",
				new IOException("No space left on device"));
		RuntimeException closing = new RuntimeException("Failed to close 1 delegate(s) due to exceptions");
		closing.addSuppressed(full);

		assertThat(Causes.of(closing)).containsExactly(closing, full, full.getCause());
		assertThat(Causes.inWords(closing)).isEqualTo("No space left on device");
	}

	@Test
	void a_failure_without_a_message_is_named_by_its_kind() {
		assertThat(Causes.inWords(new StackOverflowError())).isEqualTo("StackOverflowError");
	}

	@Test
	void only_the_first_line_is_told_and_a_circle_ends() {
		RuntimeException one = new RuntimeException("one");
		RuntimeException other = new RuntimeException("\n  other\n\tat somewhere", one);
		one.initCause(other);

		assertThat(Causes.inWords(one)).isEqualTo("other");
		assertThat(Causes.of(null)).isEmpty();
	}

}
