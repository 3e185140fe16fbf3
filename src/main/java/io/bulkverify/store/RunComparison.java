package io.bulkverify.store;

import java.util.Objects;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Repository;

/**
 * What two runs make of the members that both have. Account numbers are compared in
 * memory, since their ciphertext says nothing, and never leave it.
 */
@Repository
public class RunComparison {

	private static final String OUTCOMES = """
			select count(case when now.stage = 'VERIFIED' and before.stage = 'REPORTED' then 1 end) as newly_verified,
			       count(case when now.stage = 'REPORTED' and before.stage = 'VERIFIED' then 1 end) as newly_failing
			from member_verification now
			join member_verification before on before.member_guid = now.member_guid and before.run_id = ?
			where now.run_id = ?
			""";

	private static final String NUMBERS = """
			select now.member_guid, a.account_guid, a.account_number, a.routing_number, a.institution_number, a.transit_number,
			       b.account_number as before_account_number, b.routing_number as before_routing_number,
			       b.institution_number as before_institution_number, b.transit_number as before_transit_number
			from run_account_number a
			join member_verification now on now.id = a.member_id
			join member_verification before on before.member_guid = now.member_guid and before.run_id = ?
			join run_account_number b on b.run_id = before.run_id and b.member_id = before.id
			    and (b.account_guid = a.account_guid
			        or (b.account_guid is null and a.account_guid is null and b.place = a.place))
			where a.run_id = ?
			""";

	private final JdbcTemplate jdbc;

	private final AccountNumbers numbers;

	RunComparison(JdbcTemplate jdbc, AccountNumbers numbers) {
		this.jdbc = jdbc;
		this.numbers = numbers;
	}

	/**
	 * How a run differs from another.
	 *
	 * @param newlyVerified members that are verified now, and were reported before
	 * @param newlyFailing members that are reported now, and were verified before
	 * @param changedNumbers accounts whose numbers are others than before
	 */
	public record Differences(long newlyVerified, long newlyFailing, long changedNumbers) {
	}

	/** What is different in a run from an earlier one. */
	public Differences of(long runId, long before) {
		return jdbc
			.query(OUTCOMES, statement -> new Binding(statement).whole(before).whole(runId),
					(columns, number) -> new Differences(columns.getLong("newly_verified"),
							columns.getLong("newly_failing"), changedNumbers(runId, before)))
			.getFirst();
	}

	private long changedNumbers(long runId, long before) {
		long[] changed = { 0 };
		jdbc.query(NUMBERS, statement -> new Binding(statement).whole(before).whole(runId), columns -> {
			Row row = new Row(columns);
			if (!Objects.equals(numbers.digits(row, ""), numbers.digits(row, "before_"))) {
				changed[0]++;
			}
		});
		return changed[0];
	}

}
