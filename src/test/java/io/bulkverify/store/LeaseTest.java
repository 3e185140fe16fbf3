package io.bulkverify.store;

import org.junit.jupiter.api.Nested;

class LeaseTest {

	@Nested
	class OnH2 extends LeaseContract {

		OnH2() {
			super(TestDatabase.H2);
		}

	}

	@Nested
	class OnPostgres extends LeaseContract {

		OnPostgres() {
			super(TestDatabase.POSTGRES);
		}

	}

}
