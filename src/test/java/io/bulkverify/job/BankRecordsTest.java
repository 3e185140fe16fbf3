package io.bulkverify.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import java.time.Instant;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.bulkverify.member.Answer;
import io.bulkverify.member.Institution;
import io.bulkverify.member.ListedMember;
import io.bulkverify.mx.MxApi;

class BankRecordsTest {

	private static final Instant NOW = Instant.parse("2026-11-20T02:00:00Z");

	private static final ListedMember MEMBER = new ListedMember(2, "USR-1", "MBR-1", null, null, Set.of(), null);

	private static final Answer<Institution> NO = new Answer.Good<>(new Institution("chase", false, null));

	private static final Answer<Institution> DISABLED = new Answer.Good<>(new Institution("chase", true, true));

	private static final Answer<Institution> YES = new Answer.Good<>(new Institution("chase", true, false));

	private static final Answer<Institution> SILENT = new Answer.Good<>(new Institution("chase", null, null));

	private static final Answer<Institution> FAILED = new Answer.Unclear<>("HTTP 500");

	private final MxApi mx = mock();

	private final BankRecords records = new BankRecords(this.mx);

	@Test
	void a_bank_is_asked_for_once_however_many_members_it_has() {
		answers(YES);

		assertThat(at(0)).isInstanceOf(BankRecords.Verdict.MayVerify.class);
		assertThat(at(100)).isInstanceOf(BankRecords.Verdict.MayVerify.class);
		verify(this.mx, times(1)).readInstitution(any(), any(), any());
	}

	@Test
	void two_records_that_say_no_three_seconds_apart_exclude_a_bank() {
		answers(NO);

		assertThat(at(0)).isEqualTo(new BankRecords.Verdict.AskAgain(NOW.plusSeconds(3)));
		assertThat(at(2)).isEqualTo(new BankRecords.Verdict.AskAgain(NOW.plusSeconds(3)));
		verify(this.mx, times(1)).readInstitution(any(), any(), any());
		assertThat(at(3)).isInstanceOf(BankRecords.Verdict.Excluded.class);
		assertThat(at(4)).isInstanceOf(BankRecords.Verdict.Excluded.class);
	}

	@Test
	void a_bank_that_this_client_has_switched_off_is_excluded_too() {
		answers(DISABLED);

		at(0);
		assertThat(at(3)).isInstanceOf(BankRecords.Verdict.Excluded.class);
	}

	@Test
	void one_no_alone_decides_nothing() {
		when(this.mx.readInstitution(any(), any(), any())).thenReturn(NO).thenReturn(YES);

		at(0);
		assertThat(at(3)).isInstanceOf(BankRecords.Verdict.MayVerify.class);
	}

	@Test
	void what_is_missing_and_what_fails_decide_nothing() {
		answers(SILENT);
		assertThat(at(0)).isInstanceOf(BankRecords.Verdict.MayVerify.class);

		when(this.mx.readInstitution(any(), any(), any())).thenReturn(NO).thenReturn(FAILED);
		assertThat(this.records.of(MEMBER, "usbank", null, NOW)).isInstanceOf(BankRecords.Verdict.AskAgain.class);
		assertThat(this.records.of(MEMBER, "usbank", null, NOW.plusSeconds(3)))
			.isInstanceOf(BankRecords.Verdict.MayVerify.class);
		assertThat(this.records.of(MEMBER, null, null, NOW)).isInstanceOf(BankRecords.Verdict.MayVerify.class);
	}

	private void answers(Answer<Institution> answer) {
		when(this.mx.readInstitution(any(), any(), any())).thenReturn(answer);
	}

	private BankRecords.Verdict at(int second) {
		return this.records.of(MEMBER, "chase", null, NOW.plusSeconds(second));
	}

}
