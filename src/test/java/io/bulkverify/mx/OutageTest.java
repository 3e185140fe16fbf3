package io.bulkverify.mx;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import io.bulkverify.mx.Outage.Admission;
import org.junit.jupiter.api.Test;

class OutageTest {

	private static final Instant START = Instant.parse("2026-11-20T02:00:00Z");

	private Instant now = START;

	private final Outage outage = new Outage((InstantSource) () -> now);

	@Test
	void twentyMembersWithoutAnAnswerAreAnOutage() {
		fail(19);
		assertThat(outage.outage()).isEmpty();
		outage.heard("MBR-last", false);
		assertThat(outage.outage()).contains(START);
		assertThat(outage.admission()).isEqualTo(Admission.REFUSE);
	}

	@Test
	void aFewGoodAnswersAmongThemAreNone() {
		for (int i = 0; i < 200; i++) {
			outage.heard("MBR-" + i, i % 5 == 0);
		}
		assertThat(outage.outage()).isEmpty();
		assertThat(outage.admission()).isEqualTo(Admission.SEND);
	}

	@Test
	void oneBadMemberIsNoOutage() {
		for (int i = 0; i < 500; i++) {
			outage.heard("MBR-bad", false);
		}
		assertThat(outage.outage()).isEmpty();
	}

	@Test
	void noConnectionIsNobodysFaultAndCountsEachTime() {
		for (int i = 0; i < 20; i++) {
			outage.heard("", false);
		}
		assertThat(outage.outage()).isPresent();
	}

	@Test
	void oneReadIsTriedNowAndThenWithGrowingWaits() {
		fail(20);
		List<Long> waits = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			Instant refused = now;
			while (outage.admission() == Admission.REFUSE) {
				now = now.plusMillis(100);
			}
			assertThat(outage.admission()).as("only one at a time").isEqualTo(Admission.REFUSE);
			waits.add(Duration.between(refused, now).toSeconds());
			outage.tried(false);
		}
		assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
		assertThat(outage.outage()).contains(START);
	}

	@Test
	void aGoodTryEndsTheOutageAndTheNextOneBeginsAfresh() {
		List<String> told = new ArrayList<>();
		outage.onChange(new Outage.Listener() {
			@Override
			public void began(Instant at) {
				told.add("began " + at);
			}

			@Override
			public void ended(Instant began, Instant at) {
				told.add("ended " + began + " " + at);
			}
		});
		fail(20);
		now = now.plusSeconds(2);
		assertThat(outage.admission()).isEqualTo(Admission.TRY_FIRST);
		outage.tried(true);
		assertThat(outage.outage()).isEmpty();
		assertThat(outage.admission()).isEqualTo(Admission.SEND);
		fail(19);
		assertThat(outage.outage()).isEmpty();
		assertThat(told).containsExactly("began " + START, "ended " + START + " " + START.plusSeconds(2));
	}

	@Test
	void answersToCallsFromBeforeTheOutageDoNotEndIt() {
		fail(20);
		now = now.plusSeconds(2);
		assertThat(outage.admission()).isEqualTo(Admission.TRY_FIRST);
		outage.heard("MBR-late", true);
		assertThat(outage.outage()).isPresent();
	}

	@Test
	void aTryThatCouldNotBeMadeIsLeftToTheNext() {
		fail(20);
		now = now.plusSeconds(2);
		assertThat(outage.admission()).isEqualTo(Admission.TRY_FIRST);
		outage.notTried();
		assertThat(outage.admission()).isEqualTo(Admission.TRY_FIRST);
	}

	private void fail(int times) {
		for (int i = 0; i < times; i++) {
			outage.heard("MBR-" + i, false);
		}
	}

}
