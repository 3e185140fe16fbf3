package io.bulkverify.store;

import org.junit.jupiter.api.Nested;

class WorkTableTest {

	@Nested
	class OnH2 extends WorkTableContract {

		OnH2() {
			super(TestDatabase.H2);
		}

	}

	@Nested
	class OnPostgres extends WorkTableContract {

		OnPostgres() {
			super(TestDatabase.POSTGRES);
		}

	}

}
