package io.bulkverify.store;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.dao.EmptyResultDataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

abstract class RunTableContract extends StoreContract {

	RunTableContract(TestDatabase kind) {
		super(kind);
	}

	@Test
	void aNewRunIsImportingAndHasDoneNothing() {
		String list = newList();

		Run run = runs.create(DATE, list, "members.csv", "atrium", null, "{\"until\":\"06:00\"}", NOW);

		assertThat(run).isEqualTo(new Run(run.id(), null, DATE, list, "members.csv", "atrium", RunStatus.IMPORTING, NOW,
				null, Duration.ZERO, false, 0, null, CallCounts.NONE, null, false, "{\"until\":\"06:00\"}", null));
		assertThat(runs.find(run.id())).contains(run);
	}

	@Test
	void aRunThatDoesNotExistIsNotFoundAndCannotBeChanged() {
		assertThat(runs.find(-1)).isEmpty();
		assertThatThrownBy(() -> runs.imported(-1)).isInstanceOf(EmptyResultDataAccessException.class);
	}

	@Test
	void theLatestRunIsTheNewestOfItsDateAndList() {
		Run first = newRun();
		String list = first.listSha256();
		Run second = runs.create(DATE, list, "members.csv", "atrium", null, null, NOW);
		runs.create(DATE.plusDays(1), list, "members.csv", "atrium", null, null, NOW);
		runs.create(DATE, newList(), "others.csv", "atrium", null, null, NOW);

		assertThat(runs.latest(DATE, list)).contains(second);
		assertThat(runs.latest(DATE.minusDays(1), list)).isEmpty();
	}

	@Test
	void rerunsAreNoRunsOfTheList() {
		Run run = newRun();
		Run rerun = runs.create(DATE, run.listSha256(), "members.csv", "atrium", run.id(), null, NOW);

		assertThat(rerun.rerunOf()).isEqualTo(run.id());
		assertThat(runs.latest(DATE, run.listSha256())).contains(run);
		assertThat(runs.unfinished()).contains(run, rerun);
	}

	@Test
	void unfinishedRunsComeOldestDateFirst() {
		Run today = newRun();
		Run yesterday = runs.create(DATE.minusDays(1), today.listSha256(), "members.csv", "atrium", null, null, NOW);
		Run finished = newRun();
		runs.ended(yesterday.id(), RunStatus.STOPPED, 5, NOW);
		runs.ended(finished.id(), RunStatus.FINISHED, 0, NOW);

		assertThat(runs.unfinished()).extracting(Run::id)
			.containsSubsequence(yesterday.id(), today.id())
			.doesNotContain(finished.id());
	}

	@Test
	void aRunThatWasFollowedByAnotherOfItsDateAndListIsSuperseded() {
		Run first = newRun();
		Run again = runs.create(DATE, first.listSha256(), "members.csv", "atrium", null, null, NOW);
		assertThat(runs.unfinished()).extracting(Run::id).contains(again.id()).doesNotContain(first.id());

		runs.ended(again.id(), RunStatus.FINISHED, 0, NOW);
		assertThat(runs.unfinished()).extracting(Run::id).doesNotContain(again.id(), first.id());

		Run rerun = runs.create(DATE, first.listSha256(), "members.csv", "atrium", again.id(), "{}", NOW);
		Run another = runs.create(DATE, first.listSha256(), "members.csv", "atrium", again.id(), "{1}", NOW);
		Run same = runs.create(DATE, first.listSha256(), "members.csv", "atrium", again.id(), "{}", NOW);
		assertThat(runs.unfinished()).extracting(Run::id)
			.contains(another.id(), same.id())
			.doesNotContain(rerun.id(), first.id());
	}

	@Test
	void untilIsRemembered() {
		long id = newRun().id();

		runs.until(id, NOW);

		assertThat(find(id).until()).isEqualTo(NOW);
	}

	@Test
	void allRunsAreListedNewestFirst() {
		Run older = newRun();
		Run newer = newRun();

		assertThat(runs.all(2)).containsExactly(newer, older);
		assertThat(runs.all(1)).containsExactly(newer);
	}

	@Test
	void aRunGoesFromImportToItsEnd() {
		long id = newRun().id();

		runs.started(id, NOW.plusSeconds(1));
		assertThat(find(id).status()).isEqualTo(RunStatus.IMPORTING);

		runs.imported(id);
		assertThat(find(id)).returns(RunStatus.RUNNING, Run::status).returns(true, Run::imported);

		runs.ended(id, RunStatus.FINISHED, 3, NOW.plusSeconds(60));
		assertThat(find(id)).returns(RunStatus.FINISHED, Run::status)
			.returns(3, Run::exitCode)
			.returns(NOW, Run::startedAt)
			.returns(NOW.plusSeconds(60), Run::finishedAt);
	}

	@Test
	void aRunThatIsGoneOnWithHasNoEndAnyMore() {
		long id = newRun().id();
		runs.imported(id);
		runs.ended(id, RunStatus.FAILED, 1, NOW.plusSeconds(60));

		runs.started(id, NOW.plusSeconds(90));

		assertThat(find(id)).returns(RunStatus.RUNNING, Run::status)
			.returns(NOW, Run::startedAt)
			.returns(null, Run::finishedAt)
			.returns(null, Run::exitCode);
	}

	@Test
	void callsAndPatienceAreWhatWasSaidLast() {
		long id = newRun().id();

		runs.calls(id, new CallCounts(1, 20, 300, 4_000), Duration.ofMillis(1_500));
		runs.calls(id, new CallCounts(2, 21, 301, 4_001), Duration.ofMillis(2_001));

		assertThat(find(id)).returns(new CallCounts(2, 21, 301, 4_001), Run::calls)
			.returns(Duration.ofMillis(2_001), Run::patience);
	}

	@Test
	void aStopIsRequestedAndHeard() {
		long id = newRun().id();

		runs.requestStop(id);
		assertThat(find(id).stopRequested()).isTrue();

		runs.clearStop(id);
		assertThat(find(id).stopRequested()).isFalse();
	}

	@Test
	void theOutputDirectoryIsRemembered() {
		long id = newRun().id();

		runs.outputDirectory(id, "/var/out/2026-11-20");

		assertThat(find(id).outputDirectory()).isEqualTo("/var/out/2026-11-20");
	}

	@Test
	void onlyFinishedAndClosedRunsAreFinished() {
		assertThat(List.of(RunStatus.values())).filteredOn(RunStatus::finished)
			.containsExactly(RunStatus.FINISHED, RunStatus.CLOSED);
	}

	private Run find(long id) {
		return runs.find(id).orElseThrow();
	}

}
