package io.bulkverify.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.bulkverify.member.Category;
import io.bulkverify.member.InstitutionOutcome;
import io.bulkverify.member.Interval;
import io.bulkverify.member.Reason;
import io.bulkverify.member.Stage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

abstract class RunTimelineContract extends StoreContract {

	private static final Instant START = Instant.parse("2026-11-20T01:30:00Z");

	private RunTimeline timeline;

	private InstitutionOutcomes institutions;

	RunTimelineContract(TestDatabase kind) {
		super(kind);
	}

	@BeforeAll
	void lookAtIt() {
		this.timeline = new RunTimeline(this.jdbc);
		this.institutions = new InstitutionOutcomes(this.jdbc);
	}

	@Test
	void stretchesComeInOrderAndNotingOneAgainReplacesIt() {
		long run = newRun().id();
		Interval later = new Interval(START.plusSeconds(20), 0, 1, 2, 3, 4, 5, Duration.ofMillis(1_500));
		Interval first = new Interval(START, 0, 10, 0, 0, 0, 0, Duration.ZERO);

		this.timeline.put(run, List.of(later));
		this.timeline.put(run, List.of(first, later.plus(later)));

		Interval twice = new Interval(START.plusSeconds(20), 0, 2, 4, 6, 8, 10, Duration.ofSeconds(3));
		assertThat(this.timeline.of(List.of(run))).containsExactly(first, twice);
		assertThat(this.timeline.at(run, START.plusSeconds(20))).isEqualTo(twice);
		assertThat(this.timeline.at(run, START.plusSeconds(10))).isEqualTo(Interval.empty(START.plusSeconds(10)));
	}

	@Test
	void aMemberCountsInTheStretchInWhichItEnded() {
		long run = runOf(5);
		this.table.reportOpen(run, Reason.NOT_REACHED, Set.of(Stage.PENDING), START.plusNanos(9_999_999_000L));
		this.timeline.put(run, List.of(new Interval(START, 0, 3, 0, 0, 0, 0, Duration.ZERO)));

		assertThat(this.timeline.of(List.of(run)))
			.containsExactly(new Interval(START, 5, 3, 0, 0, 0, 0, Duration.ZERO));
	}

	@Test
	void membersThatAreStillOpenAreNotCounted() {
		long run = runOf(3);

		assertThat(this.timeline.of(List.of(run))).isEmpty();
		assertThat(this.institutions.of(List.of(run))).isEmpty();
	}

	@Test
	void aMemberOfANightAndItsRerunCountsOnceAsItEndedLast() {
		long night = runOf(2);
		long rerun = newRun().id();
		this.table.insert(rerun, List.of(row(night, 2)), NOW);
		this.table.reportOpen(night, Reason.FAILED, Set.of(Stage.PENDING), START);
		this.table.reportOpen(rerun, Reason.DENIED, Set.of(Stage.PENDING), START.plusSeconds(60));

		assertThat(this.timeline.of(List.of(night, rerun))).containsExactly(Interval.finished(START, 1),
				Interval.finished(START.plusSeconds(60), 1));
		assertThat(this.institutions.of(List.of(night, rerun))).containsExactly(
				new InstitutionOutcome(null, 0, Map.of(Category.NEEDS_END_USER, 1L, Category.RETRY_LATER, 1L)));
	}

	@Test
	void membersAreCountedByInstitution() {
		long run = runOf(4);
		this.table.reportOpen(run, Reason.LOCKED, Set.of(Stage.PENDING), START);
		this.jdbc.sql("update member_verification set institution_code = 'chase' where run_id = :run and line > 2")
			.param("run", run)
			.update();
		this.jdbc
			.sql("update member_verification set stage = 'VERIFIED', reason = null where run_id = :run and line > 3")
			.param("run", run)
			.update();

		assertThat(this.institutions.of(List.of(run))).containsExactly(
				new InstitutionOutcome(null, 0, Map.of(Category.NEEDS_END_USER, 1L)),
				new InstitutionOutcome("chase", 2, Map.of(Category.NEEDS_END_USER, 1L)));
	}

	@Test
	void aRunTakesItsTimelineAlongWhenItIsDeleted() {
		long run = newRun().id();
		this.timeline.put(run, List.of(new Interval(START, 0, 1, 0, 0, 0, 0, Duration.ZERO)));

		this.jdbc.sql("delete from verification_run where id = :run").param("run", run).update();

		assertThat(this.timeline.of(List.of(run))).isEmpty();
	}

}
