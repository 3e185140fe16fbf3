package io.bulkverify.store;

import org.junit.jupiter.api.Nested;

class RunTableTest {

	@Nested
	class OnH2 extends RunTableContract {

		OnH2() {
			super(TestDatabase.H2);
		}

	}

	@Nested
	class OnPostgres extends RunTableContract {

		OnPostgres() {
			super(TestDatabase.POSTGRES);
		}

	}

}
