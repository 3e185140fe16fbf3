package io.bulkverify.mx;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

	@ParameterizedTest(name = "{0} is {1}")
	@CsvSource(delimiter = '|', textBlock = """
			0                             | PT0S
			3                             | PT3S
			301                           | PT5M1S
			7200                          | PT2H
			999999999                     | P365D
			999999999999999999            | P365D
			Fri, 20 Nov 2026 02:00:30 GMT | PT30S
			Fri, 20 Nov 2026 01:00:00 GMT | PT0S
			Fri, 20 Nov 2026 09:00:00 GMT | PT7H
			Sat, 20 Nov 9999 09:00:00 GMT | P365D
			Wed, 20 Nov 0001 09:00:00 GMT |
			soon                          |
			-1                            |
			99999999999999999999          |
			""")
	void secondsOrADateUncut(String header, @Nullable Duration wait) {
		assertThat(RetryAfter.of(header, null, Mx.TIME.instant())).isEqualTo(wait);
	}

	@Test
	void aDateIsHeldAgainstTheClockOfMx() {
		assertThat(RetryAfter.of("Fri, 20 Nov 2026 07:00:10 GMT", "Fri, 20 Nov 2026 07:00:00 GMT", Mx.TIME.instant()))
			.isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void withoutTheHeaderMxSaysNothing() {
		assertThat(RetryAfter.of(null, null, Mx.TIME.instant())).isNull();
	}

}
