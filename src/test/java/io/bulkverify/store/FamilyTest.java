package io.bulkverify.store;

import org.junit.jupiter.api.Nested;

class FamilyTest {

	@Nested
	class OnH2 extends FamilyContract {

		OnH2() {
			super(TestDatabase.H2);
		}

	}

	@Nested
	class OnPostgres extends FamilyContract {

		OnPostgres() {
			super(TestDatabase.POSTGRES);
		}

	}

}
