package io.bulkverify.store;

import org.junit.jupiter.api.Nested;

class KnownNumbersTest {

	@Nested
	class OnH2 extends KnownNumbersContract {

		OnH2() {
			super(TestDatabase.H2);
		}

	}

	@Nested
	class OnPostgres extends KnownNumbersContract {

		OnPostgres() {
			super(TestDatabase.POSTGRES);
		}

	}

}
