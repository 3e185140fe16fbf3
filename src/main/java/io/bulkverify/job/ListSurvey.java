package io.bulkverify.job;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.bulkverify.member.ListRow;
import io.bulkverify.member.ListedMember;
import io.bulkverify.store.KnownNumbers;

import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/**
 * What is in a list, by the rules of its import and without importing it.
 *
 * @param members rows that name a member
 * @param rejected rows that do not, or name one for the second time
 * @param reasons of the first rejected rows, with their lines
 * @param known members whose numbers are in the table
 */
record ListSurvey(long members, long rejected, List<String> reasons, KnownNumbers.Count known) {

	private static final int REASONS = 5;

	private static final int ASKED_AT_ONCE = 1_000;

	/** Answers which of these members have numbers in the table. */
	@FunctionalInterface
	interface Lookup {

		KnownNumbers.Count count(List<ListedMember> members, Instant freshSince);

	}

	/** Reads the whole list. */
	static ListSurvey of(ItemStreamReader<ListRow> rows, Lookup numbers, Instant freshSince) throws Exception {
		Counting counting = new Counting(numbers, freshSince);
		rows.open(new ExecutionContext());
		try {
			for (ListRow row = rows.read(); row != null; row = rows.read()) {
				counting.add(row);
			}
		}
		finally {
			rows.close();
		}
		return counting.result();
	}

	private static final class Counting {

		private final Lookup numbers;

		private final Instant freshSince;

		private final Map<String, Long> lines = new HashMap<>();

		private final List<String> reasons = new ArrayList<>();

		private final List<ListedMember> batch = new ArrayList<>(ASKED_AT_ONCE);

		private long rejected;

		private KnownNumbers.Count known = KnownNumbers.Count.NONE;

		Counting(Lookup numbers, Instant freshSince) {
			this.numbers = numbers;
			this.freshSince = freshSince;
		}

		void add(ListRow row) {
			switch (row) {
				case ListRow.Rejected no -> reject(no.line(), no.reason());
				case ListRow.Listed yes -> {
					Long first = this.lines.putIfAbsent(yes.member().memberGuid(), yes.line());
					if (first == null) {
						add(yes.member());
					}
					else {
						reject(yes.line(), "duplicate of line " + first);
					}
				}
			}
		}

		private void add(ListedMember member) {
			this.batch.add(member);
			if (this.batch.size() == ASKED_AT_ONCE) {
				lookUp();
			}
		}

		private void lookUp() {
			this.known = this.known.plus(this.numbers.count(this.batch, this.freshSince));
			this.batch.clear();
		}

		private void reject(long line, String reason) {
			this.rejected++;
			if (this.reasons.size() < REASONS) {
				this.reasons.add("line " + line + ": " + reason);
			}
		}

		ListSurvey result() {
			lookUp();
			return new ListSurvey(this.lines.size(), this.rejected, List.copyOf(this.reasons), this.known);
		}

	}

}
