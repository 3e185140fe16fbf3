package io.bulkverify.store;

import java.util.Arrays;
import java.util.function.Predicate;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;

import org.springframework.stereotype.Component;

/** Whether the database has the tables that this program needs. */
@Component
public class Schema {

	private final Flyway flyway;

	private final DataFolder folder;

	Schema(Flyway flyway, DataFolder folder) {
		this.flyway = flyway;
		this.folder = folder;
	}

	/** How far the tables are. */
	public enum State {

		/** There is no database yet: the embedded one's file comes with the first run. */
		NO_DATABASE,
		/** None is there yet. */
		NEW,
		/** They are an earlier program's, and are brought up to date at the next run. */
		OLDER,
		/** As they must be. */
		CURRENT,
		/** They are a later program's. */
		NEWER,
		/** A change of them failed half-way. */
		BROKEN

	}

	/** Looks, and changes nothing. */
	public State state() {
		if (this.folder.empty()) {
			return State.NO_DATABASE;
		}
		MigrationInfoService migrations = this.flyway.info();
		if (any(migrations, MigrationState::isFailed)) {
			return State.BROKEN;
		}
		if (migrations.current() == null) {
			return State.NEW;
		}
		if (any(migrations, (state) -> state == MigrationState.FUTURE_SUCCESS)) {
			return State.NEWER;
		}
		return (migrations.pending().length > 0) ? State.OLDER : State.CURRENT;
	}

	private static boolean any(MigrationInfoService migrations, Predicate<MigrationState> condition) {
		return Arrays.stream(migrations.all()).map(MigrationInfo::getState).anyMatch(condition);
	}

}
