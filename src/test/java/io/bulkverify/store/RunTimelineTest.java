package io.bulkverify.store;

import org.junit.jupiter.api.Nested;

class RunTimelineTest {

	@Nested
	class OnH2 extends RunTimelineContract {

		OnH2() {
			super(TestDatabase.H2);
		}

	}

	@Nested
	class OnPostgres extends RunTimelineContract {

		OnPostgres() {
			super(TestDatabase.POSTGRES);
		}

	}

}
