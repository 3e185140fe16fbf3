package io.bulkverify.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.bulkverify.member.InstitutionOutcome;
import io.bulkverify.member.Reason;
import io.bulkverify.member.Stage;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What became of members, counted by institution. Safe for use by many threads. */
@Repository
public class InstitutionOutcomes {

	private static final String NONE = "";

	private final JdbcClient jdbc;

	public InstitutionOutcomes(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * Of each member the outcome that came last in these runs, ordered by code; members
	 * without an institution come first.
	 * @param runs a run, or a run and its reruns
	 */
	public List<InstitutionOutcome> of(List<Long> runs) {
		Map<String, InstitutionOutcome> byCode = new TreeMap<>();
		jdbc.sql("""
				select coalesce(institution_code, '') as code, stage, reason, count(*) as members
				from %s m
				group by coalesce(institution_code, ''), stage, reason
				""".formatted(EndedMembers.of(runs))).param("runs", runs).query(columns -> {
			Row row = new Row(columns);
			String code = row.text("code");
			long members = row.whole("members");
			InstitutionOutcome counted = ProgressColumns.stage(row) == Stage.VERIFIED
					? new InstitutionOutcome(named(code), members, Map.of()) : new InstitutionOutcome(named(code), 0,
							Map.of(Reason.valueOf(row.text("reason")).category(), members));
			byCode.merge(code, counted, InstitutionOutcome::plus);
		});
		return new ArrayList<>(byCode.values());
	}

	private static @Nullable String named(String code) {
		return code.equals(NONE) ? null : code;
	}

}
